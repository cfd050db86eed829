"""A widget, a layer, an exercise and a lesson more, each added to a copy of the course as CONTRIBUTING says."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.tools
ROOT = Path(__file__).resolve().parents[1]
LISTED = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## To add …")[1].split("\n## ")[0]


def named(kind):
    """The files that CONTRIBUTING names for it."""
    entry = re.search(rf"(?ms)^- \*\*an? {kind}\*\*.*?(?=^- |\Z)", LISTED)[0]
    return set(re.findall(r"`([\w./]+\.\w+)`", entry))


def git(*words, cwd=ROOT):
    done = subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture
def course(tmp_path):
    """A copy of the course, as a repository of its own."""
    for name in git("ls-files", "--cached", "--others", "--exclude-standard"):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    git("init", "--quiet", cwd=tmp_path)
    git("add", "--all", cwd=tmp_path)
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "as it is", cwd=tmp_path)
    return tmp_path


def write(path, *changes):
    """Change a file: each of the changes is a text that stands there once, and what comes in its place."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, (path, old)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def copied(source, target, *changes):
    """Copy a file, or all of a folder, with each of the changes made wherever it applies."""
    if source.is_dir():
        target.mkdir()
        for file in filter(Path.is_file, source.iterdir()):
            copied(file, target / file.name, *changes)
        return
    text = source.read_text(encoding="utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    target.write_text(text, encoding="utf-8")


def a_widget(course):
    package, names = course / "xo_helpers", [("compare_grids", "twin_grids"), ("CompareGrids", "TwinGrids")]
    copied(package / "widgets/compare_grids", package / "widgets/twin_grids", *names)
    copied(package / "plots/stills/compare_grids.py", package / "plots/stills/twin_grids.py", *names)
    for name in ("drivers/{}", "test_{}", "test_{}_page"):
        old, new = (f"tests/{name}.py".format(stem) for stem in ("compare_grids", "twin_grids"))
        copied(course / old, course / new, *names)
    line = "from xo_helpers.widgets.training_monitor import TrainingMonitor\n"
    own = "from xo_helpers.widgets.twin_grids import TwinGrids\n"
    inits = [(line, line + own), ('    "Votes",\n', '    "TwinGrids",\n    "Votes",\n')]
    write(package / "widgets/__init__.py", *inits)
    tests = [f"tests/test_{name}.py" for name in ("twin_grids", "widgets", "rooms", "javascript")]
    return [*tests, "-k", "not forty"]  # memory takes longest, and is the same class's


OPERATION = '''

def double(x):
    """Twice each value. `[...] -> [...]`"""
    return 2 * inputs.floats("x", x)
'''
WAY_BACK = '''

def double_backward(gradient, x):
    """Twice what comes back. `[...], [...] -> [...]`"""
    return 2 * fits.gradient_of(gradient, real("x", x).shape)
'''
LAYER = '''class Double(cells.Layer):
    """Each value twice; see `ops.double`."""

    kind = "double"

    def forward(self, x):
        """Double every cell. `[...] -> [...]`"""
        return self.remember(x, ops.double(x))

    def backward(self, gradient):
        """Double what comes back. `[...] -> [...]`"""
        return gradients.double_backward(gradient, self.given)

    def weights_on(self, outputs, at):
        """Two, for each of n cells. `[n], [n] -> [n]`"""
        return np.full(len(at), 2)


'''
PAGE = "KINDS.double = { ...SUM, weight: () => 2 };\n"
EXAMPLES = """    "double": (ops.double, some(N, H)),
    "double_backward": (gradients.double_backward, some(N, H), some(N, H)),
    "Double.forward": (layers.Double().forward, some(N, C)),
    "Double.backward": (through(layers.Double(), N, C)[0].backward, some(N, C)),
"""
PUBLIC = """        "ops.double": (ops.double, {"x": x}),
        "gradients.double_backward": (gradients.double_backward, {"gradient": x, "x": x}),
        "layers.Double": (layers.Double, {}),
"""
TESTS = {
    "test_ops.py": """

def test_double():
    from xo_helpers.ops import double

    assert double([1, -2]).tolist() == [2, -4]
""",
    "test_gradients.py": """

def test_double_in_a_network(tmp_path):
    from xo_helpers.layers import Double
    from xo_helpers.network import load_network
    from xo_helpers.trace import written_out

    network = Network([Double(), Flatten(), Dense(np.ones((4, 2)))], (1, 2, 2))
    votes = network.forward(np.ones((1, 1, 2, 2)))
    assert votes.tolist() == [[8, 8]]
    assert network.backward(np.ones((1, 2)))["input"].tolist() == [[[[4, 4], [4, 4]]]]
    network.save(tmp_path / "doubling.npz")
    assert load_network(tmp_path / "doubling.npz").forward(np.ones((1, 1, 2, 2))).tolist() == [[8, 8]]
    assert written_out(network[0], np.full((1, 2, 2), 0.5), 1.0, (0, 0, 1)) == "0.50×2 = 1.00"
""",
}


def a_layer(course):
    package = course / "xo_helpers"
    added = {"ops.py": OPERATION, "gradients.py": WAY_BACK, "widgets/shared/trace.js": PAGE}
    for name, more in [*added.items(), *((f"../tests/{test}", more) for test, more in TESTS.items())]:
        with (package / name).open("a", encoding="utf-8") as file:
            file.write(more)
    kinds = ("KINDS = {", LAYER + "KINDS = {"), ("Flatten, Dense)}", "Flatten, Dense, Double)}")
    write(package / "layers.py", *kinds)
    write(course / "tests/test_shapes.py", ("EXAMPLES = {\n", "EXAMPLES = {\n" + EXAMPLES))
    public = (
        ('        "ops.agreement"', PUBLIC + '        "ops.agreement"'),
        ("(gate, x),", "(gate, x), (layers.Double(), x),"),
    )
    write(course / "tests/public_functions.py", *public)
    places = ("import Conv2D", "import Double, Conv2D"), ("padding), ReLU()]", "padding), ReLU(), Double()]")
    write(course / "tests/sample_networks.py", *places)
    tests = [
        "everything_public",
        "shapes",
        "ops",
        "gradients",
        "rooms",
        "javascript",
        "network_explorer_page",
    ]
    page = "page and (arithmetic or random and web and 0)"  # of the explorer's, forwards and backwards
    chosen = f"double or says_its_shapes or in_the_table or rooms or javascript or {page}"
    return [*(f"tests/test_{name}.py" for name in tests), "-m", "", "-k", chosen]


def an_exercise(course):
    path = course / "notebooks/01_see_an_image_as_numbers.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = notebook["cells"]
    at = next(i for i, cell in enumerate(cells) if "exercise" in cell["metadata"].get("tags", []))
    more = json.loads(json.dumps(cells[at : at + 2]).replace("agreement", "concord"))
    text = "".join(cells[at + 2]["source"])
    solution = text[: text.index("</details>")] + "</details>\n\n" + text[text.index("<div ") :]
    asked = solution.replace("the names of the two misread drawings", "names")
    ask = {**cells[at + 2], "source": asked.split("\n\nUse your function")[0], "id": "more"}
    for number, cell in enumerate(more):
        cell["id"] = f"more{number}"
    cells[at + 2]["source"] = text.replace("my_agreement", "my_concord")
    cells[at + 2 : at + 2] = [ask, *more]
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    entry, answers = '    "misread": check_misread,\n', course / "tests/answers_to_03.py"
    concord = '    "concord": FunctionExercise("concord", agreement, CASES, SLIPS),\n'
    write(course / "xo_helpers/checks/lesson01.py", (entry, concord + entry))
    banks = 'RIGHT["concord"], WRONG["concord"] = RIGHT["agreement"], WRONG["agreement"]\n'
    answers.write_text(answers.read_text(encoding="utf-8") + banks, encoding="utf-8")
    return ["tests/test_checks.py", "tests/test_notebooks.py", "-k", "concord or agreement or every_exercise"]


def a_lesson(course):
    lessons = course / "notebooks"
    new, last, like = "12_once_more", "11_take_it_further", "05_drop_the_negatives"
    changes = [(like, new), ("# 05 · Drop the negatives", "# 12 · Once more"), ("04_shrink_the_map", last)]
    copied(lessons / f"{like}.ipynb", lessons / f"{new}.ipynb", *changes)
    copied(course / "tests/claims/lesson05.py", course / "tests/claims/lesson12.py")
    link = "[← 10 · Train it](10_train_it.ipynb)"
    write(lessons / f"{last}.ipynb", (link, f"{link} · [on]({new}.ipynb)"))
    row = f"| [11 · Take it further]({last}.ipynb) | where it holds and where it breaks | 40 |"
    more = f"{row}\\n| [12 · Once more]({new}.ipynb) | the same again | 30 |"
    write(lessons / "00_watch_a_network_decide.ipynb", (row, more))
    for name in ("README.md", "docs/teachers.md"):
        row, *_ = re.findall(r"(?m)^\| \[11.*\n", (course / name).read_text(encoding="utf-8"))
        more = row.replace(last, new).replace("11", "12").replace("Take it further", "Once more")
        write(course / name, (row, row + more))
    python = [sys.executable, "tools/minutes.py"]  # as `make notebooks` does, which would run the lesson too
    subprocess.run(python, cwd=course, env=os.environ | {"PYTHONPATH": str(course)}, check=True)
    which = "12_ or 11_ or every_place or readme"
    return ["tests/test_notebooks.py", "tests/test_minutes.py", "-k", which]


ADDED = {"widget": a_widget, "layer": a_layer, "exercise": an_exercise, "lesson": a_lesson}
AS = [("twin_grids", "compare_grids"), ("lesson12", "lesson11"), ("12_once_more", "11_take_it_further")]


@pytest.mark.parametrize("kind", ADDED)
def test_it_touches_the_files_that_contributing_names_and_works(course, kind):
    tests = ADDED[kind](course)
    touched = {line[3:].strip('"') for line in git("status", "--porcelain", "-uall", cwd=course)}
    if kind == "lesson":  # the new one's link is in the last, as the last one's in the one before
        touched = {name.replace("notebooks/11_take_it_further", "notebooks/10_train_it") for name in touched}
    for new, old in AS:
        touched = {name.replace(new, old) for name in touched}
    assert touched == named(kind)
    options = ["-v", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not browser"]
    command = [sys.executable, "-m", "pytest", *options, *tests]
    variables = os.environ | {"PYTHONPATH": str(course)}
    done = subprocess.run(command, cwd=course, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    for word in (
        tests[-1].split(" or ") if kind in ("exercise", "lesson") else []
    ):  # which are chosen by words
        assert re.search(f"::.*{word}.* PASSED", done.stdout), word
