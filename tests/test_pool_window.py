"""The pool widget in Python."""

import numpy as np
import pytest

from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map, max_pool
from xo_helpers.widgets import PoolWindow

MAP = feature_map(load_image("X"), load_kernel("diagonal"))


def test_a_new_one_stands_where_it_is_told():
    pool = PoolWindow(MAP, row=1, column=2)
    assert (pool.row, pool.column, pool.visited, pool.largest) == (1, 2, [6], MAP[2:4, 4:6].max())
    assert np.array_equal(pool.pooled, max_pool(MAP))
    assert pool.map == MAP.tolist()  # plain lists, as they travel


def test_the_repr_is_stable():
    pool = PoolWindow(MAP)
    want = (
        'a 2×2 window in strides of 2 on a 7×7 map, edge="keep", the pooled 4×4 map filled at 1 of 16 places'
    )
    assert repr(pool) == f"PoolWindow(row=0, column=0, largest=1.00): {want}"
    pool.row = 3
    assert repr(pool).startswith("PoolWindow(row=3, column=0, largest=0.33)")


def test_the_picture_shows_a_partial_window_and_a_tie():
    pool = PoolWindow(MAP, row=3, column=1)
    whole, window, pooled = pool._figure().axes
    outline, _, *rings = whole.patches
    assert (outline.get_xy(), outline.get_width(), outline.get_height()) == ((1.5, 5.5), 2, 1)
    assert [ring.center for ring in rings] == [(2, 6)]
    assert [text.get_text() for text in window.texts] == ["0.55", "0.33"]
    assert [text.get_text() for text in pooled.texts] == ["0.55"]
    tied = PoolWindow([[1, 0], [0, 1]])._figure()
    assert [ring.get_linestyle() for ring in tied.axes[0].patches[2:]] == ["-", ":"]
    assert tied._supxlabel.get_text() == "the largest of 1.00, 0.00, 0.00, 1.00 = 1.00 (2 cells tie)"


@pytest.mark.parametrize("change", [{"size": 3}, {"stride": 1}, {"edge": "drop"}, {"map": MAP[:5, :4]}])
def test_another_choice_begins_the_walk_anew_and_a_full_map_stays_full(change):
    [(name, value)] = change.items()
    pool = PoolWindow(MAP, row=3, column=3)
    choices = {"map": MAP, "size": 2, "stride": 2, "edge": "keep"} | change
    want = max_pool(choices["map"], choices["size"], choices["stride"], choices["edge"])
    setattr(pool, name, value)
    assert np.array_equal(pool.pooled, want)
    row, column = (min(3, length - 1) for length in want.shape)
    assert (pool.row, pool.column, pool.visited) == (row, column, [row * want.shape[1] + column])
    pool = PoolWindow(MAP)
    pool.fill()
    setattr(pool, name, value)
    assert pool.visited == list(range(want.size))


def test_what_the_page_sends_may_stand_but_wrong_maxima_are_replaced():
    pool = PoolWindow(MAP)
    state = {"size": 3, "row": 2, "column": 1, "visited": [7]}
    pool.set_state(state | {"pooled": max_pool(MAP, 3).tolist()})
    assert (pool.row, pool.column, pool.visited) == (2, 1, [7])
    pool.set_state({"size": 4, "pooled": [[0.0, 0.0], [0.0, 0.0]]})
    assert np.array_equal(pool.pooled, max_pool(MAP, 4))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: setattr(p, "row", 4), "row is 4; the pooled map has rows 0 to 3"),
        (lambda p: setattr(p, "column", -1), "column is -1; the pooled map has columns 0 to 3"),
        (lambda p: setattr(p, "size", 0), "size is 0; it must be a whole number, 1 or more"),
        (lambda p: setattr(p, "stride", 1.5), "stride is 1.5; it must be a whole number"),
        (lambda p: setattr(p, "edge", "cut"), 'edge is \'cut\'; it must be "keep" .* or "drop"'),
        (lambda p: setattr(p, "map", MAP[0]), "map has shape \\(7,\\); the widget takes one map"),
        (lambda p: setattr(p, "map", [[np.nan]]), "there is nan in map"),
        (lambda p: PoolWindow(MAP, size=8, edge="drop"), 'only 7×7, so with edge="drop" nothing is left'),
        (lambda p: PoolWindow(MAP, row=4), "row is 4"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(change, message):
    pool = PoolWindow(MAP, row=2, column=2)
    before = pool.get_state()
    with pytest.raises(ValueError, match=message):
        change(pool)
    assert pool.get_state() == before


def test_dropping_refuses_a_window_that_is_too_large():
    pool = PoolWindow(MAP[:5], size=6)
    with pytest.raises(ValueError, match='with edge="drop" nothing is left'):
        pool.edge = "drop"
    assert pool.edge == "keep"
    pool.size = np.int64(5)
    pool.edge = "drop"
    assert pool.pooled == max_pool(MAP[:5], 5, edge="drop").tolist()
    assert type(pool.size) is int


@pytest.mark.parametrize("size", [8, 300, 10**30])
def test_a_window_larger_than_the_map_is_what_one_of_its_size_is(size):
    pool = PoolWindow(MAP, size=size, stride=size)
    assert repr(pool) == repr(PoolWindow(MAP, size=7, stride=7))
    assert pool._figure().axes[1].images[0].get_array().shape == (7, 7)
    pool = PoolWindow(MAP)
    pool.set_state({"size": size})
    assert (pool.size, pool.pooled) == (7, [[MAP.max()]])


def test_a_map_that_is_too_large_is_refused_and_numbers_of_few_bits_are_counted_in_full():
    with pytest.raises(ValueError, match="map is 33×2; the widget shows 32×32 at most"):
        PoolWindow(np.zeros((33, 2)))
    assert PoolWindow(np.zeros((32, 32))).pooled == np.zeros((16, 16)).tolist()
    for kind in (np.uint8, np.float16, np.float32):
        pool = PoolWindow(np.full((2, 2), 200, kind))
        assert (
            pool._figure()
            ._supxlabel.get_text()
            .startswith("the largest of 200.00, 200.00, 200.00, 200.00 = 200.00")
        )
    assert "largest=0.53)" in repr(PoolWindow(np.full((2, 2), 0.53, np.float32)))
