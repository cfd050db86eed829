"""What pytest adds to nbval in this folder: a lesson's pictures are compared with what its cells draw.

And for every run of the tests a folder with which kernels do each training once; see tests/remember.py.
"""

import os
import shutil
import tempfile

import pictures
import remember
from nbval.plugin import IPyNbCell, IPyNbFile

if pictures.RECORDED:
    IPyNbCell.compare_outputs = pictures.as_well(IPyNbCell.compare_outputs)
IPyNbFile.setup = remember.with_settings(IPyNbFile.setup)


def pytest_configure(config):
    """Make the folder; xdist's workers find it where this leaves its name."""
    if not hasattr(config, "workerinput"):
        folder = os.environ["XO_REMEMBERED"] = tempfile.mkdtemp(prefix="xo-remembered-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        remember.prepare(folder)
