"""A pad that stands in two pages of one kernel: one drawing, with its own votes, whoever draws."""

import pytest
from browser import wait_until
from drivers import press
from drivers.draw_pad import BLANK, DRIVER, assert_shows, drag, drawn, with_strokes
from sample_networks import IMAGES
from test_contract_looks import ROWS

from xo_helpers.widgets.shared.base import joined

pytestmark = pytest.mark.browser
# Pages that draw, Python and the messages between them, each of which is as late as chance has it: after each
# step of `seed`, `wrong` has what must never be. A step beyond the drawing's is Python's own.
CHANCE = """([seed, steps, drawOnly]) => {
    const requestAnimationFrame = act => act(), cancelAnimationFrame = () => {};
    %s
    let state = seed;
    const chance = below => (state = (state * 48271) %% 2147483647) %% below;
    const blank = () => [0, 1, 2].map(() => [-1, -1, -1]);
    const changed = (image, cells) => {
        image = image.map(line => [...line]);
        for (const [row, column, value] of cells) image[row][column] = value;
        return image;
    };
    const python = { image: blank(), inbox: [] };
    const tell = (image, by) => {
        python.image = image;
        pages.forEach(page => page.inbox.push({ image, answer: { by, shares: [1], verdict: '' } }));
    };
    const open = () => {
        const page = { inbox: [], image: python.image, answer: { by: '', shares: [1], verdict: '' }, classes: ['X'] };
        const model = {
            get: name => page[name],
            set: (name, value) => { page[name] = value; },
            on: (name, act) => { page.heard = act; },
            save_changes: () => {
                const held = python.inbox.findIndex(message => message.page === page);
                if (held > 0) python.inbox.splice(held, 1); // as ipywidgets: the newest takes the place of one that waits
                python.inbox.push({ page, ...page.drawn });
            },
        };
        page.pad = makeDrawing(model);
        pages.push(page);
    };
    const pages = [];
    open();
    open();
    const drawnAll = blank();
    const moves = [
        page => {
            const [row, column] = [chance(3), drawOnly ? pages.indexOf(page) : chance(3)]; // each its own cells
            drawnAll[row][column] = 1;
            page.pad.set([[row, column]], drawOnly ? 1 : chance(2) * 2 - 1);
        },
        () => {
            const message = python.inbox.shift();
            if (message) tell(changed(python.image, message.cells), message.by);
        },
        page => {
            if (!page.inbox.length) return;
            Object.assign(page, page.inbox.shift());
            page.heard();
        },
        page => drawOnly || page.pad.undo(),
        page => drawOnly || page.pad.clear(),
        () => drawOnly || tell(blank().map(line => line.map(() => chance(2) * 2 - 1)), ''),
    ];
    const wrong = [];
    const quiet = () => !python.inbox.length && pages.every(page => !page.inbox.length);
    for (let step = 0; step < steps || !quiet(); step++) {
        const which = chance(step < steps ? 20 : 2);
        if (step === steps >> 1) open(); // a third one, later
        const move = step < steps ? (which < 15 ? which %% 3 : 3 + which %% 3) : 1 + which;
        moves[move](pages[chance(pages.length)]);
        if (quiet()) for (const { pad } of pages)
            if (String(pad.image) !== String(python.image)) wrong.push(`after ${step}: ${pad.image} and ${python.image}`);
        if (step > 100 * steps) return ['it never ends'];
    }
    if (drawOnly && String(python.image) !== String(drawnAll)) wrong.push('a stroke is lost');
    return wrong;
}"""


def test_whatever_comes_when_all_pages_end_on_pythons_drawing_and_no_stroke_is_lost(chromium):
    page = chromium.new_page()
    script = CHANCE % joined("shared/numbers", "shared/page", "draw_pad/drawing")
    for seed in range(1, 401):
        assert page.evaluate(script, [seed * 7919, 60, seed % 2]) == [], seed
    page.close()


UNHEARD = """() => {
    %s
    let told = 0;
    const image = [[-1]], manager = { kernel: null };
    const get = name => ({ image, answer: { verdict: '' } })[name];
    const pad = makeDrawing({ get, set: () => told++, on() {}, widget_manager: manager });
    for (let at = 0; at < 9; at++) pad.set([[0, 0]], at %% 2 ? -1 : 1);
    return [told, pad.asleep];
}"""


def test_with_no_kernel_nothing_is_kept_for_python(chromium):
    page = chromium.new_page()
    assert page.evaluate(UNHEARD % joined("shared/numbers", "shared/page", "draw_pad/drawing")) == [0, True]
    page.close()


# It opens under a mouse, which so is over each grid before that has any cells.
POINTED = """look => {
    look.click();
    const over = new PointerEvent('pointerover', { bubbles: true });
    document.querySelectorAll('.xo-explorer *').forEach(grid => grid.dispatchEvent(over));
}"""


def test_on_a_page_of_the_site_each_place_shows_its_own_pad_and_a_phone_all_of_what_is_in_it(web):
    cells = [DRIVER.cell, "DrawPad(small())", DRIVER.variable]
    page = web.open("places.ipynb", cells, viewport={"width": 390, "height": 844})
    page.run_all()
    drag(page, page.widget(0), (0, 0), (0, 3))
    line = with_strokes(*[(0, at) for at in range(4)])
    shown = [drawn(page.widget(at)).tolist() for at in range(3)]
    assert shown == [line.tolist(), BLANK.tolist(), line.tolist()]
    look = page.widget(0).get_by_role("button", name="Look inside")
    look.evaluate(POINTED)
    page.settle()
    inside = page.widget(0).locator(".xo-explorer")
    assert inside.evaluate(ROWS) == []
    assert inside.locator(".xo-keys").count() == 2
    assert page.console == []
    page.close()


@pytest.fixture(scope="module", params=["lab", "notebook7"])
def pages(request):
    """Two pages of one notebook, the second of which came later."""
    host = request.getfixturevalue(request.param)
    one = host.open("two_pages.ipynb", [DRIVER.cell])
    one.run_all()
    drag(one, one.widget(), (0, 0), (0, 3))
    assert one.says("int((pad.array == 1).sum())", "4") == "4"
    one.command("docmanager:save")
    other = type(one)(host.browser, host.server.address, "two_pages.ipynb")
    yield one, other
    assert one.console == other.console == []
    other.context.close()
    one.close()


def assert_one_drawing(pages, image):
    for page in pages:
        assert wait_until(lambda page=page: drawn(page.widget()).tolist(), image.tolist()) == image.tolist()
        assert_shows(page.widget(), image)
    assert pages[0].says("pad.array.tolist()", str(image.tolist())) == str(image.tolist())


def test_two_pages_show_one_drawing_and_its_votes_whoever_draws(pages):
    one, other = pages
    line = with_strokes(*[(0, at) for at in range(4)])
    assert_one_drawing(pages, line)
    drag(other, other.widget(), (2, 0), (2, 5))
    both = with_strokes(*[(2, at) for at in range(6)], on=line)
    assert_one_drawing(pages, both)
    DRIVER.focus(one.widget())
    press(one, "Control+Home", "Space")  # on what came from there
    assert_one_drawing(pages, with_strokes((0, 0), on=both, value=-1))
    press(one, "z")
    assert_one_drawing(pages, both)
    other.widget().get_by_role("button", name="Clear").click()
    assert_one_drawing(pages, BLANK)
    other.run(f"pad.image = {IMAGES['X'].tolist()}")
    assert_one_drawing(pages, IMAGES["X"])
    one.widget().get_by_role("button", name="Undo").click()
    assert_one_drawing(pages, BLANK)
