"""Change what computes in small ways, one way at a time, and see whether its tests notice:  make mutants

mutmut makes the changes and runs the tests of each part that is named here. Printed: what survived and is
equivalent, with the reason, what survived and should not, what ran out of time, which counts as noticed, and
each file's score. It ends with an error if a survivor is not explained, fewer than `LEAST` are noticed, or
the run was stopped. mutmut leaves alone what is in no function, or in one with a decorator.

`make mutants ARGS="core xo_helpers.ops.*"` tries a part, and of it what has such names.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from hypothesis import Phase, settings

ROOT = Path(__file__).resolve().parents[1]
LEAST = 95  # of a hundred
CORE = ("ops", "gradients", "layers", "network", "windows", "trace")
TESTS = (
    "messages",
    "ops",
    "gradients",
    "network",
    "trace",
    "files",
    "inputs",
    "own_layers",
    "large_batches",
    "settings_and_limits",
    "file_names",
    "reader_settings",
)
CHECKS = ("machinery", "results", "running", "differences")
PARTS = {  # -> the files to change, and the tests that should notice
    "core": (
        [f"xo_helpers/{name}.py" for name in CORE],
        [*(f"tests/test_{name}.py" for name in TESTS), *(f"xo_helpers/{name}.py" for name in CORE)],
    ),
    "checks": (
        [f"xo_helpers/checks/{name}.py" for name in CHECKS],
        [f"tests/test_check_{name}.py" for name in ("parts", "seen", "hostile")],
    ),
}
# mutmut forks, and a fork has one thread: PyTorch would wait for its others without end.
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
MEMORY = 6 * 2**30  # bytes of addresses: a change that fills the machine fails instead
EQUIVALENT = {  # in a line that came -> why nobody can notice
    r"strict=(None|False)\)|zip\(.*, \)": "it was not strict before, or what is zipped is of one length",
    r"reshape\(.*-2\b": "NumPy takes any negative number for the length that it is to find",
    r"astype\(None\)": "None is NumPy's other word for float64",
    r"step = max\(2,|range\(0, rows, \)": "only how many rows go into one block",
    r"type\(None\) is not int|stride != 2:$": "more goes the long way, which gives the same",
    r'plain = (None|.*(type\(None\)|not in|"keep", "[XD]|"XXkeep|"KEEP))': "more goes the long way",
    r"not plain .*(or 0 < size|not 1 <|0 <= s|(size|stride) < most|>= BLOCK)": "both ways give the same",
    r"< windows\.BLOCK:$|columns >= BLOCK:$|k < 2 \* BLOCK|< BATCH:$": "only at which size the way changes",
    r"max\([12], BATCH // max\([12], numbers\)\)": "only how many images go into one part",
    r"kernels, stride, 0, \) for": "a gradient more, for nobody",
    r"isfinite.* and False": "the quick way and the other give the same numbers",
    r'copy=(None|True)\)$|\.copy\((None|"k")\)|(gradient\.dtype|kind), \)$': "a copy, or its order in memory",
    r'np\.array\(gradient, (order=(None|"c"))?\)': "only its order in memory",
    r"images_last = None|\(images_last\) and|flat_maps\(x, None\)|x\.ndim > 3": "only its order in memory",
    r"backward\(gradient, to_input=None\)|kept\(layer, None\)": "None is as false as False",
    r'"(XXrun_byXX|RUN_BY)"\] = mark': "nobody asks for it by its name",
    r"layer\.lent = None": "a copy more",
    r"total\[\.\.\., at\] -= ": "the sums go through it twice, and minus of minus is plus",
    r"np\.ones\(x\.shape\[-3:\]": "each map is counted, and all have the same counts",
    r'"ndim", None\)': "None is no 1 either",
    r"unfilled=(\+8|-9)\.25": "another number that nobody filled in",
    r"in range\(2, 8\)": "what differs in six decimals is told apart by six",
    r"def written\(value, whole=True\)": "it says 2 for 2.00, which is the same number",
    r"np\.inf if number (>= 0|> 1) else": "only numbers beyond 1e308 come there",
    r"gradient / gate": "what is divided by 0 is not finite, and goes the other way",
    r"max / 100000001\.0": "a bound that sums of so many stay far from",
    r"maps\.size < 500|maps\.size <= 501": "only at which size the way changes",
    r"digits <= 16|digits < 17|range\(6, 19\)": "17 digits tell any two floats apart",
}


def plant(part, names):
    """Run mutmut on a part, in this process: a failing example is enough, and need not be made smaller."""
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], derandomize=True)
    settings.load_profile("mutants")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from mutmut.__main__ import cli  # here, since it is not there but for `make mutants`
    from mutmut.configuration import config

    config().only_mutate, config().pytest_add_cli_args_test_selection = PARTS[part]
    cli(["run", "--max-children", "2", *names])


def planted():  # -> {"xo_helpers.ops.x_relu__mutmut_1": "killed", ...}, and more such words of mutmut's
    from mutmut.stats import status_by_exit_code

    metas = [json.loads(meta.read_text(encoding="utf-8")) for meta in (ROOT / "mutants").rglob("*.meta")]
    return {
        name: status_by_exit_code[code] for meta in metas for name, code in meta["exit_code_by_key"].items()
    }


def change(name):  # -> "- as it was\n+ as it is"
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    lines = get_diff_for_mutant(name).splitlines()
    return "\n".join(line for line in lines if re.match(r"[-+](?![-+])", line))


def reason(text):  # why the change is none, or None
    came = "\n".join(line for line in text.splitlines() if line.startswith("+"))
    return next((why for pattern, why in EQUIVALENT.items() if re.search(pattern, came)), None)


def scored(part, names):  # -> whether all is well with it
    """Print what survived, and of each file the changes, how many were noticed, and the score."""
    counts, untried = {}, 0
    for name, status in sorted(planted().items()):
        if status in ("not checked", "check was interrupted by user"):
            untried += 1
            continue
        count = counts.setdefault(name.split(".x")[0], Counter())
        count["changes"] += 1
        if status not in ("survived", "no tests"):
            count["noticed"] += 1
            if status != "killed":
                print(f"\n{name}: {status}\n{change(name)}")
            continue
        why = reason(text := change(name))
        count["equivalent" if why else "open"] += 1
        print(f"\n{name}: {why or 'NOT NOTICED'}\n{text}")
    print(f"\n{part:32} changes  noticed  equivalent  open    score")
    scores = []
    for file, count in counts.items():
        scores.append(100 * count["noticed"] / max(count["noticed"] + count["open"], 1))
        row = f"{count['changes']:7}  {count['noticed']:7}  {count['equivalent']:10}  {count['open']:4}"
        print(f"{file:32} {row}  {scores[-1]:5.1f} %")
    if untried:
        print(f"{untried} were not tried")
    whole = names or not untried
    return whole and min(scores, default=0) >= LEAST and not sum(count["open"] for count in counts.values())


def main(part=None, *names):
    """Each part in a process of its own; with `--plant`, this is that process."""
    if part == "--plant":
        return plant(*names[:1], names[1:])
    well = []
    for one in [part] if part else PARTS:
        shutil.rmtree(ROOT / "mutants", ignore_errors=True)
        plants = [sys.executable, __file__, "--plant", one, *names]
        run = subprocess.run(plants, cwd=ROOT, env=os.environ | ALONE, check=False)
        well.append(run.returncode == 0 and scored(one, names))
    return not all(well)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
