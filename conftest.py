"""What pytest adds to nbval in this folder: a lesson's pictures are compared with what its cells draw."""

import pictures
from nbval.plugin import IPyNbCell

if pictures.RECORDED:
    IPyNbCell.compare_outputs = pictures.as_well(IPyNbCell.compare_outputs)
