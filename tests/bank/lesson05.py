"""Lesson 05: a ReLU, and what it may change places with."""
# ruff: noqa: F821 - as students write

import math
from itertools import chain

import numpy as np

from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import avg_pool, feature_map, max_pool, relu

maps = {
    name: feature_map(load_image("X"), load_kernel(name)) for name in ("diagonal", "cross", "antidiagonal")
}
row, before = maps["diagonal"][0], maps["diagonal"]


def copied(scores):
    result = scores.copy()
    result[result < 0] = 0
    return result


def two_loops(scores):
    result = np.zeros(scores.shape)
    for row in range(scores.shape[0]):
        for column in range(scores.shape[1]):
            if scores[row, column] > 0:
                result[row, column] = scores[row, column]
    return result


def cell_by_cell(scores):
    result = np.empty(scores.shape)
    for at in np.ndindex(scores.shape):
        result[at] = max(scores[at], 0)
    return result


def flat(scores):
    return np.array([value if value > 0 else 0.0 for value in scores.ravel()]).reshape(scores.shape)


def a_list_of_rows(scores):
    rows = []
    for row in scores:
        rows.append([max(0, value) for value in row])
    return np.array(rows)


def recursive(scores):
    if np.ndim(scores) == 0:
        return max(scores, 0)
    return np.array([recursive(part) for part in scores])


def with_a_helper(scores: np.ndarray, least: float = 0) -> np.ndarray:
    def bent(value):
        return least if value < least else value

    return np.vectorize(bent, otypes=[float])(scores)


def added_up(scores):
    negative = np.where(scores < 0, scores, 0)
    return scores - negative


def a_generator(scores):
    values = (value * (value >= 0) for value in chain.from_iterable(scores))
    return np.fromiter(values, dtype=float).reshape(scores.shape)


def a_while_loop(scores):
    result, at = np.array(scores, dtype=float), 0
    while at < result.size:
        if result.flat[at] <= 0:
            result.flat[at] = 0
        at += 1
    return result


RIGHT = {
    "relu": [
        lambda scores: np.maximum(scores, 0),
        lambda scores: np.maximum(0, scores),
        lambda scores: np.fmax(scores, 0.0),
        lambda scores: np.where(scores > 0, scores, 0),
        lambda scores: np.where(scores < 0, 0, scores),
        lambda scores: np.where(scores >= 0, scores, 0),
        lambda scores: scores.clip(0),
        lambda scores: scores.clip(min=0),
        lambda scores: np.clip(scores, 0, None),
        lambda scores: np.clip(scores, 0, math.inf),
        lambda scores: scores * (scores > 0),
        lambda scores: (scores + np.abs(scores)) / 2,
        lambda scores: -np.minimum(-scores, 0),
        lambda scores: scores * np.heaviside(scores, 0),
        lambda scores: np.select([scores > 0], [scores], 0),
        lambda scores: np.piecewise(scores.astype(float), [scores > 0], [lambda v: v, 0]),
        lambda scores: np.maximum(scores.astype(np.float32), 0),
        lambda scores: np.maximum(scores, np.zeros_like(scores)),
        lambda scores: np.max([scores, np.zeros(scores.shape)], axis=0),
        lambda scores: relu(scores),
        relu,
        copied,
        two_loops,
        cell_by_cell,
        flat,
        a_list_of_rows,
        recursive,
        with_a_helper,
        added_up,
        a_generator,
        a_while_loop,
    ],
    "commutes": [
        {"average": False, "minimum": True},
        {"minimum": True, "average": False},
        dict(zip(["average", "minimum"], [False, True], strict=True)),
        {"average": np.False_, "minimum": np.True_},
        {"average": bool(0), "minimum": bool(1)},
        {
            "average": np.allclose(relu(avg_pool(before)), avg_pool(relu(before))),
            "minimum": np.allclose(relu(-max_pool(-before)), -max_pool(-relu(before))),
        },
    ],
}


def in_place(scores):
    scores[scores < 0] = 0
    return scores


def in_place_by_loops(scores):
    for row in range(scores.shape[0]):
        for column in range(scores.shape[1]):
            if scores[row, column] < 0:
                scores[row, column] = 0
    return scores


def not_a_copy(scores):
    result = scores
    result[result < 0] = 0
    return result


def rows_for_both(scores):
    result = np.zeros(scores.shape)
    for row in range(len(scores)):
        for column in range(len(scores)):
            result[row, column] = max(scores[row, column], 0)
    return result


def seven_by_seven(scores):
    result = np.zeros((7, 7))
    for row in range(7):
        for column in range(7):
            result[row, column] = max(scores[row, column], 0)
    return result


def last_left_out(scores):
    result = scores.copy()
    for row in range(scores.shape[0] - 1):
        for column in range(scores.shape[1] - 1):
            result[row, column] = max(scores[row, column], 0)
    return result


def exchanged(scores):
    result = np.zeros(scores.shape)
    for row in range(scores.shape[0]):
        for column in range(scores.shape[1]):
            result[row, column] = max(scores[column, row], 0)
    return result


def whole_numbers(scores):
    result = np.zeros(scores.shape, int)
    for at in np.ndindex(scores.shape):
        result[at] = max(scores[at], 0)
    return result


def dropped(scores):
    return scores[scores > 0]


def returned_at_once(scores):
    result = scores.copy()
    for at in np.ndindex(scores.shape):
        if result[at] < 0:
            result[at] = 0
            return result
    return result


def returned_after_a_row(scores):
    result = scores.copy()
    for row in range(len(scores)):
        result[row] = np.maximum(scores[row], 0)
        return result


def name_rebound(scores):
    result = scores.copy()
    for line in result:
        for value in line:
            if value < 0:
                value = 0
    return result


def one_value(scores):
    for value in scores.ravel():
        result = max(value, 0)
    return result


def if_with_a_whole_map(scores):
    if scores < 0:
        return 0
    return scores


def if_any(scores):
    if (scores < 0).any():
        return np.zeros(scores.shape)
    return scores


def unfilled(scores):
    result = np.full(scores.shape, 0.5)
    result[scores > 0] = scores[scores > 0]
    return result


def printed(scores):
    print(np.maximum(scores, 0))


def not_returned(scores):
    np.maximum(scores, 0)


def the_lessons_map(scores):
    return np.maximum(before, 0)


def the_lessons_row(scores):
    return np.maximum(row, 0)


def starter(scores):
    raise NotImplementedError


class ReLU:
    def __init__(self, scores):
        self.result = np.maximum(scores, 0)


WRONG = {
    "relu": {
        "not begun": starter,
        "in place": in_place,
        "in place, by loops": in_place_by_loops,
        "in place, by a second name": not_a_copy,
        "in place, by out": lambda scores: np.maximum(scores, 0, out=scores),
        "in place, by clip": lambda scores: scores.clip(0, None, out=scores),
        "without the sign": np.abs,
        "sign turned": lambda scores: np.maximum(-scores, 0),
        "sign turned afterwards": lambda scores: -np.maximum(scores, 0),
        "keeps the negatives": lambda scores: np.minimum(scores, 0),
        "the other way round": lambda scores: np.where(scores > 0, 0, scores),
        "leaky": lambda scores: np.where(scores > 0, scores, 0.01 * scores),
        "leaky, by max": lambda scores: np.maximum(scores, 0.1 * scores),
        "exponential": lambda scores: np.where(scores > 0, scores, np.exp(scores) - 1),
        "smooth": lambda scores: np.log1p(np.exp(-np.abs(scores))) + np.maximum(scores, 0),
        "a sigmoid": lambda scores: 1 / (1 + np.exp(-scores.clip(-500, 500))),
        "tanh": np.tanh,
        "stops at 1": lambda scores: scores.clip(0, 1),
        "stops at 6": lambda scores: np.minimum(np.maximum(scores, 0), 6),
        "a mask": lambda scores: scores > 0,
        "a mask of ones": lambda scores: np.where(scores > 0, 1, 0),
        "the sign": np.sign,
        "negatives become one": lambda scores: np.where(scores < 0, 1, scores),
        "negatives become minus one": lambda scores: np.maximum(scores, -1),
        "negatives become no number": lambda scores: np.where(scores < 0, np.nan, scores),
        "zero becomes something": lambda scores: np.where(scores > 0, scores, 1e-3),
        "only above a half": lambda scores: np.where(scores > 0.5, scores, 0),
        "only below minus a half": lambda scores: np.where(scores < -0.5, 0, scores),
        "from 1 on": lambda scores: np.maximum(scores, 1),
        "less its mean": lambda scores: np.maximum(scores - scores.mean(), 0),
        "scaled to 1": lambda scores: np.maximum(scores, 0) / np.abs(scores).max(),
        "squared": lambda scores: np.maximum(scores, 0) ** 2,
        "doubled": lambda scores: scores + np.abs(scores),
        "two decimals": lambda scores: np.maximum(scores, 0).round(2),
        "half precision": lambda scores: np.maximum(scores, 0).astype(np.float16),
        "whole numbers": whole_numbers,
        "whole numbers, by rounding": lambda scores: np.maximum(scores, 0).astype(int),
        "np.vectorize takes the first cell's type": np.vectorize(lambda value: value if value > 0 else 0),
        "positives alone": dropped,
        "np.max for np.maximum": lambda scores: np.max(scores, 0),
        "Python's max": lambda scores: max(scores, 0),
        "the largest": lambda scores: scores.max(),
        "if with a whole map": if_with_a_whole_map,
        "if any": if_any,
        "rows for both axes": rows_for_both,
        "seven by seven only": seven_by_seven,
        "the last row and column left out": last_left_out,
        "rows and columns exchanged": exchanged,
        "return inside the loop": returned_at_once,
        "return after the first row": returned_after_a_row,
        "a name changed, not the map": name_rebound,
        "the last value alone": one_value,
        "not all filled": unfilled,
        "unchanged": lambda scores: scores,
        "a copy, unchanged": lambda scores: scores.copy(),
        "pooled too": lambda scores: max_pool(relu(scores)),
        "printed": printed,
        "not returned": not_returned,
        "the lesson's map": the_lessons_map,
        "the lesson's row": the_lessons_row,
        "zeros": lambda scores: np.zeros_like(scores),
        "text": lambda scores: str(np.maximum(scores, 0)),
        "a name that is not there": lambda scores: np.maximum(image, 0),
        "no such function": lambda scores: np.relu(scores),
        "no parameter": lambda: relu(before),
        "two parameters": lambda scores, least: np.maximum(scores, least),
        "a class": ReLU,
        "a result, not the function": relu(before),
        "its name in quotes": "my_relu",
        "nothing": None,
    },
    "commutes": {
        "not begun": {"average": None, "minimum": None},
        "both": {"average": True, "minimum": True},
        "neither": {"average": False, "minimum": False},
        "exchanged": {"average": True, "minimum": False},
        "one not answered": {"average": False, "minimum": None},
        "the other not answered": {"average": None, "minimum": True},
        "one left out": {"minimum": True},
        "the other left out": {"average": False},
        "empty": {},
        "other names": {"avg": False, "min": True},
        "capitals": {"Average": False, "Minimum": True},
        "in words": {"average": "no", "minimum": "yes"},
        "comparisons not gathered": {
            "average": relu(avg_pool(before)) == avg_pool(relu(before)),
            "minimum": relu(-max_pool(-before)) == -max_pool(-relu(before)),
        },
        "maps": {"average": avg_pool(relu(before)), "minimum": -max_pool(-relu(before))},
        "functions": {"average": avg_pool, "minimum": max_pool},
        "2 for True": {"average": 0, "minimum": 2},
        "in lists": {"average": [False], "minimum": [True]},
        "one answer for both": True,
        "a pair": (False, True),
        "a list": [False, True],
        "text": "False, True",
        "a set": {False, True},
        "nothing": None,
    },
}

ARGUABLE = {
    "relu": {
        "a list of lists": lambda scores: np.maximum(scores, 0).tolist(),
        "a masked array": lambda scores: np.ma.masked_less(scores, 0).filled(0),
        "the map itself, where nothing is negative": lambda scores: (
            scores if (scores >= 0).all() else np.maximum(scores, 0)
        ),
    },
    "commutes": {
        "0 and 1": {"average": 0, "minimum": 1},
        "True and False in quotes": {"average": "False", "minimum": "True"},
        "an entry more": {"average": False, "minimum": True, "maximum": True},
        "a list of pairs": [("average", False), ("minimum", True)],
    },
}
