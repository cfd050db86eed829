"""Change what computes in small ways, one way at a time, and see whether its tests notice:  make mutants

mutmut makes the changes and runs the tests; [tool.mutmut] in pyproject.toml says of which files, with which
tests. Printed: what survived and is equivalent, with the reason, what survived and should not, and the score.
It ends with an error if a survivor is not explained, or fewer than `LEAST` are caught.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEAST = 95  # of a hundred
SURVIVED, UNTESTED = 0, 33  # what mutmut writes down of a change that nothing noticed
EQUIVALENT = {  # in a line that came -> why nobody can notice
    r"strict=(None|False)|zip\(.*, \)": "what is zipped is of one length, so strict has nothing to say",
    r"reshape\([^()]*-2": "NumPy takes any negative number for the length that it is to find",
    r"astype\(None\)": "None is NumPy's other word for float64",
    r"step = max\(2,|range\(0, rows, \)": "only how many rows go into one block",
    r"plain = |if not plain or|is not int or|is int or padding": "the quick way gives what the other gives",
    r"find = window_index|isfinite.* and False": "kept or not, quick or not: the numbers are the same",
    r"[<>]=? (2 \* |windows\.)?BLOCK:?$|>= BLOCK|< 2 \* BLOCK": "only at which size the way changes",
    r"copy=|copy\(|dtype, \)$|images_last|flat_maps\(x, None\)|x\.ndim > 3": "only how it lies in memory",
    r"layer\.backward\(gradient, (\)|to_input=)|if not to_input": "nobody asks for that gradient",
    r"total\[\.\.\., at\] -= ": "the sums go through it twice, and minus of minus is plus",
    r"np\.ones\(x\.shape\[-3:\]": "each map is counted, and all have the same counts",
    r"name\.rpartition": "no name has two dots",
    r"digits <= 16|digits < 17|range\(6, (19)?\)": "17 digits tell any two floats apart",
}


def survivors():  # -> {"xo_helpers.ops.x_relu__mutmut_1": its exit code, ...}, the number of all changes
    metas = [json.loads(meta.read_text(encoding="utf-8")) for meta in (ROOT / "mutants").rglob("*.meta")]
    codes = {name: code for meta in metas for name, code in meta["exit_code_by_key"].items()}
    return [name for name, code in codes.items() if code in (SURVIVED, UNTESTED, None)], len(codes)


def change(name):  # -> "- as it was\n+ as it is"
    shown = subprocess.check_output([sys.executable, "-m", "mutmut", "show", name], cwd=ROOT, text=True)
    return "\n".join(line for line in shown.splitlines() if re.match(r"[-+](?![-+])", line))


def reason(text):  # why the change is none, or None
    came = "\n".join(line for line in text.splitlines() if line.startswith("+"))
    return next((why for pattern, why in EQUIVALENT.items() if re.search(pattern, came)), None)


def main(which):
    run = [sys.executable, "-m", "mutmut", "run", "--max-children", "2", *which]
    if code := subprocess.run(run, cwd=ROOT, check=False).returncode:
        return code
    left, number = survivors()
    told = {name: change(name) for name in left}
    unexplained = [name for name in left if reason(told[name]) is None]
    for name in sorted(left, key=lambda name: (name in unexplained, name)):
        print(f"\n{name}: {reason(told[name]) or 'NOT NOTICED'}\n{told[name]}")
    noticed, none = number - len(left), len(left) - len(unexplained)
    score = 100 * noticed / (number - none)
    print(f"\n{number} changes, {none} of them equivalent; of the others {noticed} noticed: {score:.1f} %")
    return bool(unexplained) or score < LEAST


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
