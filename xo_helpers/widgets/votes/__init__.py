"""Let the values vote: change a value or a weight, and the votes and shares follow."""

from xo_helpers.widgets.votes.widget import Votes

__all__ = ["Votes"]
