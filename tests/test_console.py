"""On a console that lacks some of the course's signs all is printed: by what looks like them, and nothing fails."""

import codecs
import io
import os
import subprocess
import sys

import pytest

from xo_helpers import console

pytestmark = pytest.mark.many
# What learners print: pictures, networks, sums in words, figures, widgets, verdicts, errors, and their own words.
PRINTS = """
import sys
from xo_helpers.checks import check
from xo_helpers.data import load_image, load_kernel, picture
from xo_helpers.network import trained_network
from xo_helpers.plots import plot_map, plot_match
from xo_helpers.trace import came_from, written_out
from xo_helpers.widgets import CompareGrids
X, O, falling = load_image("X"), load_image("O"), load_kernel("diagonal")
print(picture(X))
network = trained_network()
network.forward(X)
print(network, came_from(network, "conv1", (0, 2, 3)), written_out(network.layers[0], X[None], -0.5, (0, 2, 3)))
print(plot_match(X[:3, :3], falling), CompareGrids(X, O), plot_map(-0.5 * X))
check("agreement", lambda a, b: 0)
try:
    load_image("Ξ")
except ValueError as error:
    print(error)
print("3 − 2 ≠ ½ × Ω", "− é", file=sys.stderr)
print("3 − 2 ≠ ½ × Ω")
"""
CONSOLES = [{"PYTHONIOENCODING": name} for name in ("cp1252", "ascii", "cp437", "latin-1", "koi8-r", "utf-8")]
CONSOLES += [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]


@pytest.mark.parametrize("env", CONSOLES, ids=lambda env: env.get("PYTHONIOENCODING", "C"))
def test_whatever_is_printed_comes_out_on_any_console(tmp_path, env):
    script = tmp_path / "script.py"
    script.write_text(PRINTS, encoding="utf-8")
    bare = {name: value for name, value in os.environ.items() if name[:6] != "PYTHON" and name[:2] != "LC"}
    bare["PYTHONPATH"] = os.environ.get("PYTHONPATH", "")  # by which the matrix finds the course
    done = subprocess.run([sys.executable, script], env=bare | env, capture_output=True, check=False)
    encoding = env.get("PYTHONIOENCODING", "ascii")
    out, said = done.stdout.decode(encoding), done.stderr.decode(encoding)
    assert done.returncode == 0, said
    assert "agreement: not yet" in out
    assert out.splitlines()[-1] == console_shows("3 − 2 ≠ ½ × Ω", encoding)
    assert said.splitlines() == [console_shows("3 − 2 ≠ ½ × Ω − é", encoding)]


def console_shows(text, encoding):
    like = {"−": "-", "≠": "!=", "½": "1/2", "×": "x", "Ω": "\\u03a9", "é": "\\xe9"}
    has = [letter.encode(encoding, "ignore") for letter in text]
    return "".join(letter if kept else like[letter] for letter, kept in zip(text, has, strict=True))


@pytest.mark.parametrize(("errors", "kept"), [("strict", False), ("replace", True), ("ignore", True)])
def test_only_a_stream_that_would_raise_is_changed(monkeypatch, errors, kept):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors=errors)
    monkeypatch.setattr(sys, "stdout", stream)
    console.say("3 × 2")
    stream.flush()
    assert stream.errors == (errors if kept else "alike")
    assert (
        stream.buffer.getvalue() == {"strict": b"3 x 2\n", "replace": b"3 ? 2\n", "ignore": b"3  2\n"}[errors]
    )


@pytest.mark.parametrize("stream", [None, io.StringIO(), object()])
def test_what_is_no_stream_of_letters_in_bytes_stays_as_it_is(stream):
    console.prepare(stream)


def test_each_likeness_is_plain():
    for letter in console._LIKE:
        assert codecs.encode(letter, "ascii", "alike").decode().isprintable()
