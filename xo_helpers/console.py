"""What a console has no sign for, it shows by what looks like it: no print of the course's words fails.

To import this is all there is to do; only a stream that would raise, or write numbers, is changed.
"""

import codecs
import sys

_LIKE = {
    "−": "-", "×": "x", "÷": "/", "·": "*", "±": "+-", "√": "sqrt", "½": "1/2", "²": "^2", "≠": "!=",
    "≤": "<=", "≥": ">=", "→": "->", "←": "<-", "↑": "^", "↓": "v", "…": "...", "–": "-", "—": "-",
    "’": "'", "“": '"', "”": '"', "█": "#", "■": "#", "□": ".", "✓": "v", "✎": "*", "▸": ">",
}  # fmt: skip


def _alike(error):
    letter = error.object[error.start]
    return _LIKE.get(letter, ascii(letter)[1:-1]), error.start + 1


def prepare(stream):
    """Have a stream write what looks like a sign that its encoding lacks, where else it would raise."""
    raises = getattr(stream, "errors", None) in ("strict", "surrogateescape", "backslashreplace")
    if raises and hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="alike")


def say(text):
    """Print a text, whatever has become of the console since."""
    prepare(sys.stdout)
    print(text)


codecs.register_error("alike", _alike)
prepare(sys.stdout)
prepare(sys.stderr)
