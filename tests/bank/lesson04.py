"""Lesson 04: max pooling, of whole 2×2 windows and then of any size and stride."""
# ruff: noqa: F821 - as students write

import math
from functools import reduce
from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import avg_pool, feature_map, max_pool

grid = np.array([[1, 5, 2, 0], [3, 4, -1, -6], [0, 0, -7, -8], [9, 1, -2, -3]])
diagonal = feature_map(load_image("X"), load_kernel("diagonal"))
pooled = max_pool(diagonal)

# Windows of 2×2


def two_loops(scores):
    rows, columns = scores.shape[0] // 2, scores.shape[1] // 2
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            result[row, column] = scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
    return result


def in_steps_of_two(scores):
    result = np.empty((len(scores) // 2, len(scores[0]) // 2))
    for row in range(0, scores.shape[0], 2):
        for column in range(0, scores.shape[1], 2):
            result[row // 2, column // 2] = np.max(scores[row : row + 2, column : column + 2])
    return result


def four_cells(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for r, c in np.ndindex(result.shape):
        result[r, c] = max(
            scores[2 * r, 2 * c],
            scores[2 * r, 2 * c + 1],
            scores[2 * r + 1, 2 * c],
            scores[2 * r + 1, 2 * c + 1],
        )
    return result


def from_minus_infinity(scores):
    h, w = scores.shape
    result = np.full((h // 2, w // 2), -np.inf)
    for row in range(h):
        for column in range(w):
            result[row // 2, column // 2] = max(result[row // 2, column // 2], scores[row, column])
    return result


def ifs(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            largest = scores[2 * i, 2 * j]
            for a in (0, 1):
                for b in (0, 1):
                    if scores[2 * i + a, 2 * j + b] > largest:
                        largest = scores[2 * i + a, 2 * j + b]
            result[i, j] = largest
    return result


def rows_first(scores):
    pairs = np.maximum(scores[::2], scores[1::2])
    return np.maximum(pairs[:, ::2], pairs[:, 1::2])


def reshaped(scores):
    h, w = scores.shape
    return scores.reshape(h // 2, 2, w // 2, 2).max(axis=(1, 3))


def a_list_of_rows(scores):
    rows, columns = (length // 2 for length in scores.shape)
    return np.array(
        [[scores[2 * r : 2 * r + 2, 2 * c : 2 * c + 2].max() for c in range(columns)] for r in range(rows)]
    )


def recursive(scores):
    if len(scores) == 0:
        return np.empty((0, scores.shape[1] // 2))
    top = scores[:2].max(axis=0)
    return np.vstack([np.maximum(top[::2], top[1::2]), recursive(scores[2:])])


def with_a_helper(scores: np.ndarray, size: int = 2) -> np.ndarray:
    def largest(row, column):
        return max(scores[row + i][column + j] for i, j in product(range(size), repeat=2))

    found = [largest(r, c) for r in range(0, len(scores), size) for c in range(0, len(scores[0]), size)]
    return np.array(found).reshape(len(scores) // size, -1)


def split(scores):
    bands = np.vsplit(scores, len(scores) // 2)
    return np.array([[block.max() for block in np.hsplit(band, band.shape[1] // 2)] for band in bands])


def like_a_quarter(scores):
    result = np.zeros_like(scores[::2, ::2])
    for at in np.ndindex(result.shape):
        result[at] = scores[2 * at[0] :, 2 * at[1] :][:2, :2].max()
    return result


def smallest_of_the_negative(scores):
    h, w = scores.shape
    return (-scores).reshape(h // 2, 2, w // 2, 2).min(axis=(1, 3))


# Any size, any stride


def starts(length, size, stride):
    result = [0]
    while max(result[-1] + size, result[-1] + stride) < length:
        result.append(result[-1] + stride)
    return result


def any_by_starts(scores, size, stride):
    rows, columns = starts(scores.shape[0], size, stride), starts(scores.shape[1], size, stride)
    result = np.zeros((len(rows), len(columns)))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            result[i, j] = scores[row : row + size, column : column + size].max()
    return result


def any_by_counting(scores, size, stride):
    def count(length):
        n = max(math.ceil((length - size) / stride), 0) + 1
        return n - 1 if (n - 1) * stride >= length else n

    result = np.empty((count(scores.shape[0]), count(scores.shape[1])))
    for i, j in np.ndindex(result.shape):
        result[i, j] = np.max(scores[i * stride : i * stride + size, j * stride : j * stride + size])
    return result


def any_by_breaking_off(scores, size, stride):
    def begins(length):
        found = []
        for start in range(0, length, stride):
            found.append(start)
            if start + size >= length:
                break
        return found

    return np.array(
        [
            [scores[r : r + size, c : c + size].max() for c in begins(scores.shape[1])]
            for r in begins(scores.shape[0])
        ]
    )


def any_by_filtering(scores, size, stride):
    h, w = scores.shape
    tops = [r for r in range(0, h, stride) if r == 0 or r - stride + size < h]
    lefts = [c for c in range(0, w, stride) if c == 0 or c - stride + size < w]
    largest = [scores[r : r + size, c : c + size].max() for r, c in product(tops, lefts)]
    return np.array(largest).reshape(len(tops), len(lefts))


def any_with_a_border(scores, size, stride):
    h, w = scores.shape
    tops, lefts = starts(h, size, stride), starts(w, size, stride)
    padded = np.pad(scores.astype(float), ((0, size), (0, size)), constant_values=-np.inf)
    windows = sliding_window_view(padded, (size, size)).max(axis=(2, 3))
    return windows[np.ix_(tops, lefts)]


def any_with_while(scores, size, stride):
    rows, row = [], 0
    while row < scores.shape[0]:
        line, column = [], 0
        while column < scores.shape[1]:
            line.append(np.max(scores[row : row + size, column : column + size]))
            if column + size >= scores.shape[1]:
                break
            column += stride
        rows.append(line)
        if row + size >= scores.shape[0]:
            break
        row += stride
    return np.array(rows)


def any_recursive(scores, size: int = 2, stride: int = 2):
    def begins(start, length):
        over = start + size >= length or start + stride >= length
        return [start] if over else [start, *begins(start + stride, length)]

    return np.array(
        [
            [scores[r : r + size, c : c + size].max() for c in begins(0, scores.shape[1])]
            for r in begins(0, scores.shape[0])
        ]
    )


def any_rows_then_columns(scores, size, stride):
    def along_rows(map_):
        return np.stack([map_[at : at + size].max(axis=0) for at in starts(len(map_), size, stride)])

    return along_rows(along_rows(scores).T).T


RIGHT = {
    "max_pool_2": [
        two_loops,
        in_steps_of_two,
        four_cells,
        from_minus_infinity,
        ifs,
        rows_first,
        reshaped,
        a_list_of_rows,
        recursive,
        with_a_helper,
        split,
        like_a_quarter,
        max_pool,
        lambda scores: max_pool(scores, 2, 2),
        lambda scores: -smallest_of_the_negative(scores),
        lambda scores: sliding_window_view(scores, (2, 2))[::2, ::2].max(axis=(2, 3)),
        lambda scores: reduce(np.maximum, [scores[i::2, j::2] for i in (0, 1) for j in (0, 1)]),
        lambda scores: np.max(
            [scores[::2, ::2], scores[::2, 1::2], scores[1::2, ::2], scores[1::2, 1::2]], axis=0
        ),
        lambda scores: np.maximum.reduceat(
            np.maximum.reduceat(scores, range(0, len(scores), 2)), range(0, scores.shape[1], 2), axis=1
        ),
        lambda scores: reshaped(scores.astype(np.float32)),
        lambda scores: np.sort(
            scores.reshape(len(scores) // 2, 2, -1, 2).swapaxes(1, 2).reshape(len(scores) // 2, -1, 4)
        )[..., -1],
    ],
    "max_pool": [
        any_by_starts,
        any_by_counting,
        any_by_breaking_off,
        any_by_filtering,
        any_with_a_border,
        any_with_while,
        any_recursive,
        any_rows_then_columns,
        max_pool,
        lambda scores, size, stride: max_pool(scores, size, stride),
        lambda scores, size, stride: max_pool(scores, size=size, stride=stride, edge="keep"),
        lambda scores, size, stride: any_by_starts(scores.astype(np.float32), size, stride),
    ],
}


def from_zero(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row in range(scores.shape[0]):
        for column in range(scores.shape[1]):
            result[row // 2, column // 2] = max(result[row // 2, column // 2], scores[row, column])
    return result


def loudest(scores):
    return reshaped(np.abs(scores))


def stride_forgotten(scores):
    rows, columns = scores.shape[0] // 2, scores.shape[1] // 2
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            result[row, column] = scores[row : row + 2, column : column + 2].max()
    return result


def row_not_doubled(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = scores[row : row + 2, 2 * column : 2 * column + 2].max()
    return result


def slice_of_one(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = scores[2 * row : 2 * row + 1, 2 * column : 2 * column + 1].max()
    return result


def slice_to_the_row(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = scores[2 * row : row + 2, 2 * column : column + 2].max()
    return result


def window_of_three(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = scores[2 * row : 2 * row + 3, 2 * column : 2 * column + 3].max()
    return result


def one_late(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = scores[2 * row + 1 : 2 * row + 3, 2 * column + 1 : 2 * column + 3].max()
    return result


def rows_for_both(scores):
    half = len(scores) // 2
    result = np.zeros((half, half))
    for row in range(half):
        for column in range(half):
            result[row, column] = scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
    return result


def four_by_four(scores):
    result = np.zeros((2, 2))
    for row in range(2):
        for column in range(2):
            result[row, column] = scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
    return result


def exchanged(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = scores[2 * column : 2 * column + 2, 2 * row : 2 * row + 2].max()
    return result


def last_left_out(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row in range(result.shape[0] - 1):
        for column in range(result.shape[1] - 1):
            result[row, column] = scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
    return result


def whole_numbers(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2), dtype=int)
    for row, column in np.ndindex(result.shape):
        result[row, column] = scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
    return result


def full_size(scores):
    result = np.zeros(scores.shape)
    for row in range(0, scores.shape[0], 2):
        for column in range(0, scores.shape[1], 2):
            result[row, column] = scores[row : row + 2, column : column + 2].max()
    return result


def spread_out(scores):
    result = np.zeros(scores.shape)
    for row in range(0, scores.shape[0], 2):
        for column in range(0, scores.shape[1], 2):
            result[row : row + 2, column : column + 2] = scores[row : row + 2, column : column + 2].max()
    return result


def returned_at_once(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
        return result


def overwritten(scores):
    for row in range(0, scores.shape[0], 2):
        for column in range(0, scores.shape[1], 2):
            result = scores[row : row + 2, column : column + 2].max()
    return result


def one_row(scores):
    result = []
    for row in range(0, scores.shape[0], 2):
        for column in range(0, scores.shape[1], 2):
            result.append(scores[row : row + 2, column : column + 2].max())
    return np.array(result)


def column_by_column(scores):
    result = []
    for column in range(0, scores.shape[1], 2):
        result.append([scores[row : row + 2, column : column + 2].max() for row in range(0, len(scores), 2)])
    return np.array(result)


def divided_with_a_slash(scores):
    result = np.zeros((scores.shape[0] / 2, scores.shape[1] / 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
    return result


def max_over_an_axis(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max(axis=0)
    return result


def max_of_an_array(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = max(scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2])
    return result


def the_lessons_grid(scores):
    result = np.zeros((scores.shape[0] // 2, scores.shape[1] // 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = grid[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
    return result


def printed(scores):
    for row in range(0, scores.shape[0], 2):
        for column in range(0, scores.shape[1], 2):
            print(row, column, scores[row : row + 2, column : column + 2].max())


def not_returned(scores):
    result = reshaped(scores)  # noqa: F841


def cut_off(scores):
    return reshaped(scores)[:, :-1]


def unfilled(scores):
    result = np.full((scores.shape[0] // 2, scores.shape[1] // 2), 0.5)
    for at in range(min(result.shape)):
        result[at, at] = scores[2 * at : 2 * at + 2, 2 * at : 2 * at + 2].max()
    return result


def starter(scores):
    raise NotImplementedError


class MaxPool2:
    def __init__(self, scores):
        self.result = reshaped(scores)


def by_ranges(scores, size, stride):
    """Begins a window wherever one could."""
    h, w = scores.shape
    return np.array(
        [[scores[r : r + size, c : c + size].max() for c in range(0, w, stride)] for r in range(0, h, stride)]
    )


def whole_windows(scores, size, stride):
    rows, columns = (scores.shape[0] - size) // stride + 1, (scores.shape[1] - size) // stride + 1
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        result[i, j] = scores[i * stride : i * stride + size, j * stride : j * stride + size].max()
    return result


def one_window_more(scores, size, stride):
    rows, columns = (scores.shape[0] - size) // stride + 2, (scores.shape[1] - size) // stride + 2
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        result[i, j] = scores[i * stride : i * stride + size, j * stride : j * stride + size].max(
            initial=-9e9
        )
    return result


def length_by_stride(scores, size, stride):
    rows, columns = math.ceil(scores.shape[0] / stride), math.ceil(scores.shape[1] / stride)
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        result[i, j] = scores[i * stride : i * stride + size, j * stride : j * stride + size].max()
    return result


def length_by_size(scores, size, stride):
    rows, columns = math.ceil(scores.shape[0] / size), math.ceil(scores.shape[1] / size)
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        result[i, j] = scores[i * stride : i * stride + size, j * stride : j * stride + size].max(
            initial=-9e9
        )
    return result


def zeros_beyond(scores, size, stride):
    tops, lefts = starts(scores.shape[0], size, stride), starts(scores.shape[1], size, stride)
    padded = np.pad(scores, ((0, size), (0, size)))
    return np.array([[padded[r : r + size, c : c + size].max() for c in lefts] for r in tops])


def begins_beyond(scores, size, stride):
    def begins(length):
        found = [0]
        while found[-1] + size < length:  # the next may begin beyond, where windows do not touch
            found.append(found[-1] + stride)
        return found

    return np.array(
        [
            [scores[r : r + size, c : c + size].max() for c in begins(scores.shape[1])]
            for r in begins(scores.shape[0])
        ]
    )


def begins_beyond_with_zero(scores, size, stride):
    rows = max(math.ceil((scores.shape[0] - size) / stride), 0) + 1
    columns = max(math.ceil((scores.shape[1] - size) / stride), 0) + 1
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        window = scores[i * stride : i * stride + size, j * stride : j * stride + size]
        if window.size:
            result[i, j] = window.max()
    return result


def rows_for_both_axes(scores, size, stride):
    begins = starts(len(scores), size, stride)
    return np.array([[scores[r : r + size, c : c + size].max() for c in begins] for r in begins])


def zero_to_begin_with(scores, size, stride):
    tops, lefts = starts(scores.shape[0], size, stride), starts(scores.shape[1], size, stride)
    return np.array([[scores[r : r + size, c : c + size].max(initial=0) for c in lefts] for r in tops])


def windows_of(reducing):
    def pool(scores, size, stride):
        tops, lefts = starts(scores.shape[0], size, stride), starts(scores.shape[1], size, stride)
        return np.array([[reducing(scores[r : r + size, c : c + size]) for c in lefts] for r in tops])

    return pool


def stride_of_one_slice(scores, size, stride):
    tops, lefts = starts(scores.shape[0], size, stride), starts(scores.shape[1], size, stride)
    return np.array([[scores[r : r + stride, c : c + stride].max() for c in lefts] for r in tops])


def not_to_whole_numbers(scores, size, stride):
    rows = (scores.shape[0] - size) / stride + 1
    columns = (scores.shape[1] - size) / stride + 1
    return np.array([[scores[r, c] for c in range(columns)] for r in range(rows)])


def returned_after_a_row(scores, size, stride):
    tops, lefts = starts(scores.shape[0], size, stride), starts(scores.shape[1], size, stride)
    result = np.zeros((len(tops), len(lefts)))
    for i in range(len(tops)):
        for j in range(len(lefts)):
            result[i, j] = scores[tops[i] : tops[i] + size, lefts[j] : lefts[j] + size].max()
        return result


def by_position(scores, size, stride):
    tops, lefts = starts(scores.shape[0], size, stride), starts(scores.shape[1], size, stride)
    result = np.zeros((len(tops), len(lefts)))
    for row in tops:
        for column in lefts:
            result[row, column] = scores[row : row + size, column : column + size].max()
    return result


def printed_any(scores, size, stride):
    print(max_pool(scores, size, stride))


def starter_any(scores, size, stride):
    raise NotImplementedError


def recursion_without_an_end(scores, size, stride):
    return recursion_without_an_end(scores[stride:], size, stride)


class MaxPool:
    def __init__(self, scores, size, stride):
        self.result = max_pool(scores, size, stride)


WRONG = {
    "max_pool_2": {
        "not begun": starter,
        "the smallest": lambda scores: reshaped(-scores) * -1,
        "the mean": avg_pool,
        "the sum": lambda scores: scores.reshape(len(scores) // 2, 2, -1, 2).sum(axis=(1, 3)),
        "the first cell": lambda scores: scores[::2, ::2],
        "the last cell": lambda scores: scores[1::2, 1::2],
        "the middle value": lambda scores: np.median(scores.reshape(len(scores) // 2, 2, -1, 2), axis=(1, 3)),
        "its place, not its value": lambda scores: (
            scores.reshape(len(scores) // 2, 2, -1, 2)
            .swapaxes(1, 2)
            .reshape(len(scores) // 2, -1, 4)
            .argmax(axis=2)
        ),
        "begins at 0": from_zero,
        "the loudest": loudest,
        "a ReLU as well": lambda scores: np.maximum(reshaped(scores), 0),
        "stride forgotten": stride_forgotten,
        "stride 1": lambda scores: sliding_window_view(scores, (2, 2)).max(axis=(2, 3)),
        "row not doubled": row_not_doubled,
        "a slice of one": slice_of_one,
        "the slice's end not doubled": slice_to_the_row,
        "windows of three": window_of_three,
        "windows one late": one_late,
        "only pairs of rows": lambda scores: np.maximum(scores[::2], scores[1::2]),
        "only pairs of columns": lambda scores: np.maximum(scores[:, ::2], scores[:, 1::2]),
        "halves in place of windows": lambda scores: scores.reshape(2, len(scores) // 2, 2, -1).max(
            axis=(0, 2)
        ),
        "reshaped in the wrong order": lambda scores: scores.reshape(
            len(scores) // 2, scores.shape[1] // 2, 2, 2
        ).max(axis=(2, 3)),
        "the wrong axes": lambda scores: scores.reshape(len(scores) // 2, 2, -1, 2).max(axis=(0, 2)),
        "the largest of each row": lambda scores: scores.max(axis=1),
        "the largest of all": lambda scores: scores.max(),
        "four windows always": four_by_four,
        "rows for both axes": rows_for_both,
        "rows and columns exchanged": exchanged,
        "transposed": lambda scores: reshaped(scores).T,
        "column by column": column_by_column,
        "the last windows left out": last_left_out,
        "the last column cut off": cut_off,
        "not all filled": unfilled,
        "whole numbers": whole_numbers,
        "two decimals": lambda scores: reshaped(scores).round(2),
        "half precision": lambda scores: reshaped(scores).astype(np.float16),
        "as large as before": full_size,
        "spread over the window": spread_out,
        "return in the outer loop": returned_at_once,
        "the last window alone": overwritten,
        "one row": one_row,
        "/ for //": divided_with_a_slash,
        "max over one axis": max_over_an_axis,
        "Python's max of an array": max_of_an_array,
        "the lesson's grid": the_lessons_grid,
        "the lesson's result": lambda scores: np.array([[5, 2], [9, -2]]),
        "the lesson's pooled map": lambda scores: pooled,
        "printed": printed,
        "not returned": not_returned,
        "unchanged": lambda scores: scores,
        "without the last row and column": lambda scores: max_pool(scores[:-1, :-1]),
        "3×3, stride 3": lambda scores: max_pool(scores, 3, 3),
        "a name that is not there": lambda scores: map.reshape(len(map) // 2, 2, -1, 2).max(axis=(1, 3)),
        "no such method": lambda scores: scores.maximum(2),
        "no parameter": lambda: max_pool(grid),
        "two parameters": lambda scores, size: max_pool(scores, size),
        "text": lambda scores: str(reshaped(scores)),
        "a class": MaxPool2,
        "a result, not the function": max_pool(grid),
        "its name in quotes": "my_max_pool_2",
        "nothing": None,
    },
    "max_pool": {
        "not begun": starter_any,
        "only 2×2": two_loops,
        "size and stride 2 always": lambda scores, size, stride: max_pool(scores),
        "stride taken for size": lambda scores, size, stride: max_pool(scores, stride, stride),
        "size taken for stride": lambda scores, size, stride: max_pool(scores, size, size),
        "size and stride exchanged": lambda scores, stride, size: max_pool(scores, size, stride),
        "stride 1": lambda scores, size, stride: max_pool(scores, size, 1),
        "partial windows dropped": whole_windows,
        "partial windows dropped, by the library": lambda scores, size, stride: max_pool(
            scores, size, stride, "drop"
        ),
        "whole windows seen at once": lambda scores, size, stride: sliding_window_view(scores, (size, size))[
            ::stride, ::stride
        ].max(axis=(2, 3)),
        "one window more always": one_window_more,
        "a window wherever one could begin": by_ranges,
        "as many as length by stride": length_by_stride,
        "as many as length by size": length_by_size,
        "zeros beyond the edge": zeros_beyond,
        "zero to begin with": zero_to_begin_with,
        "the next begins beyond": begins_beyond,
        "the next begins beyond, and gives 0": begins_beyond_with_zero,
        "rows for both axes": rows_for_both_axes,
        "the slice as long as the stride": stride_of_one_slice,
        "the smallest": windows_of(np.min),
        "the mean": avg_pool,
        "the sum": windows_of(np.sum),
        "the loudest": windows_of(lambda window: np.abs(window).max()),
        "the first cell": windows_of(lambda window: window[0, 0]),
        "its place": windows_of(np.argmax),
        "whole numbers": windows_of(lambda window: int(window.max())),
        "two decimals": windows_of(lambda window: round(window.max(), 2)),
        "max over one axis": windows_of(lambda window: window.max(axis=0)),
        "transposed": lambda scores, size, stride: max_pool(scores, size, stride).T,
        "one row": lambda scores, size, stride: max_pool(scores, size, stride).ravel(),
        "the largest of all": lambda scores, size, stride: scores.max(),
        "a count that is no whole number": not_to_whole_numbers,
        "written where the window begins": by_position,
        "return in the outer loop": returned_after_a_row,
        "recursion without an end": recursion_without_an_end,
        "printed": printed_any,
        "text": lambda scores, size, stride: str(max_pool(scores, size, stride)),
        "stride forgotten": lambda scores, size: max_pool(scores, size),
        "one parameter": lambda scores: max_pool(scores),
        "the lesson's map": lambda scores, size, stride: max_pool(diagonal, size, stride),
        "the lesson's windows": lambda scores, size, stride: max_pool(scores, 3, 3),
        "a name that is not there": lambda scores, size, stride: max_pool(scores, window, stride),
        "a class": MaxPool,
        "a result, not the function": max_pool(diagonal, 3, 2),
        "its name in quotes": "my_max_pool",
        "nothing": None,
    },
}

ARGUABLE = {
    "max_pool_2": {
        "a list of lists": lambda scores: reshaped(scores).tolist(),
        "changes the map that it was given": lambda scores: (
            np.maximum(scores[::2], scores[1::2], out=scores[::2])
            .reshape(len(scores) // 2, -1, 2)
            .max(axis=2)
        ),
    },
    "max_pool": {
        "a list of lists": lambda scores, size, stride: max_pool(scores, size, stride).tolist(),
    },
}
