"""What a widget refuses never stays, whatever way it comes: assigned, held, linked, or sent by a page."""

import ipywidgets
import numpy as np
import pytest
import traitlets
from drivers import driver
from sample_networks import IMAGES

from xo_helpers import widgets
from xo_helpers.widgets import NudgeWeight, PoolWindow, SlideWindow, Votes
from xo_helpers.widgets.shared.judged import Judged, Judging
from xo_helpers.widgets.shared.takes import anything, place

pytestmark = pytest.mark.many

X = IMAGES["X"]
EIGHT = ipywidgets.__version__[0] != "7"  # 7 opens no channel where no kernel is
PLACE = [-1, 10**30, 1.0, True, np.bool_(True), "1", None, [0], np.array([0, 1])]
GRID = [None, "X", [], [1, 2], [[1], [1, 2]], [[np.nan]], [["a"]], [[1e300]], np.ones((33, 33)), {}, [[None]]]
VISITED = [None, "all", 3, [-1], [10**6], [0, 0], [1.5], [True], [[0]], np.zeros((2, 2)), {0: 1}]
TEXTS = [None, 5, ["a"], [1, 2], list("abcdefgh"), {}, [None, None]]
FIXED = [None, [], {}, b"", "x", [1], {"a": 1}, 5]
CELLS = [
    None,
    5,
    [[0, 0]],
    [[0, 9, 1]],
    [[-1, 0, 1]],
    [[0, 0, 2]],
    [[0, 0, 1.5]],
    [[0, 0, True]],
    [["0", 0, 1]],
]
TRUTHS = [None, 2, 0.5, "yes", []]
OTHERS = [None, {}, "x", [1], 5]
NUMBERS = [None, "no", [], [[[0.5]]], [np.inf], 5, {}]
WALK = {"row": PLACE, "column": PLACE, "visited": VISITED}
LEDGER = {
    **{"values": [*NUMBERS, [0.5] * 101], "weights": NUMBERS, "bias": NUMBERS},
    **{"classes": TEXTS, "names": TEXTS, "start": FIXED, "row": PLACE, "column": PLACE},
}  # fmt: skip
AXES = {"row": 0, "column": 0, "left": -1, "right": 1, "top": 1}
BAD = {
    "SlideWindow": {"image": GRID, "kernel": [*GRID, np.ones((10, 10)), np.ones((2, 3))], "sums": GRID, **WALK},
    "PoolWindow": {
        **{"map": GRID, "pooled": GRID, "size": [0, -1, *PLACE[2:]], "stride": [0, -1, *PLACE[2:]]},
        **{"edge": [None, "cut", 1, []]},
        **WALK,
    },
    "CompareGrids": {
        **{"a": [*GRID, X[:5]], "b": [*GRID, X[0]], "titles": TEXTS, "row": PLACE, "column": PLACE},
        **{"agreeing": [0, 80, *PLACE]},
    },
    "Votes": LEDGER | {"values": [*NUMBERS, [2] * 12], "weights": [*NUMBERS, np.full((12, 2), -1.5)]},
    "NudgeWeight": {
        **LEDGER,
        **{"labels": [None, [], [0, 1], [0, 1, 2, 0], [0.0, 1.0, 0.0, 1.0], [True] * 4, "0101", 5]},
        **{"learning_rate": [0, -1, True, "fast", None, [1, 2], np.nan, 1e7]},
        **{"trail": [None, "x", [1, 2], [[1, np.nan]], [[1, 2, 3]], {}]},
        **{"axes": [None, {}, [], AXES | {"left": 9}, AXES | {"top": "x"}, AXES | {"row": 1}, AXES | {"row": 0.5}]},
        **{"weights": [*NUMBERS, np.full((3, 2), 1e7)]},
    },
    "DrawPad": {
        "image": [*GRID[:-3], X * 0.5, X[:8], X[None], X > 0],
        "drawn": [None, {}, {"by": "a"}, *({"by": "a", "cells": cells} for cells in CELLS), {"by": 1, "cells": []}],
        **{"answer": OTHERS, "layers": FIXED, "weights": FIXED, "classes": [*FIXED, ["a", "b"]]},
    },
    "TrainingMonitor": {
        **{"epochs": [0, *PLACE[2:]], "picked": PLACE[2:], "epoch": [0, 31, *FIXED], "history": OTHERS},
        **dict.fromkeys(("losses", "accuracies", "validation_losses", "validation_accuracies"), FIXED),
        **{"kernel_shape": FIXED, "state": [None, "", "over", 5], "fruitless": [None, "over", 5, []]},
        **dict.fromkeys(("stop", "seen", "hears", "alone"), TRUTHS),
    },
    "NetworkExplorer": {
        **{"image": [None, 5, "Y", ["X"]], "layer": [None, 5, "conv3", ["conv1"]]},
        **{"map": PLACE, "row": PLACE, "column": PLACE},
        **dict.fromkeys(("names", "layers", "classes", "cells", "weights"), FIXED),
        **dict.fromkeys(("answers", "gradients", "weight_gradients"), OTHERS),
    },
}  # fmt: skip


def assigned(widget, name, value):
    setattr(widget, name, value)


def held(widget, name, value):
    with widget.hold_trait_notifications():
        setattr(widget, name, value)


def sent(widget, name, value):
    widget.set_state({name: value})


def linked(widget, name, value):
    class Source(traitlets.HasTraits):
        value = traitlets.Any()

    traitlets.dlink((Source(value=value), "value"), (widget, name))


def made(kind):
    """A widget, as the cell of its driver makes it."""
    return driver(kind).made()[driver(kind).variable]


def own(widget):
    """What of a widget travels to the page."""
    return widget.traits(sync=True).keys() - ipywidgets.DOMWidget.class_traits().keys() - {"_esm", "_css"}


def heard(widget, monkeypatch):
    """What a page is told from now on: a list of states."""
    states = []
    monkeypatch.setattr(widget, "_send", lambda message, buffers=None: states.append(message["state"]))
    return states


WAYS = assigned, held, sent, linked


@pytest.mark.parametrize("kind", widgets.__all__)
def test_what_is_refused_changes_nothing_whatever_trait_and_whatever_way(kind):
    widget = made(kind)
    assert BAD[kind].keys() == {name for name in own(widget) if not name.startswith("_")}
    before, text, (picture, _) = widget.get_state(), repr(widget), widget._repr_mimebundle_()
    refused = [(name, value) for name, values in BAD[kind].items() for value in values]
    for name, value, way in [(*one, way) for one in refused for way in WAYS]:
        with pytest.raises(ValueError, match=r"\w \w"):
            way(widget, name, value)
        assert (widget.get_state(), repr(widget)) == (before, text), (name, value, way)
    assert widget._repr_mimebundle_()[0]["image/png"] == picture["image/png"]


BIG, TALL = np.ones((12, 12), int), np.arange(48).reshape(12, 4) / 48
FEW = {"values": [0.5, 1], "weights": [[1, 0], [0, 1]], "names": ["a", "b"]}
TOGETHER = [  # what fits only together, and what that makes
    ("SlideWindow", {"row": 9, "image": BIG}, {"row": 9, "column": 1, "visited": [91]}),
    ("SlideWindow", {"image": X[:4], "kernel": [[1]]}, {"row": 1, "visited": [10]}),
    ("SlideWindow", {"visited": [3, 1], "image": X[:5]}, {"visited": [3, 1], "row": 1}),
    ("PoolWindow", {"row": 5, "column": 1, "map": TALL}, {"row": 5, "column": 1, "visited": [11]}),
    ("PoolWindow", {"edge": "drop", "size": 3, "visited": [0, 3]}, {"visited": [0, 3], "size": 3}),
    ("CompareGrids", {"row": 11, "a": BIG, "b": -BIG}, {"row": 11, "column": 6, "agreeing": 0}),
    ("CompareGrids", {"a": X[:, :3], "b": X[:, :3]}, {"row": 1, "column": 2, "agreeing": 27}),
    ("Votes", {"row": 1, **FEW}, {"row": 1, "column": 0, "bias": [0, 0]}),
    ("Votes", {"classes": ["X"] * 3, "bias": [1] * 3, "weights": np.eye(12, 3), "column": 3}, {"column": 3}),
    ("NudgeWeight", {"row": 1, **FEW, "labels": [1]}, {"values": [[0.5, 1]], "row": 1, "trail": []}),
    ("NetworkExplorer", {"row": 6, "layer": "relu1", "map": 2}, {"map": 2, "row": 6, "column": 2}),
    ("NetworkExplorer", {"image": "O", "layer": "dense1"}, {"map": 0, "row": 0, "column": 1}),
]  # fmt: skip
APART = [  # of which one does not fit, though another does
    ("SlideWindow", {"row": 12, "image": BIG}), ("SlideWindow", {"kernel": np.ones((4, 4)), "row": 6}),
    ("SlideWindow", {"row": 2, "column": 9}), ("PoolWindow", {"size": 3, "row": 3}),
    ("PoolWindow", {"map": TALL, "visited": [12]}), ("PoolWindow", {"size": 8, "edge": "drop"}),
    ("CompareGrids", {"a": BIG, "row": 0}), ("CompareGrids", {"a": X[:5], "b": X[:5], "row": 5}),
    ("Votes", {**FEW, "row": 2}), ("Votes", {"values": [0] * 12, "weights": np.zeros((11, 2))}),
    ("NudgeWeight", {**FEW, "labels": [2]}), ("NudgeWeight", {"row": 1, "axes": AXES | {"row": 2}, "column": 5}),
    ("NetworkExplorer", {"layer": "relu1", "map": 3}), ("NetworkExplorer", {"layer": "pool1", "row": 3, "image": "O"}),
    ("NetworkExplorer", {"row": 1, "layer": "conv3"}),
]  # fmt: skip


def all_held(widget, state):
    with widget.hold_trait_notifications():
        for name, value in state.items():
            setattr(widget, name, value)


def all_sent(widget, state):
    widget.set_state({name: np.asarray(value).tolist() for name, value in state.items()})


@pytest.mark.parametrize("way", [all_held, all_sent])
@pytest.mark.parametrize("backwards", [False, True])
def test_what_depends_on_each_other_is_judged_together_in_any_order(way, backwards):
    for kind, state, want in TOGETHER:
        widget = made(kind)
        way(widget, dict(list(state.items())[::-1] if backwards else state))
        assert {name: getattr(widget, name) for name in want} == want, kind
        if way is all_held and not backwards:  # it ends alike in all four
            assert widget._repr_mimebundle_()[0]["text/plain"] == repr(widget)
    for kind, state in APART:
        widget = made(kind)
        before, text = widget.get_state(), repr(widget)
        with pytest.raises(ValueError, match=r"\w \w"):
            way(widget, dict(list(state.items())[::-1] if backwards else state))
        assert (widget.get_state(), repr(widget)) == (before, text), (kind, state)


@pytest.mark.skipif(not EIGHT, reason="ipywidgets 7 opens no channel where no kernel is")
def test_a_page_that_is_refused_is_told_what_stands(monkeypatch):
    """As when keys are pressed while a cell makes the map smaller: the page has not heard of it yet."""
    slide = SlideWindow(X, np.ones((3, 3)), 6, 6)
    told = heard(slide, monkeypatch)
    slide.image = X[:5, :5]
    assert told == [{name: getattr(slide, name) for name in ("image", "sums", "row", "column", "visited")}]
    with pytest.raises(ValueError, match="row is 5; a 3×3 window fits at rows 0 to 2"):
        slide.set_state({"row": 5, "column": 0, "visited": [48, 35]})
    shown = {}
    for state in told[1:]:
        shown |= state
    assert shown == {"row": 2, "column": 2, "visited": [8]}
    told.clear()
    slide.set_state({"kernel": np.eye(3).tolist(), "sums": [[1, 2]]})  # its numbers are no more than a guess
    assert told[-1] == {"sums": slide.sums}


def interrupted(widget):
    with widget.hold_trait_notifications():
        widget.row = 1 - widget.row
        raise KeyboardInterrupt


def test_a_cell_that_is_interrupted_half_way_changes_nothing():
    for kind in BAD.keys() - {"DrawPad", "TrainingMonitor"}:
        widget = made(kind)
        before = widget.get_state()
        with pytest.raises(KeyboardInterrupt):
            interrupted(widget)
        assert widget.get_state() == before
        widget.row = 1 - widget.row
        assert widget.get_state() != before


def test_what_is_read_can_be_changed_and_set_and_the_widget_stays_until_then():
    slide = SlideWindow(X, np.ones((3, 3), int))
    before = repr(slide)
    kernel = slide.kernel
    kernel[0][0] = -1
    slide.visited.append(99)
    assert (repr(slide), slide.kernel) == (before, np.ones((3, 3)).tolist())
    slide.kernel = kernel
    assert slide.sums[0][0] == kernel[0][0] * X[0, 0] + X[:3, :3].sum() - X[0, 0]


def test_whole_numbers_may_be_numpys():
    pool = PoolWindow(TALL, size=np.int8(3), stride=np.uint8(2), row=np.int64(1))
    pool.column, pool.visited = np.uint16(1), np.arange(4)
    assert (pool.size, pool.stride, pool.row, pool.column, pool.visited) == (3, 2, 1, 1, [0, 1, 2, 3])
    assert {type(number) for number in [pool.size, pool.row, pool.column, *pool.visited]} == {int}
    nudge = NudgeWeight(np.ones((2, 2), np.float16), np.array([0, 1], np.uint8), np.zeros((2, 2), bool))
    assert (nudge.labels, nudge.weights, type(nudge.values[0][0])) == ([0, 1], [[0, 0], [0, 0]], float)


def test_one_that_refuses_what_it_is_linked_to_leaves_both_whole(monkeypatch):
    one, other = SlideWindow(X, np.ones((3, 3))), SlideWindow(X[:5], np.ones((3, 3)))
    traitlets.link((one, "row"), (other, "row"))
    one.row = 2
    told = heard(one, monkeypatch)
    with pytest.raises(ValueError, match="row is 6; a 3×3 window fits at rows 0 to 2"):
        one.row = 6
    assert (one.row, one.visited, other.row, other.visited) == (6, [0, 14, 42], 2, [0, 14])
    if EIGHT:
        assert [state["visited"] for state in told if "visited" in state] == [one.visited]
    one.row = 1
    assert (other.row, repr(other)[:24]) == (1, "SlideWindow(row=1, colum")


def test_one_that_was_given_another_size_goes_back_to_its_own():
    votes = Votes([0.5] * 3, np.zeros((3, 2)))
    nudge = NudgeWeight([[0.5] * 3], [1], np.zeros((3, 2)))
    for widget in (votes, nudge):
        before = repr(widget)
        all_held(widget, {"weights": np.ones((5, 2)), "names": list("abcde"), "values": [0.5] * 5, "row": 4})
        assert repr(widget) != before
        widget.reset()
        assert (repr(widget), widget.row, len(widget._repr_mimebundle_())) == (
            before.replace("weight 0", "weight 2"),
            2,
            2,
        )


def stepped(nudge, row):
    with nudge.hold_trait_notifications():
        nudge.row = row
        nudge.step()


def test_methods_go_on_from_what_was_asked_for_in_the_same_hold():
    few = {"values": [[1, 2]], "weights": [[0, 0]] * 2, "names": ["a", "b"]}
    nudge, slide = NudgeWeight([[0.5, 0.2, 0.1]], [0], np.zeros((3, 2))), SlideWindow(X, np.eye(3))
    slow = NudgeWeight(few["values"], [0], few["weights"], names=few["names"])
    slow.row, nudge.row = 1, 2
    with nudge.hold_trait_notifications():
        for name, value in few.items():
            setattr(nudge, name, value)
        nudge.step()
        nudge.step_all()
    slow.step()
    slow.step_all()
    assert (nudge.row, nudge.weights, nudge.trail, nudge.axes) == (1, slow.weights, slow.trail, slow.axes)
    with nudge.hold_trait_notifications():
        nudge.row = 0
        nudge.reset()
    assert (np.shape(nudge.values), nudge.trail) == ((1, 3), [])
    with slide.hold_trait_notifications():
        slide.image = np.ones((5, 5))
        slide.fill()
    assert slide.visited == list(range(9))
    with pytest.raises(ValueError, match="row is 9; there are rows 0 to 2"):
        stepped(nudge, 9)
    assert nudge.row == 0


@pytest.mark.parametrize(
    ("kind", "name"),
    [("CompareGrids", "titles"), ("NudgeWeight", "axes"), ("NudgeWeight", "learning_rate"),
     ("NetworkExplorer", "image"), ("NetworkExplorer", "layer"), ("DrawPad", "drawn"), ("Votes", "classes")],
)  # fmt: skip
def test_no_refusal_is_longer_than_a_few_lines(kind, name):
    for value in ("x" * 10**5, [0] * 10**5, {"a" * 10**5: 1}, np.zeros((2, 2))):
        with pytest.raises(ValueError, match=r"\w \w") as refused:
            setattr(made(kind), name, value)
        assert len(str(refused.value)) < 300


def test_half_a_sign_is_replaced_since_it_cannot_be_sent():
    compare = widgets.CompareGrids(X, X, titles=("\ud800", "b"))
    assert compare.titles == ["?", "b"]


def test_a_reader_who_wants_every_rounding_told_sees_widgets_all_the_same():
    with np.errstate(all="raise"):
        for widget in (
            Votes([1.0, 1e-200], [[1, -1], [1e-200, -1]], [1000, -1000]),
            NudgeWeight([[1.0, 1e-200]], [0], [[1, -1], [1e-200, -1]], [1000, -1000]),
        ):
            assert "text/plain" in widget._repr_mimebundle_()[0]


class Follower(Judging):
    """What follows from its number fits no trait, if that is large."""

    number, follows, later = Judged(place), Judged(anything, fixed=True), Judged(place, fixed=True)

    def judge(self, state, changed, old):
        return state | {
            "follows": str(state["number"]),
            "later": state["number"] if state["number"] < 9 else "x",
        }


def test_what_is_fixed_stays_fixed_after_a_change_that_was_refused_late():
    widget = Follower(number=1, follows="", later=0)
    for way in (assigned, held):
        with pytest.raises(ValueError, match="later is 'x'; it must be a whole number"):
            way(widget, "number", 10)
        assert widget.now() == {"number": 1, "follows": "1", "later": 1}
        for name in ("follows", "later"):
            with pytest.raises(ValueError, match=f"{name} cannot be set"):
                way(widget, name, 5)
    widget.number = 2
    assert widget.now() == {"number": 2, "follows": "2", "later": 2}
