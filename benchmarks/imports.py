"""`import xo_helpers.ops` in a fresh Python, beside `import numpy`, which is nearly all of it.

Median of 21 fresh interpreters each, in turn; the interpreter's own start is not counted.
"""

import subprocess
import sys
from statistics import median

from benchmarks import duration, p95, table

IMPORTS = ("import numpy", "import xo_helpers.ops")
TIMED = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"
ROUNDS = 21


def main():
    times = {what: [] for what in IMPORTS}
    for number in range(ROUNDS + 1):
        for what in IMPORTS:
            run = subprocess.run(
                [sys.executable, "-c", TIMED.format(what)], capture_output=True, text=True, check=True
            )
            if number:  # the first one reads the files from the disk
                times[what].append(float(run.stdout))
    numpy, ours = (median(times[what]) for what in IMPORTS)
    table(
        ("", "median", "p95", "÷ numpy"),
        *(
            (what, duration(median(taken)), duration(p95(taken)), f"{median(taken) / numpy:.2f}")
            for what, taken in times.items()
        ),
    )
    print(f"\nxo_helpers.ops adds {duration(max(0, ours - numpy))} to NumPy.")
