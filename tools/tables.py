"""README's tables, read: the lessons and the words, for all that is made of them."""

import re
from collections import namedtuple
from pathlib import Path

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
Lesson = namedtuple("Lesson", "name title minutes about")
LESSONS = [
    Lesson(name, title, int(minutes), about)
    for title, name, minutes, about in re.findall(
        r"(?m)^\| \[(\d\d .*?)\]\(notebooks/(\w+)\.ipynb\) \| (\d+) \| (.*?) \|", README
    )
]
TABLE = README.partition("\n## Words\n")[2].partition("\n## ")[0]
Word = namedtuple("Word", "names meaning lessons")
WORDS = [
    Word(names.split(", "), meaning, lessons.split(", "))
    for names, meaning, lessons in re.findall(r"(?m)^\| (.*?) \| (.*?) \| (\d[\d, ]*) \|$", TABLE)
]


def lesson_of(name):
    """A lesson by its file's name, None where the tables have none."""
    return next((lesson for lesson in LESSONS if lesson.name == name), None)


def words_of(lesson):
    """The names of what is met in a lesson."""
    return [name for word in WORDS if lesson.name[:2] in word.lessons for name in word.names]
