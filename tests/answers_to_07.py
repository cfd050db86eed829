"""Answers to the exercises of lessons 04 to 07: right ones, and wrong ones with words of the slip that is named."""

import numpy as np
from answers_to_09 import filled_like

SOMETHING = np.arange(49.0).reshape(7, 7)  # a name from another cell


def pooling(scores, size, stride, pick=np.max, reach=0):
    """max_pool as a learner writes it."""
    rows = [range(row, min(row + size, len(scores))) for row in range(0, len(scores) - reach, stride)]
    columns = [range(at, min(at + size, len(scores[0]))) for at in range(0, len(scores[0]) - reach, stride)]
    rows = [row for i, row in enumerate(rows) if i == 0 or rows[i - 1][-1] < len(scores) - 1]
    columns = [
        column for i, column in enumerate(columns) if i == 0 or columns[i - 1][-1] < len(scores[0]) - 1
    ]
    return np.array(
        [[pick(scores[row.start : row.stop, at.start : at.stop]) for at in columns] for row in rows]
    )


def zero_padded(scores, size, stride):
    rows, columns = pooling(scores, size, stride).shape
    return pooling(np.pad(scores, ((0, 5), (0, 5))), size, stride)[:rows, :columns]


def starting_everywhere(scores, size, stride):
    rows = [scores[row : row + size] for row in range(0, scores.shape[0], stride)]
    return np.array(
        [[row[:, at : at + size].max() for at in range(0, scores.shape[1], stride)] for row in rows]
    )


def pooling_by_two(scores, *, at=2, size=2, pick=np.max, rows=None, columns=None, only=None):
    """max_pool_2 as a learner writes it: two loops over the places of the result."""
    rows, columns = rows or len(scores) // 2, columns or len(scores[0]) // 2
    result = np.zeros((rows, columns))
    for row, column in list(np.ndindex(rows, columns))[:only]:
        window = scores[at * row : at * row + size, at * column : at * column + 2]
        result[row, column] = pick(window)
    return result


def searching(window):
    """The largest, of a loop in which 0 counts as nothing yet."""
    best = None
    for value in window.flat:
        if not best or value > best:
            best = value
    return best


def nearly(by):
    return lambda window: window[window > window.max() - by][0]


def less(x, off):
    powers = np.exp(x - off)
    return powers / powers.sum(1, keepdims=True)


def at_its_old_place(scores):
    result = np.zeros(scores.shape)
    for row in range(0, len(scores), 2):
        for column in range(0, len(scores[0]), 2):
            result[row, column] = scores[row : row + 2, column : column + 2].max()
    return result


def pooling_to_the_edge(scores, size, stride, count, *nothing):
    """max_pool as a learner writes it who reckons how many windows there are."""
    rows, columns = (count(length, size, stride) for length in scores.shape)
    result = np.zeros((rows, columns))
    for row, column in np.ndindex(rows, columns):
        top, left = row * stride, column * stride
        window = scores[top : top + size, left : left + size]
        result[row, column] = window.max() if window.size or not nothing else nothing[0]
    return result


def stopping_at_the_edge_alone(length, size, stride):
    places = range(0, length, stride)
    at_the_edge = [at for at in places if at + size == length]
    return places[: places.index(at_the_edge[0]) + 1] if at_the_edge else places


def one_more_if_some_are_left(length, size, stride):
    count = (length - size) // stride + 1
    return range(0, (count + ((length - size) % stride > 0 and count * stride < length)) * stride, stride)


NEARLY = [  # where windows begin, right for most maps
    (stopping_at_the_edge_alone, "after one had hung over"),
    (lambda n, k, t: range(0, min(n, n - k + t), t), "smaller than a window"),
    (
        lambda n, k, t: [t * at for at in range(min(-(-(n - k) // t) + 1, -(-n // t)))],
        "smaller than a window",
    ),
    (one_more_if_some_are_left, "smaller than a window"),
]


def reaching(length, size, stride):
    places = [0]
    while max(places[-1] + size, places[-1] + stride) < length:
        places.append(places[-1] + stride)
    return places


def at_places(scores, size, stride, begins=reaching, side=None):
    rows, columns = (begins(length, size, stride) for length in scores.shape)
    side = size if side is None else side
    return np.array([[scores[r : r + side, c : c + side].max() for c in columns] for r in rows])


def leaving_the_edge(scores, size, stride):
    result = np.zeros(pooling(scores, size, stride).shape)
    for row, column in np.ndindex(result.shape):
        window = scores[row * stride : row * stride + size, column * stride : column * stride + size]
        if window.shape == (size, size):
            result[row, column] = window.max()
    return result


def rectifying_loops(scores, rows, columns):
    result = scores.copy()
    for row in range(rows):
        for column in range(columns):
            result[row, column] = max(result[row, column], 0)
    return result


def stopping_at_a_negative(scores):
    result = scores.copy()
    for row, column in np.argwhere(scores < 0):
        if not (scores[row, :column] < 0).any():
            result[row, column] = 0
    return result


def rectifying_in_place(scores):
    scores[scores < 0] = 0
    return scores


def adding_in_place(x, weights, bias):
    votes = x @ weights
    votes += bias
    return votes


def biased_in_place(x, weights, bias):
    bias += (x @ weights)[0]
    return x @ weights + bias


RIGHT = {
    "max_pool_2": [
        pooling_by_two,
        lambda s: s.reshape(len(s) // 2, 2, -1, 2).max((1, 3)),
        lambda s: np.array([[s[r : r + 2, c : c + 2].max() for c in range(0, len(s[0]), 2)] for r in range(0, len(s), 2)]),
    ],
    "max_pool": [
        pooling,
        lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: min(1 + max(0, -(-(n - k) // t)), -(-n // t))),
    ],
    "relu": [
        lambda s: s * (s > 0),
        lambda s: np.where(s < 0, 0, s),
        lambda s: (s + abs(s)) / 2,
        lambda s: np.array([[max(value, 0) for value in row] for row in s]),
    ],
    "commutes": [{"average": False, "minimum": True}],
    "shapes": [[(4, 26, 26), (4, 13, 13), (8, 11, 11), (8, 6, 6)], np.array([[4, 26, 26], [4, 13, 13], [8, 11, 11], [8, 6, 6]])],
    "trace": [-0.467, -0.47, -0.46, -21 / 45],
    "dense": [lambda x, w, b: np.array([[(row * w[:, o]).sum() + b[o] for o in range(len(b))] for row in x]), adding_in_place],
    "softmax": [lambda x: np.exp(x - np.logaddexp.reduce(x, axis=-1, keepdims=True))],
}  # fmt: skip

WRONG = {
    "max_pool_2": [
        (lambda s: pooling_by_two(s, at=1), "windows at row and column"),
        (lambda s: pooling(s, 2, 1), "moved by one cell"),
        (lambda s: pooling_by_two(s, pick=np.mean), "took the mean"),
        (lambda s: pooling_by_two(s, pick=np.min), "took the smallest"),
        (lambda s: pooling_by_two(s, size=1), "first row of each window"),
        *((lambda s, at=at: pooling_by_two(s, pick=lambda window: np.delete(window, at).max()), f"left out the {which} cell")
          for at, which in enumerate(("first", "second", "third", "last"))),
        (lambda s: pooling_by_two(s, only=1), "first cell alone"),
        (lambda s: pooling_by_two(s, only=len(s[0]) // 2), "first row alone"),
        (lambda s: pooling_by_two(s, columns=len(s) // 2), "as many rows as columns"),
        (lambda s: pooling_by_two(s, rows=len(s[0]) // 2), "as many rows as columns"),
        (at_its_old_place, "made the result as large as the map"),
        (lambda s: np.max(s[-2:, -2:]), "last cell's value alone"),
        (lambda s: pooling_by_two(s).T, "transposed the result"),
        (lambda s: pooling_by_two(s.clip(0)), "never gives less than 0"),
        (lambda s: pooling_by_two(s).reshape(-1), "in one row"),
        (lambda s: np.trunc(pooling_by_two(s)), "whole numbers"),
        (lambda s: pooling_by_two(s, pick=lambda window: abs(window).max()), "without its sign"),
        (lambda s: s[::2, ::2], "first cell"),
        (lambda s: s.max(), "largest of all cells"),
        (lambda s: pooling_by_two(s).round(2), "rounded"),
        (lambda s: pooling_by_two(s).tolist(), "returned a list"),
        (lambda s: pooling_by_two(s).clip(-1), "never gives less than -1"),
        (lambda s: pooling_by_two(s, pick=lambda window: window.max(initial=-9)), "does a search begin there"),
        (lambda s: pooling_by_two(s, pick=lambda window: window.max(initial=-1e9)), "never gives less than -1e+09"),
        (lambda s: s.reshape(len(s) // 2, len(s[0]) // 2, 4).max(-1), "four cells in a row"),
        (lambda s: np.maximum.accumulate(pooling_by_two(s), 1), "along each row with the largest so far"),
        (lambda s: pooling_by_two(s, pick=max), "stopped"),
        (lambda s: pooling_by_two(s, pick=searching), None),
        (lambda s: pooling_by_two(s, pick=nearly(0.1)), "small part"),
        (lambda s: pooling_by_two(s, pick=nearly(0.001)), "a small part"),
        (lambda s: pooling_by_two(np.ones((4, 4))), "never looks at what it gets as s"),
        (lambda s: print(pooling_by_two(s)), "returned nothing"),
    ],
    "max_pool": [
        (lambda s, k, t: pooling(s, k, t, reach=k - 1), "rounded down"),
        (lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: 1 + max(0, -(-(n - k) // t))), "stopped"),
        (lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: n // t), "length // stride"),
        (lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: -(-n // t)), "reached the edge"),
        (lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: (n - k) // t + 1), "rounded down"),
        (leaving_the_edge, "windows that hang over the edge at 0"),
        (lambda s, k, t: at_places(s, k, t, lambda *way: reaching(*way)[:-1]), "the last window each way"),
        (lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: (n - k) // t), "one window too few"),
        (lambda s, k, t: at_places(s, k, t, lambda *_: reaching(len(s), k, t)), "the rows' windows for the columns"),
        (lambda s, k, t: at_places(s, k, t, lambda *_: reaching(len(s[0]), k, t)), "the columns' windows for the rows"),
        (lambda s, k, t: at_places(s, k, t, lambda n, k, t: [k * i for i, _ in enumerate(reaching(n, k, t))]), "own size apart"),
        (lambda s, k, t: at_places(s, k, t, side=k + 1), "one cell too large"),
        (lambda s, k, t: at_places(s, k, t, side=k - 1), "one cell too small"),
        (lambda s, k, t: at_places(s, k, t, side=t), "as large as the stride"),
        (lambda s, k, t: pooling(s, 2, 2), "never looks at"),
        (lambda s, k, t: pooling_by_two(s), "never looks at"),
        (lambda s, k, t: pooling(s, t, k), "size and stride for each other"),
        (lambda s, k, t: pooling(s, k, t, pick=lambda window: window[0, 0]), "first cell"),
        (zero_padded, "put zeros"),
        (starting_everywhere, "reached the edge"),
        (lambda s, k, t: pooling(s, t, t), "took the stride"),
        (lambda s, k, t: pooling(s, k, k), "moved by the window's size"),
        (lambda s, k, t: pooling(s, k, t, pick=np.mean), "took the mean"),
        (lambda s, k, t: pooling(s, k, t, pick=np.min), "took the smallest"),
        (lambda s, k, t: pooling(s, k, t).tolist(), "returned a list"),
        (lambda s, k, t: pooling(s, k, t, pick=np.argmax), "argmax"),
        (lambda s, k, t: np.max(s), "never looks at"),
        (lambda s, k, t: pooling(s, k, t, pick=searching), None),
        (lambda s, k, t: pooling(s, k, t, pick=nearly(0.001)), "a small part"),
        (lambda s, k, t: pooling(s.clip(0), k, t), "never gives less than 0"),
        (lambda s, k, t: pooling(s, k, t).T, "transposed"),
        (lambda s, k, t: pooling(s, k, t).flatten(), "in one row"),
        (lambda s, k, t: pooling(s, k, t).astype(int), "whole numbers"),
        (lambda s, k, t: pooling(abs(s), k, t), "without its sign"),
        (lambda s, k, t: pooling(s, k, t)[: (len(s) - k) // t + 1], None),
        (lambda s, k, t: pooling(s, k, t)[:, : (len(s[0]) - k) // t + 1], None),
        (lambda s, k, t: pooling(s, min(k, 4), t), None),
        (lambda s, k, t: pooling_to_the_edge(s, k, t, lambda *_: len(pooling(s, k, t)), 0), None),
        (lambda s, k, t: pooling(SOMETHING, 2, 2), "never looks at what it gets as s, k and t, and takes SOMETHING from outside"),
        (lambda s, k, t: pooling(s, k, t, pick=lambda window: window.max(initial=-99)), "never gives less than -99"),
        *((lambda s, k, t, f=f: at_places(s, k, t, f), slip) for f, slip in NEARLY),
        (lambda s, k, t: s.max() if k >= max(s.shape) else pooling(s, k, t), "count its brackets"),
        (lambda s, k, t: pooling(s, k, t) if k <= min(s.shape) else pooling(s, min(s.shape), t), None),
    ],
    "relu": [
        (lambda s: np.clip(s, 0, 100), "never gives more than 100"),
        (np.fabs, "dropped the sign"),
        (lambda s: np.where(s > 0, 1.0, 0.0), "where the positives are"),
        (lambda s: s.clip(0, 1), "cut the values off"),
        (lambda s: s.clip(None, 0), "kept the negatives"),
        (lambda s: s[s >= 0], None),
        (lambda s: s[s > 0], "positives alone"),
        (rectifying_in_place, "changed its input"),
        (lambda s: max(s[0, 0], 0), "first cell"),
        (lambda s: max(s, 0), "stopped"),
        (lambda s: s, "as it was"),
        (np.vectorize(lambda value: value if value > 0 else 0), "made whole numbers"),
        (lambda s: np.where(s > 0, s, s / 100), "leaky ReLU"),
        (lambda s: np.where(s > 0, s, s / 10), "leaky ReLU"),
        (lambda s: np.where(s > 0, s, s * 1e-4), "times 0.0001: that is leaky"),
        (lambda s: np.where(s > 0.01, s, 0), "small, as 0.0025: all above 0 counts"),
        (lambda s: np.where(s > -0.1, s, 0), None),
        (lambda s: np.where(s < -0.01, 0, s), None),
        (lambda s: np.where(s < -0.001, 0, s), "in the place of 0"),
        (lambda s: np.where(s > 0.003, s, 0), "all above 0 counts"),
        (lambda s: s.clip(0)[:9, :9], None),
        (lambda s: rectifying_loops(s, min(s.shape), min(s.shape)), "filled a square alone"),
        (stopping_at_a_negative, "first negative of each row"),
        (lambda s: map(np.abs, s), "type"),
        (lambda s: np.max(s, 0), "largest of each column"),
        (lambda s: s.max(1), "largest of each row"),
        (lambda s: rectifying_loops(s, len(s), len(s)), "as many columns"),
        (lambda s: rectifying_loops(s, 1, 1), "first cell alone"),
        (lambda s: rectifying_loops(s, 1, len(s[0])), "first row alone"),
        (lambda s: rectifying_loops(s, len(s), len(s[0])).tolist(), "returned a list"),
        (lambda s: s.round().clip(0), "whole numbers: it rounded"),
        (lambda s: s.clip(0).round(2), "rounded"),
    ],
    "commutes": [
        ({"average": True, "minimum": True}, "average"),
        ({"average": False, "minimum": False}, "minimum"),
        ({"average": True, "minimum": False}, "average"),
        ({"average": False, "minimum": None}, "one missing"),
        ({"average": "no", "minimum": "yes"}, "type"),
        ({"average": False}, "type"),
        ({"average": False, "minimum": True, "maximum": True}, "type"),
        (True, "type"),
    ],
    "shapes": [
        ([(1, 26, 26), (1, 13, 13), (1, 11, 11), (1, 6, 6)], "maps"),
        ([(4, 30, 30), (4, 15, 15), (8, 13, 13), (8, 7, 7)], "same size"),
        ([(4, 25, 25), (4, 13, 13), (8, 11, 11), (8, 6, 6)], "off by one"),
        ([(4, 26, 26), (4, 13, 13), (8, 11, 11), (8, 5, 5)], "floor for ceil"),
        ([(4, 26, 26), (4, 13, 13), (32, 11, 11), (32, 6, 6)], "maps"),
        ([(26, 26, 4), (13, 13, 4), (11, 11, 8), (6, 6, 8)], "maps last"),
        ([(4, 26, 26), (4, 26, 26), (4, 13, 13), (8, 11, 11)], "not halved"),
        ([(4, 26, 26), (4, 12, 12), (8, 10, 10), (8, 5, 5)], "size"),
        ([(4, 26, 26), (4, 13.5, 13.5), (8, 11, 11), (8, 6, 6)], "halves"),
        ([24, 12, 10, 5], "type"),
        ([(4, 26, 26)], "type"),
        ("26", "type"),
    ],
    "trace": [
        (11 / 45, "exchanged the maps of the two diagonals, or used another image"),
        (-20 / 36, "and divided by 4, or took one corner"),
        (-0.2, "the image's pixels: read the maps, or read another place"),
        (-1 / 45, None),
        (-21 / 9, "forgot to divide"),
        (-21 / 81, "divided by 9"),
        (-21.0, "ninths"),
        (-4.2, "undivided"),
        (0.467, "sign"),
        (1.0, "the value for X"),
        (0.5, None),
        ("-0.46", "type"),
        ([-0.46], "type"),
        (True, "type"),
    ],
    "dense": [
        (lambda x, w, b: np.dot(x, w), "forgot the bias"),
        (lambda x, w, b: (x @ w) / x.shape[1] + b, "divided by the number"),
        (lambda x, w, b: np.dot(x, w.T) + b, "transposed the weights"),
        (lambda x, w, b: x * w + b, "cell by cell"),
        (lambda x, w, b: x @ w + b.sum(), "each class has its own"),
        (lambda x, w, b: x @ w + b[0], "added the first bias alone"),
        (lambda x, w, b: (x + b) @ w, "add it after the product"),
        (lambda x, w, b: np.dot(w.T, x.T) + b, "put images into columns"),
        (lambda x, w, b: (x @ w + b)[0], "first image alone"),
        (lambda x, w, b: x[0] @ w + b, "first image alone"),
        (lambda x, w, b: x @ w + [0, 0], "never looks at what it gets as b"),
        (lambda x, w, b: np.round(x @ w + b, 2), "rounded"),
        (lambda x, w, b: w @ x + b, "other side"),
        (lambda x, w, b: x * w.sum(axis=1) + b, "wrong axis"),
        (lambda x, w, b: x @ w + b.max(), None),
        (biased_in_place, "changed its input"),
        (lambda x, w, b: filled_like(np.tile(b, (len(x), 1)), x @ w + b), "bias holds them"),
        (lambda x, w, b: x[:, :4] @ w[:4] + b, None),
        (lambda x, w, b: x @ w + b[:, None], "a number for each class"),
        (lambda x, w, b: (x @ w).cumsum().reshape(len(x), -1) + b, "never began at 0 again"),
        (lambda x, w, b: np.dot(x, w) - b, "took the bias off"),
        (lambda x, w, b: (x @ w + b).clip(-100, 100), None),
    ],
    "softmax": [
        (lambda x: np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True), "largest vote off"),
        (lambda x: np.exp(x - x.max(0)) / np.exp(x - x.max(0)).sum(0), "wrong axis"),
        (lambda x: np.exp(x - x.max()) / np.exp(x - x.max()).sum(), "over all"),
        (lambda x: np.exp(x - x.max()) / np.exp(x - x.max()).sum(1, keepdims=True), "each row needs its own"),
        (lambda x: np.exp(x - x.max(1, keepdims=True)), "did not divide"),
        (lambda x: x / x.sum(1, keepdims=True), "take exp first"),
        (lambda x: (x.max(1) == x.T).T * 1.0, "gave 1 to the largest"),
        (lambda x: np.eye(x.shape[1])[x.argmax(1)], "gave the winner 1"),
        (lambda x: less(np.clip(x, -50, 50), 0), "cut large and small votes off"),
        (lambda x: less(np.minimum(x, 700), 0), "cut large votes off"),
        (lambda x: 10 ** (x - x.max(1, keepdims=True)) / (10 ** (x - x.max(1, keepdims=True))).sum(1, keepdims=True), "powers of 10"),
        (lambda x: np.e**x / (np.e**x).sum(), "divided by the sum over all"),
        (lambda x: np.exp(x) / np.exp(x).sum(1), "forgot keepdims in sum"),
        (lambda x: np.exp(x - x.max(1)) / np.exp(x - x.max(1)).sum(1), "forgot keepdims in max, and forgot keepdims in sum"),
        (lambda x: np.exp(x - x.max(1)) / np.exp(x - x.max(1)).sum(1, keepdims=True), "forgot keepdims in max"),
        (lambda x: np.exp(x) / sum(np.exp(x)), "wrong axis"),
        (lambda x: np.exp(x - x.mean(1, keepdims=True)) / np.exp(x - x.mean(1, keepdims=True)).sum(1, keepdims=True), "the mean"),
        *((lambda x, at=at: less(x, x[:, at : at + 1 or None]), f"took the {slip} vote off") for at, slip in ((0, "first"), (-1, "last"))),
        (lambda x: less(x, x.max(1, keepdims=True) / 2), "half the largest"),
        (lambda x: less(x, x.min(1, keepdims=True)), "the smallest off"),
        (lambda x: less(x, x.min()), "let exp overflow"),
        (lambda x: less(abs(x), 0), "let exp overflow"),
        (lambda x: less(x, 700), "the root or log of a negative, or a cell never filled"),
        (lambda x: x, "as it was"),
        (lambda x: np.maximum(x, 0) / np.maximum(x, 0).sum(1, keepdims=True), "dropped the negative votes"),
        (lambda x: abs(x) / abs(x).sum(1, keepdims=True), None),
        (lambda x: x - np.logaddexp.reduce(x, axis=1, keepdims=True), "log of the shares"),
        (lambda x: 1 / (1 + np.exp(-x)), "sigmoid"),
        (lambda x: np.exp(x - np.logaddexp.reduce(x[:, :4], axis=1, keepdims=True)), "times a factor"),
        (lambda x: np.exp(x - x.max(1)[0])[0], None),
    ],
}  # fmt: skip
