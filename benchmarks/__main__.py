"""Run the benchmarks, all or those named: `python -m benchmarks conv2d`."""

import os
import platform
import sys
from importlib import import_module, metadata
from pathlib import Path

from benchmarks import keep_memory

NAMES = ("conv2d", "max_pool", "epoch", "imports", "widget_step", "draw_pad", "site", "memory")


def machine():
    """The machine in one line."""
    return ", ".join(
        [
            f"{_processor()}, {os.cpu_count()} cores",
            f"{platform.system()}, Python {platform.python_version()}",
            *(f"{name} {_version(name)}" for name in ("numpy", "scipy", "torch", "jupyterlab")),
            *([f"load {os.getloadavg()[0]:.1f}"] if hasattr(os, "getloadavg") else []),
        ]
    )


def _processor():
    facts = Path("/proc/cpuinfo")  # Linux; elsewhere Python knows
    lines = facts.read_text(encoding="utf-8").splitlines() if facts.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _version(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "(not installed)"


def main(names):
    unknown = set(names) - set(NAMES)
    if unknown:
        sys.exit(f"there is no benchmark called {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    # Some machines set these for old builds of OpenBLAS; they slow a current NumPy, which reads them once,
    # when it is first imported: so nothing here may import it before this line.
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    sys.path.append(str(Path(__file__).parents[1] / "tests"))  # for browser.py
    keep_memory()
    print(machine())
    for name in names or NAMES:
        module = import_module(f"benchmarks.{name}")
        print(f"\n{module.__doc__.strip()}\n", flush=True)
        module.main()


if __name__ == "__main__":
    main(sys.argv[1:])
