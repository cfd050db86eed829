"""Who leaves a widget before the full screen that it asked for has come, or was refused, is back in the page."""

import pytest
from drivers import driver

pytestmark = pytest.mark.browser
LATE = """how => {
    const ask = Element.prototype.requestFullscreen;
    Element.prototype.requestFullscreen = async function () {
        await new Promise(done => { window.answer = done; });
        return how === 'granted' ? ask.call(this) : Promise.reject(new TypeError(how));
    };
}"""
ENDS = """async () => {
    answer();
    await new Promise(done => setTimeout(done, 500));
    return [document.fullscreenElement, document.querySelector('.xo-screen').popover, document.activeElement.textContent];
}"""


@pytest.mark.parametrize("how", ["granted", "forbidden"])
def test_who_leaves_before_the_screen_is_full_is_in_the_page(web, how):
    page = web.open("late.ipynb", [driver("CompareGrids").cell])
    page.run_all()
    page.page.evaluate(LATE, how)
    for name in ("Present", "Leave"):
        page.widget().get_by_role("button", name=name).click()
    assert page.page.evaluate(ENDS) == [None, None, "Present"]
    assert page.console == []
    page.close()
