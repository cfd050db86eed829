"""What a page says to those who search: a schema.org LearningResource as JSON-LD, made of README's tables."""

import json

from addresses import REPOSITORY, SITE
from tables import LESSONS, WORDS, words_of

from xo_helpers import __version__

COURSE = "How a CNN thinks, number by number"
KINDS = {
    "words": "glossary",
    "teachers": "teacher guide",
    "slides": "how-to guide",
    "accessibility": "accessibility statement",
}
WHO = {"@type": "Organization", "name": "the xo-helpers authors", "url": REPOSITORY}
OF_ALL = {
    "@context": "https://schema.org",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "inLanguage": "en",
    "isAccessibleForFree": True,
    "version": __version__,
    "author": WHO,
    "educationalLevel": "beginner",
}
STORY = {
    "@type": "CreativeWork",
    "name": "How Convolutional Neural Networks Work",
    "author": {"@type": "Person", "name": "Brandon Rohrer"},
    "url": "https://e2eml.school/how_convolutional_neural_networks_work.html",
}


def address(page):
    return SITE if page == "index" else f"{SITE}{page}.html"


def named(page, name, kind="LearningResource"):
    """A page in few words, as others name it."""
    return {"@type": kind, "@id": address(page), "name": name, "url": address(page)}


def of_course():
    return {
        "@type": ["Course", "LearningResource"],
        "provider": WHO,
        "timeRequired": f"PT{sum(lesson.minutes for lesson in LESSONS)}M",
        "learningResourceType": "course",
        "coursePrerequisites": "a little Python, and no machine learning",
        "teaches": [name for word in WORDS for name in word.names],
        "hasPart": [named(lesson.name, lesson.title) for lesson in LESSONS],
        "isBasedOn": STORY,
    }


def of_lesson(lesson):
    return {
        "timeRequired": f"PT{lesson.minutes}M",
        "learningResourceType": "lesson",
        "interactivityType": "active",
        "teaches": words_of(lesson) or [lesson.about],
        "position": LESSONS.index(lesson) + 1,
    }


def resource(page, title, description):
    """What a page is, as schema.org has it."""
    lessons = {lesson.name: lesson for lesson in LESSONS}
    said = OF_ALL | named(page, title) | {"description": description}
    if page == "index":
        return said | of_course()
    said["isPartOf"] = named("index", COURSE, "Course")
    return said | (of_lesson(lessons[page]) if page in lessons else {"learningResourceType": KINDS[page]})


def head(page, title, description):
    """What stands in a page's head, with the address that is its own wherever a copy of it lies."""
    # Without a `<` nothing in it can end its script.
    text = json.dumps(resource(page, title, description), ensure_ascii=False).replace("<", r"\u003c")
    own = f'<link rel="canonical" href="{address(page)}">'
    return f'{own}<script type="application/ld+json">{text}</script>'
