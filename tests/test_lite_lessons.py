"""Every lesson in a browser alone, to its end, where there is a Pyodide with NumPy and matplotlib.

XO_PYODIDE=folder names one, as Pyodide releases it (pyodide-VERSION.tar.bz2, unpacked); XO_PYODIDE=network takes it from
its server, as the public workflow does. Where neither is there, nothing here can be tried, and nothing is linked.
"""

# ruff: noqa: F401, F811 (a fixture is imported, and tests take it)
import json
import os
import re
from pathlib import Path

import nbformat
import pytest
from conftest import NOTEBOOKS
from lite_pages import CDN, LiteLesson, built, served

pytestmark = pytest.mark.browser
NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)*")
# What a training comes to after thousands of steps hangs on the last digit of each sum, and so on how it is added up.
TRAINED = ("10", "11")


@pytest.fixture(scope="session")
def pyodide():
    """A folder, or "network"."""
    given = os.environ.get("XO_PYODIDE", "")
    if not given:  # in CI too: no package registry has one
        pytest.skip(
            "missing: a Pyodide with NumPy, to run the lessons in a browser alone (XO_PYODIDE=folder, or =network)"
        )
    if given == "network":
        return given
    folder = Path(given).resolve()
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    names = [lock["packages"][name]["file_name"] for name in ("numpy", "matplotlib", "ipython")]
    assert [name for name in names if not (folder / name).is_file()] == [], f"{folder} is not a full Pyodide"
    return folder


def texts(outputs):
    """What a cell put out, as text: prints in one piece, and of each picture, widget and value what it says."""
    said, shown = "", []
    for output in outputs:
        if output["output_type"] == "stream":
            said += "".join(output["text"])
        elif output["output_type"] == "error":
            shown.append(("error", f"{output['ename']}: {output['evalue']}"))
        else:
            data = output.get("data", {})
            shown.append(("image/png" in data, "".join(data.get("text/plain", ""))))
    return said, shown


def without_numbers(told):
    return json.loads(NUMBER.sub("0", json.dumps(told, ensure_ascii=False)))


def unlike(path, outputs):
    """The cells whose outputs are not those that the lesson was written with: `[(code, there, here), ...]`."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert len(outputs) == len(cells)
    same = without_numbers if path.name[:2] in TRAINED else lambda told: told
    pairs = [
        (cell.source, texts(there), texts(cell.outputs)) for cell, there in zip(cells, outputs, strict=True)
    ]
    return [pair for pair in pairs if same(pair[1]) != same(pair[2])]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_runs_and_says_what_the_lesson_was_written_with(pyodide, built, chromium, path):
    with served(built, pyodide if isinstance(pyodide, Path) else None) as address:
        lesson = LiteLesson(chromium, address, built, path.name, pyodide)
        assert unlike(path, lesson.run_to_the_end()) == []
        lesson.drawn()  # each widget that left a picture is in the page too
        assert lesson.run("import sys; print(sys.platform, 'ipykernel' in sys.modules)").startswith(
            "emscripten"
        )
        if path.name[:2] == "10":
            made = "from xo_helpers.widgets import TrainingMonitor; print(TrainingMonitor(2).alone)"
            assert lesson.run(made) == "True\n"
        from_elsewhere = [url for url in lesson.asked if not (pyodide == "network" and url.startswith(CDN))]
        assert from_elsewhere == []
        lesson.screenshot("lite")
        lesson.context.close()


def test_one_changed_digit_word_or_picture_is_seen_and_of_a_training_a_word():
    for path in (NOTEBOOKS[2], NOTEBOOKS[10]):
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        exact = path.name[:2] not in TRAINED
        as_written = json.loads(json.dumps([cell.outputs for cell in cells]))
        assert unlike(path, as_written) == []
        at = next(at for at, outputs in enumerate(as_written) if outputs and NUMBER.search(texts(outputs)[0]))
        digit, word = (json.loads(json.dumps(as_written)) for _ in range(2))
        (stream,) = [one for one in digit[at] if one["output_type"] == "stream"]
        stream["text"] = re.sub(r"\d", lambda found: str((int(found[0]) + 1) % 10), stream["text"], count=1)
        assert len(unlike(path, digit)) == exact
        word[at][0]["text"] = f"not {word[at][0]['text']}"
        assert len(unlike(path, word)) == 1
        failed = {"output_type": "error", "ename": "ModuleNotFoundError", "evalue": "numpy", "traceback": []}
        assert len(unlike(path, [[failed], *as_written[1:]])) == 1
