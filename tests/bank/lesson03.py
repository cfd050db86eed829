"""Lesson 03: a feature map, and a kernel that finds the O and not the X."""
# ruff: noqa: F821 - as students write

from functools import partial
from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.ops import conv2d, feature_map, filter_patch

X, O = load_image("X"), load_image("O")
diagonal, cross, antidiagonal = (load_kernel(name) for name in ("diagonal", "cross", "antidiagonal"))
small, small_diagonal = parse("#.#\n.#.\n##."), parse("#.\n.#")
diagonal_map = feature_map(X, diagonal)


def two_loops(image, kernel):
    k = len(kernel)
    rows = image.shape[0] - k + 1
    columns = image.shape[1] - k + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def two_loops_and_a_mean(image, kernel):
    h, w = image.shape
    k, _ = kernel.shape
    scores = np.empty((h - k + 1, w - k + 1))
    for i in range(h - k + 1):
        for j in range(w - k + 1):
            scores[i, j] = np.mean(image[i : i + k, j : j + k] * kernel)
    return scores


def four_loops(image, kernel):
    k = kernel.shape[0]
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            for i in range(k):
                for j in range(k):
                    result[row, column] += image[row + i, column + j] * kernel[i, j]
    return result / (k * k)


def shifted_and_added(image, kernel):
    k = len(kernel)
    rows, columns = len(image) - k + 1, len(image[0]) - k + 1
    total = 0
    for i, j in product(range(k), repeat=2):
        total = total + kernel[i, j] * image[i : i + rows, j : j + columns]
    return total / kernel.size


def a_list_of_rows(image, kernel):
    k = len(kernel)
    rows = []
    for top in range(image.shape[0] - k + 1):
        line = []
        for left in range(image.shape[1] - k + 1):
            line.append(filter_patch(image[top : top + k, left : left + k], kernel))
        rows.append(line)
    return np.array(rows)


def comprehension(image, kernel):
    k, (h, w) = len(kernel), image.shape
    return np.array(
        [[(image[r : r + k, c : c + k] * kernel).mean() for c in range(w - k + 1)] for r in range(h - k + 1)]
    )


def views(image, kernel):
    return np.einsum("rcij,ij->rc", sliding_window_view(image, kernel.shape), kernel) / kernel.size


def views_and_a_mean(image, kernel):
    return (sliding_window_view(image, kernel.shape) * kernel).mean(axis=(2, 3))


def single_precision(image, kernel):
    windows = sliding_window_view(image.astype(np.float32), kernel.shape)
    return np.tensordot(windows, kernel.astype(np.float32), 2) / np.float32(kernel.size)


def over_indices(image, kernel):
    k = len(kernel)
    shape = (image.shape[0] - k + 1, image.shape[1] - k + 1)
    at = np.vectorize(lambda r, c: filter_patch(image[r : r + k, c : c + k], kernel), otypes=[float])
    return at(*np.indices(shape))


def ndindex(image: np.ndarray, kernel: np.ndarray, divide: bool = True) -> np.ndarray:
    k = len(kernel)
    result = np.full((image.shape[0] - k + 1, image.shape[1] - k + 1), np.nan)
    for row, column in np.ndindex(result.shape):
        total = sum(image[row + i, column + j] * kernel[i, j] for i, j in np.ndindex(kernel.shape))
        result[row, column] = total / kernel.size if divide else total
    return result


def recursive(image, kernel):
    k = len(kernel)

    def along(row, column):
        if column + k > image.shape[1]:
            return []
        return [filter_patch(image[row : row + k, column : column + k], kernel), *along(row, column + 1)]

    def down(row):
        return [] if row + k > image.shape[0] else [along(row, 0), *down(row + 1)]

    return np.array(down(0))


def while_it_fits(image, kernel):
    k, row, scores = len(kernel), 0, []
    while row + k <= len(image):
        column = 0
        while column + k <= len(image[0]):
            scores.append(filter_patch(image[row : row + k, column : column + k], kernel))
            column += 1
        row += 1
    return np.reshape(scores, (row, -1))


def a_cut_with_defaults(image, kernel):
    def cut(row, column, size=None):
        size = size or len(kernel)
        return image[row : row + size, column : column + size]

    score = partial(filter_patch, kernel=kernel)
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    return np.array([score(cut(r, c)) for r in range(rows) for c in range(columns)]).reshape(rows, columns)


def places_that_fit(image, kernel):
    k = len(kernel)
    result = {}
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            patch = image[row : row + k, column : column + k]
            if patch.shape == kernel.shape:
                result[row, column] = filter_patch(patch, kernel)
    return np.array(list(result.values())).reshape(image.shape[0] - k + 1, image.shape[1] - k + 1)


FLAT, UPRIGHT = parse("...\n###\n..."), parse(".#.\n.#.\n.#.")

RIGHT = {
    "feature_map": [
        two_loops,
        two_loops_and_a_mean,
        four_loops,
        shifted_and_added,
        a_list_of_rows,
        comprehension,
        views,
        views_and_a_mean,
        single_precision,
        over_indices,
        ndindex,
        recursive,
        while_it_fits,
        a_cut_with_defaults,
        places_that_fit,
        feature_map,
        lambda image, kernel: feature_map(image, kernel),
        lambda image, kernel: conv2d(image[None, None], kernel[None, None])[0, 0] / kernel.size,
    ],
    "kernel_for_o": [
        FLAT,
        UPRIGHT,
        FLAT.T,
        FLAT.astype(float),
        UPRIGHT.astype(np.int8),
        np.array([[-1, -1, -1], [1, 1, 1], [-1, -1, -1]]),
        np.array([[-1.0, 1.0, -1.0]] * 3, dtype=np.float32),
        [[-1, -1, -1], [1, 1, 1], [-1, -1, -1]],
        ((-1, 1, -1), (-1, 1, -1), (-1, 1, -1)),
        O[:3, 3:6],  # cut out of the O
    ],
}


def square_rows(image, kernel):
    k = len(kernel)
    places = len(image) - k + 1
    result = np.zeros((places, places))
    for row in range(places):
        for column in range(places):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def square_columns(image, kernel):
    k = len(kernel)
    places = image.shape[1] - k + 1
    result = np.zeros((places, places))
    for row in range(places):
        for column in range(places):
            result[row, column] = np.mean(image[row : row + k, column : column + k] * kernel)
    return result


def without_the_one(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k, image.shape[1] - k))
    for row in range(image.shape[0] - k):
        for column in range(image.shape[1] - k):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def loops_without_the_one(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(image.shape[0] - k):
        for column in range(image.shape[1] - k):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def empty_and_not_filled(image, kernel):
    k = len(kernel)
    result = np.full((image.shape[0] - k + 1, image.shape[1] - k + 1), 7.0)
    for row in range(result.shape[0]):
        for column in range(result.shape[1] - 1):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def begun_at_one(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(1, result.shape[0]):
        for column in range(1, result.shape[1]):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def one_too_many(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 2, image.shape[1] - k + 2))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def rows_and_columns_exchanged(image, kernel):
    k = len(kernel)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            result[row, column] = filter_patch(image[column : column + k, row : row + k], kernel)
    return result


def written_the_other_way(image, kernel):
    k = len(kernel)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    result = np.zeros((columns, rows))
    for row in range(rows):
        for column in range(columns):
            result[column, row] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def three_by_three(image, kernel):
    rows, columns = image.shape[0] - 2, image.shape[1] - 2
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            result[row, column] = filter_patch(image[row : row + 3, column : column + 3], kernel)
    return result


def seven_by_seven(image, kernel):
    result = np.zeros((7, 7))
    for row in range(7):
        for column in range(7):
            result[row, column] = filter_patch(image[row : row + 3, column : column + 3], kernel)
    return result


def in_strides(image, kernel):
    k = len(kernel)
    tops, lefts = range(0, image.shape[0] - k + 1, k), range(0, image.shape[1] - k + 1, k)
    return np.array([[filter_patch(image[r : r + k, c : c + k], kernel) for c in lefts] for r in tops])


def same_size(image, kernel):
    k = len(kernel)
    padded = np.pad(image, k // 2)
    result = np.zeros(image.shape)
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            result[row, column] = (padded[row : row + k, column : column + k] * kernel).mean()
    return result


def centred_in_zeros(image, kernel):
    k = len(kernel)
    result = np.zeros(image.shape)
    for row in range(image.shape[0] - k + 1):
        for column in range(image.shape[1] - k + 1):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def whole_numbers(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1), int)
    for row, column in np.ndindex(result.shape):
        result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def like_the_image(image, kernel):
    k = len(kernel)
    result = np.zeros_like(image[k - 1 :, k - 1 :])
    for row, column in np.ndindex(result.shape):
        result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def returned_at_once(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
            return result


def returned_after_a_row(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
        return result


def overwritten(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def the_whole_array_set(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[:] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def only_the_row_set(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def only_the_diagonal(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for at in range(min(result.shape)):
        result[at, at] = filter_patch(image[at : at + k, at : at + k], kernel)
    return result


def first_row_only(image, kernel):
    k = len(kernel)
    return np.array([filter_patch(image[:k, c : c + k], kernel) for c in range(image.shape[1] - k + 1)])


def fixed_corner(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = filter_patch(image[0:k, column : column + k], kernel)
    return result


def summed_up(image, kernel):
    k, total = len(kernel), 0
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row, column in np.ndindex(result.shape):
        total += filter_patch(image[row : row + k, column : column + k], kernel)
        result[row, column] = total
    return result


def without_the_division(image, kernel):
    return np.einsum("rcij,ij->rc", sliding_window_view(image, kernel.shape), kernel)


def the_lessons_image(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row, column in np.ndindex(result.shape):
        result[row, column] = filter_patch(X[row : row + k, column : column + k], kernel)
    return result


def the_lessons_kernel(image, kernel):
    k = len(diagonal)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row, column in np.ndindex(result.shape):
        result[row, column] = filter_patch(image[row : row + k, column : column + k], diagonal)
    return result


def printed(image, kernel):
    k = len(kernel)
    for row in range(image.shape[0] - k + 1):
        for column in range(image.shape[1] - k + 1):
            print(row, column, filter_patch(image[row : row + k, column : column + k], kernel))


def not_returned(image, kernel):
    two_loops(image, kernel)


def appended_to_one_list(image, kernel):
    k, scores = len(kernel), []
    for row in range(image.shape[0] - k + 1):
        for column in range(image.shape[1] - k + 1):
            scores.append(filter_patch(image[row : row + k, column : column + k], kernel))
    return np.array(scores)


def no_array_to_fill(image, kernel):
    k, result = len(kernel), []
    for row in range(image.shape[0] - k + 1):
        for column in range(image.shape[1] - k + 1):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def shape_is_no_range(image, kernel):
    for row in image.shape:
        for column in image.shape:
            result = filter_patch(image[row : row + 3, column : column + 3], kernel)
    return result


def zeros_of_two(image, kernel):
    return np.zeros(image.shape[0] - len(kernel) + 1, image.shape[1] - len(kernel) + 1)


def only_the_columns_fit(image, kernel):
    k = len(kernel)
    result = np.zeros((len(image), image.shape[1] - k + 1))
    for row in range(len(image)):
        for column in range(image.shape[1] - k + 1):
            result[row, column] = filter_patch(image[row : row + k, column : column + k], kernel)
    return result


def partial_patches(image, kernel):
    k = len(kernel)
    result = np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        patch = image[row : row + k, column : column + k]
        result[row, column] = (patch * kernel[: patch.shape[0], : patch.shape[1]]).mean()
    return result


def recursion_without_an_end(image, kernel):
    return recursion_without_an_end(image[1:], kernel)


def spoils_the_image(image, kernel):
    k = len(kernel)
    for row in range(image.shape[0] - k + 1):
        for column in range(image.shape[1] - k + 1):
            image[row, column] = (image[row : row + k, column : column + k] * kernel).sum()
    return image[: image.shape[0] - k + 1, : image.shape[1] - k + 1] / kernel.size


def starter(image, kernel):
    raise NotImplementedError


class FeatureMap:
    def __init__(self, image, kernel):
        self.map = feature_map(image, kernel)


WRONG = {
    "feature_map": {
        "not begun": starter,
        "rows for both axes": square_rows,
        "columns for both axes": square_columns,
        "h - k places": without_the_one,
        "h - k places, of h - k + 1": loops_without_the_one,
        "the last column not filled": empty_and_not_filled,
        "begins at 1": begun_at_one,
        "h - k + 2 places": one_too_many,
        "rows and columns exchanged": rows_and_columns_exchanged,
        "the map transposed": written_the_other_way,
        "the map transposed, at the end": lambda image, kernel: feature_map(image, kernel).T,
        "three by three only": three_by_three,
        "nine by nine only": seven_by_seven,
        "in strides of k": in_strides,
        "every second place": lambda image, kernel: feature_map(image, kernel)[::2, ::2],
        "padded to the image's size": same_size,
        "zeros where it does not fit": centred_in_zeros,
        "whole numbers": whole_numbers,
        "zeros_like the image": like_the_image,
        "return in the inner loop": returned_at_once,
        "return in the outer loop": returned_after_a_row,
        "the last score alone": overwritten,
        "result[:] for result[row, column]": the_whole_array_set,
        "result[row] for result[row, column]": only_the_row_set,
        "one loop for both": only_the_diagonal,
        "the first row alone": first_row_only,
        "row forgotten in the slice": fixed_corner,
        "scores added up": summed_up,
        "not divided": without_the_division,
        "divided by k": lambda image, kernel: without_the_division(image, kernel) / len(kernel),
        "divided by 9": lambda image, kernel: without_the_division(image, kernel) / 9,
        "divided twice": lambda image, kernel: feature_map(image, kernel) / kernel.size,
        "kernel flipped": lambda image, kernel: feature_map(image, kernel[::-1, ::-1]),
        "kernel transposed": lambda image, kernel: feature_map(image, kernel.T),
        "kernel upside down": lambda image, kernel: feature_map(image, kernel[::-1]),
        "sign turned": lambda image, kernel: -feature_map(image, kernel),
        "without the sign": lambda image, kernel: np.abs(feature_map(image, kernel)),
        "negatives dropped": lambda image, kernel: np.maximum(feature_map(image, kernel), 0),
        "two decimals": lambda image, kernel: feature_map(image, kernel).round(2),
        "three decimals": lambda image, kernel: np.round(feature_map(image, kernel), 3),
        "half precision": lambda image, kernel: feature_map(image, kernel).astype(np.float16),
        "the share that agrees": lambda image, kernel: (
            sliding_window_view(image, kernel.shape) == kernel
        ).mean(axis=(2, 3)),
        "mean over one axis": lambda image, kernel: (sliding_window_view(image, kernel.shape) * kernel).mean(
            axis=3
        ),
        "mean over the wrong axes": lambda image, kernel: (
            sliding_window_view(image, kernel.shape) * kernel
        ).mean(axis=(0, 1)),
        "only perfect fits": lambda image, kernel: (feature_map(image, kernel) == 1).astype(float),
        "the best score": lambda image, kernel: feature_map(image, kernel).max(),
        "where the best is": lambda image, kernel: np.argwhere(feature_map(image, kernel) == 1),
        "the lesson's image": the_lessons_image,
        "the lesson's kernel": the_lessons_kernel,
        "the lesson's map": lambda image, kernel: diagonal_map,
        "zeros": lambda image, kernel: np.zeros(np.subtract(image.shape, kernel.shape) + 1),
        "random": lambda image, kernel: np.random.default_rng(0).uniform(
            -1, 1, np.subtract(image.shape, kernel.shape) + 1
        ),
        "the patch at [0, 0] alone": lambda image, kernel: filter_patch(
            image[: len(kernel), : len(kernel)], kernel
        ),
        "filter_patch on the whole image": lambda image, kernel: filter_patch(image, kernel),
        "image times kernel": lambda image, kernel: image * kernel / kernel.size,
        "printed": printed,
        "not returned": not_returned,
        "one row of scores": appended_to_one_list,
        "a column of scores": lambda image, kernel: feature_map(image, kernel).reshape(-1, 1),
        "a batch of one": lambda image, kernel: conv2d(image[None, None], kernel[None, None]) / kernel.size,
        "a dict": lambda image, kernel: dict(np.ndenumerate(feature_map(image, kernel))),
        "text": lambda image, kernel: str(feature_map(image, kernel)),
        "a list for an array": no_array_to_fill,
        "a loop over the shape": shape_is_no_range,
        "np.zeros with two numbers": zeros_of_two,
        "only the columns fit": only_the_columns_fit,
        "partial patches too": partial_patches,
        "recursion without an end": recursion_without_an_end,
        "image and kernel exchanged": lambda kernel, image: feature_map(image, kernel),
        "one parameter": lambda image: feature_map(image, diagonal),
        "three parameters": lambda image, kernel, k: feature_map(image, kernel),
        "a name that is not there": lambda image, kernel: feature_map(picture_of_x, kernel),
        "a class": FeatureMap,
        "filter_patch handed in": filter_patch,
        "a result, not the function": feature_map(small, small_diagonal),
        "its name in quotes": "my_feature_map",
        "nothing": None,
    },
    "kernel_for_o": {
        "not begun": None,
        "the diagonal": diagonal,
        "the cross": cross,
        "the antidiagonal": antidiagonal,
        "blank": parse("...\n...\n..."),
        "all stroke": parse("###\n###\n###"),
        "a small O": parse("###\n#.#\n###"),
        "a smaller O": parse(".#.\n#.#\n.#."),
        "a plus": parse(".#.\n###\n.#."),
        "a stroke at the top": parse("###\n...\n..."),
        "a stroke at the bottom": parse("...\n...\n###"),
        "a stroke at the left": parse("#..\n#..\n#.."),
        "a stroke at the right": parse("..#\n..#\n..#"),
        "the O's corner": parse("...\n.##\n#.."),
        "two strokes": parse("###\n...\n###"),
        "a hook": parse("##.\n#..\n..."),
        "a T": parse("###\n.#.\n..."),
        "two pixels": parse("...\n##.\n..."),
        "one pixel": parse("...\n.#.\n..."),
        "colours swapped": -FLAT,
        "half as loud": FLAT / 2,
        "twice as loud": FLAT * 2,
        "0 for background": (FLAT + 1) // 2,
        "True and False": FLAT == 1,
        "two by two": parse("##\n.."),
        "one row": parse("###"),
        "four by four": parse("....\n####\n....\n...."),
        "five by five": O[:5, :5],
        "the O itself": O,
        "nine in a row": FLAT.ravel(),
        "two kernels": [FLAT, UPRIGHT],
        "a map": feature_map(O, FLAT),
        "its score": 1.0,
        "its name": "horizontal",
        "a cell that is no number": np.where(FLAT == 1, FLAT, np.nan),
        "parse itself": parse,
        "a function": lambda: FLAT,
        "empty": [],
    },
}

ARGUABLE = {
    "feature_map": {
        "right scores, written into the image that it was given": spoils_the_image,
        "a list of lists": lambda image, kernel: feature_map(image, kernel).tolist(),
        "a tuple of rows": lambda image, kernel: tuple(feature_map(image, kernel)),
        "counts agreement: the same for 1 and -1": lambda image, kernel: (
            2 * (sliding_window_view(image, kernel.shape) == kernel).mean(axis=(2, 3)) - 1
        ),
        "scores as objects": lambda image, kernel: feature_map(image, kernel).astype(object),
    },
    "kernel_for_o": {
        "a picture, not parsed": "...\n###\n...",
        "lines in a list": ["...", "###", "..."],
    },
}
