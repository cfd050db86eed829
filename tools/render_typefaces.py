"""Render X, x, ×, O, o and 0 of the typefaces that ship with matplotlib into pictures: `make typefaces`.

Which faces: those that have every letter and digit and draw X and O differently (a "last resort" face draws
boxes), but for TeX's symbol faces, cmsy and cmex, where a letter's place holds a sign. Each glyph is drawn
700 pixels to the em without hinting, scaled until the longer side of its ink is 7 pixels, centred on 9×9,
and a pixel is stroke if at least two fifths of it are ink.
"""

import string
import sys
from pathlib import Path

import matplotlib
import numpy as np
from learner import write_whole
from matplotlib.ft2font import FT2Font, LoadFlags

from xo_helpers.data import picture

DATA = Path(__file__).parents[1] / "data" / "typefaces"
LETTERS = "Xx×Oo0"
SYMBOLS = {"cmsy10", "cmex10"}
SIZE, INK, ENOUGH = 9, 7, 0.4
FINE = 40  # points a pixel's coverage is counted on, along each side
LICENCES = {
    "DejaVu": "Bitstream Vera and DejaVu licence (free)",
    "STIX": "SIL Open Font License 1.1",
    "cm": "Computer Modern, BaKoMa: AMS, SIL Open Font License 1.1",
}


def faces():
    """The fonts that are taken, by file name."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    fonts = {file.stem: FT2Font(str(file)) for file in sorted(folder.glob("*.ttf"))}
    return {stem: font for stem, font in fonts.items() if stem not in SYMBOLS and _draws_letters(font)}


def _draws_letters(font):
    glyphs = font.get_charmap()
    known = all(ord(letter) in glyphs for letter in string.ascii_letters + string.digits)
    return known and glyphs[ord("X")] != glyphs[ord("O")]


def render(font, letter):  # -> [9, 9]
    """A glyph as strokes and background."""
    font.set_size(700, 72)
    font.set_text(letter, flags=LoadFlags.NO_HINTING)
    font.draw_glyphs_to_bitmap(antialiased=True)
    ink = np.asarray(font.get_image()) > 127
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    pixel = max(ink.shape) / INK
    points = (np.arange(SIZE * FINE) + 0.5) / FINE - SIZE / 2
    row, column = (np.floor(points * pixel + length / 2).astype(int) for length in ink.shape)
    inside = [(at >= 0) & (at < length) for at, length in zip((row, column), ink.shape, strict=True)]
    covered = ink[np.clip(row, 0, ink.shape[0] - 1)][:, np.clip(column, 0, ink.shape[1] - 1)]
    covered = covered & inside[0][:, None] & inside[1]
    share = covered.reshape(SIZE, FINE, SIZE, FINE).mean(axis=(1, 3))
    return np.where(share >= ENOUGH, 1, -1)


def written(font):
    """A face as it stands in its file: who drew it, under which licence, and its pictures."""
    licence = next(text for start, text in LICENCES.items() if font.family_name.startswith(start))
    style = "" if font.style_name in ("Regular", "Book") else f" {font.style_name}"
    lines = [f"face: {font.family_name}{style}", f"licence: {licence}"]
    glyphs = font.get_charmap()
    for letter in LETTERS:
        if ord(letter) in glyphs:
            lines += ["", f"letter: {letter}", picture(render(font, letter))]
    return "\n".join(lines) + "\n"


def main():
    DATA.mkdir(exist_ok=True)
    made = {f"{stem}.txt": written(font) for stem, font in faces().items()}
    for name, text in made.items():
        write_whole(DATA / name, text)
    print(f"matplotlib {matplotlib.__version__}: {len(made)} typefaces in {DATA.name}/")
    if others := sorted({file.name for file in DATA.glob("*.txt")} - made.keys()):
        print(f"Not matplotlib's, so left as they are: {', '.join(others)}. Delete those that should go.")


if __name__ == "__main__":
    sys.exit(main())
