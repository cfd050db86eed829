"""What the lessons say, each sentence beside what would fail if it were false: one file a lesson.

`@claim("a sentence", ...)` quotes the lesson over a function that computes what the sentence says; with
`training=True` it trains for long, and `make check` leaves it out. `SHOWN` quotes a sentence and the text that an
output beside it must hold. `SAID` quotes what states no fact: what a word means, what to do, whose story it is.
tests/test_claims.py looks each quotation up in its lesson.
"""


def claim(*sentences, training=False):
    """Mark a function as what shows these sentences of its lesson."""

    def mark(shows):
        shows.sentences, shows.training = sentences, training
        return shows

    return mark
