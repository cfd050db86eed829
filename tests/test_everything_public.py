"""Every public function of the core, in one table: a right result for numbers in any guise, or a ValueError of ours.

What a function takes is said in public_functions.py, its arguments by their names in `KINDS` there; a function that is
not in the table fails a test. An error counts as ours if the traceback ends in a `raise` of the package: what NumPy raises in
C has no frame of its own, and would end in our line that called it.
"""

import ast
import inspect
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from public_functions import KINDS, drawn, examples, trained

import xo_helpers
from xo_helpers import cells, data, drawings, files, gradients, layers, network, ops, texts, trace, training

pytestmark = pytest.mark.many
ROOMS = (data, texts, ops, drawings, gradients, layers, files, network, training, trace)
# What trace asks of a layer, and has checked before.
INNER = {name for name, _ in inspect.getmembers(cells.Layer, inspect.isfunction) if name != "output_shape"}
PACKAGE = Path(xo_helpers.__file__).parent


def public():
    """The names of all public functions, classes and methods: ops.conv2d, layers.Conv2D, layers.Conv2D.forward, …"""
    for room in ROOMS:
        name = room.__name__.rpartition(".")[2]
        for key, value in vars(room).items():
            if key.startswith("_") or getattr(value, "__module__", "") != room.__name__:
                continue
            yield f"{name}.{key}"
            if inspect.isclass(value):
                found = inspect.getmembers(value, inspect.isroutine)
                yield from (
                    f"{name}.{key}.{method}"
                    for method, routine in found
                    if not method.startswith("_") and method not in INNER
                    and (getattr(routine, "__module__", None) or "").startswith("xo_helpers")
                )  # fmt: skip


def kind_of(argument):
    plain = argument.rstrip(" 0123456789")
    return next(kind for kind, names in KINDS.items() if argument in names or plain in names)


def call(function, arguments):
    """By position: the table's names of arguments are not the functions' own."""
    if function in (drawn, trained) or function.__name__ == "<lambda>":
        return function(**arguments)
    return function(*arguments.values())


class Silent:
    def __repr__(self):
        raise RuntimeError("no repr")


class Raises:
    def __array__(self, *_, **__):
        raise MemoryError("a stranger's error")


class Lends:
    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return np.array(self.array, dtype)


class Mine(np.ndarray):
    pass


NONE_OF_IT = [None, {}, {1}, {"a": 1}, Silent(), object(), lambda: 1, int, ReLU := layers.ReLU, 1j, np.nan]
NO_ARRAYS = [
    "X", b"X", ["a"], [[1], [1, 2]], [None], [{}], np.array([1j]), np.array(["2020-01-01"], "M8[D]"), np.array([1], "m8[s]"),
    np.zeros(2, [("a", float)]), np.ma.masked_array([1.0, 2.0], [True, False]), (number for number in (1, 2)),
    [10**400], [-(10**5000)], [Fraction(1, 2)], [Decimal(1)], Raises(), *NONE_OF_IT[:-1],
]  # fmt: skip
REFUSED = {
    "array": NO_ARRAYS,
    "labels": [*NO_ARRAYS, [0.5], True, [True], -1, [-1], [7], np.array([2**64 - 1], np.uint64), [np.nan], np.eye(2)],
    "whole": [*NONE_OF_IT, "1", b"1", 1.0, 1.5, True, np.True_, -1, -(10**400), np.inf, [2], np.array([2, 2]), np.float64(2), Decimal(2)],
    "number": [*NONE_OF_IT, "fast", b"1", True, -1, np.inf, 10**400, -(10**400), [1], np.array([1.0, 1.0]), Decimal(1), 10**5000],
    "text": [*NONE_OF_IT, "", "nonsense?", b"keep", 5, ["keep"], np.array(["X", "O"]), 10**5000],
    "classes": [*NONE_OF_IT, 5, [], ["a"], ["a"] * 9],
    "shape": [*NONE_OF_IT, "abc", 5, (1.5, 2, 3), (None,) * 3, (-1, 9, 9), (True, 9, 9), [[1]], "199"],
    "cell": [*NONE_OF_IT, "abc", 5, (0.5, 0, 0), (-1, 0, 0), (10**30,) * 3, (0, 0, 99), (), (0,) * 9, [[0], [0, 1], 1], np.eye(3)],
    "rng": [*NONE_OF_IT, 0, "rng", np.random, np.random.RandomState(0), np.random.default_rng],
    "network": [*NONE_OF_IT, "net", 5, [ReLU()], network.Network, np.ones(3)],
    "layer": [*NONE_OF_IT, "relu", 5, [ReLU()], np.ones(3)],
    "layers": [*NONE_OF_IT, "relu", 5, ReLU(), [None], [5], ["relu"], [ReLU], [[ReLU()]], np.ones(3)],
    "file": [*NONE_OF_IT, "", 5, b"name", "a\0b", ["mine"]],
    "validation": [*NONE_OF_IT[1:], 5, "ab", (), (1,), (1, 2, 3), ("a", "b"), np.ones((2, 1))],
    "any": [],
}  # fmt: skip
TAKEN = {  # what else is right there
    ("ops.conv2d", "bias"): [None], ("layers.Conv2D", "bias"): [None], ("layers.Dense", "bias"): [None],
    ("texts.beside", "block"): ["", "nonsense?"], ("texts.beside", "block 2"): ["", "nonsense?"],
    ("data.data_file", "file name"): ["", "nonsense?"],
}  # fmt: skip


@cache
def raises(file):
    """The lines of a file that stand in a statement that raises something, and not anew."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and node.exc
        for line in range(node.lineno, node.end_lineno + 1)
    }


def assert_ours(error):
    """It is raised by a statement of the package, in a sentence that goes on to say what to do."""
    last = error.__traceback__
    while last.tb_next:
        last = last.tb_next
    file = last.tb_frame.f_code.co_filename
    assert Path(file).is_relative_to(PACKAGE), f"{type(error).__name__} from {file}: {error}"
    assert last.tb_lineno in raises(file), f"{type(error).__name__} in {file}, line {last.tb_lineno}: {error}"
    assert type(error) is ValueError, repr(error)
    assert len(str(error)) < 1000
    assert any(sign in str(error) for sign in (";", ":", ","))


def same(value, other):
    """Whether it is (==) or may well be the same object, arrays and Silent among them."""
    return value is other or (
        type(value) is type(other) and isinstance(value, str | type(None)) and value == other
    )


def test_every_public_function_is_in_the_table():
    assert sorted(public()) == sorted(examples())


EXAMPLES = examples()
PLACES = [(name, argument) for name, (_, arguments) in EXAMPLES.items() for argument in arguments]


@pytest.mark.parametrize(("name", "argument"), PLACES)
def test_what_cannot_be_is_refused_in_our_words(name, argument, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for bad in REFUSED[kind_of(argument)]:
        function, arguments = examples()[name]
        if any(same(bad, fine) for fine in TAKEN.get((name, argument), ())):
            call(function, arguments | {argument: bad})
            continue
        try:
            call(function, arguments | {argument: bad})
        except Exception as error:
            assert_ours(error)
        else:
            pytest.fail(f"{type(bad).__name__} is taken for {argument}")
    assert [*tmp_path.iterdir()] == []


def odd_arrays(array):
    """Arrays that may be refused, but only by us."""
    array = np.asarray(array, float)
    yield from (
        np.float64(5),
        5,
        True,
        [],
        [[]],
        [[[[]]]],
        array[None],
        array[None, None, None],
        array.ravel(),
        array[..., None],
    )
    yield from (np.full(array.shape, odd) for odd in (np.nan, np.inf, -np.inf, 1e308, -1e308, 2**62))
    for axis, length in enumerate(array.shape):
        yield np.delete(array, range(length), axis)
        yield np.concatenate([array, array], axis)
        yield np.delete(array, 0, axis)


ODD_STEPS = [0, 1, 2, 3, 7, 30, 10**9, 10**30, np.int8(1), np.uint8(3), np.int64(2), np.uint64(2)]


@pytest.mark.parametrize(("name", "argument"), PLACES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_is_only_odd_gives_a_result_or_is_refused_in_our_words(name, argument):
    kind, (_, arguments) = kind_of(argument), EXAMPLES[name]
    odd = (
        odd_arrays(arguments[argument])
        if kind in ("array", "labels")
        else ODD_STEPS
        if kind == "whole"
        else ()
    )
    for value in odd:
        function, arguments = examples()[name]
        try:
            call(function, arguments | {argument: value})
        except Exception as error:
            assert_ours(error)


def assert_same(got, want, rtol):
    if isinstance(want, dict):
        got, want = [*got.items()], [*want.items()]
    if isinstance(want, tuple | list):
        assert len(got) == len(want)
        for one, other in zip(got, want, strict=True):
            assert_same(one, other, rtol)
    elif isinstance(want, np.ndarray | float | int | np.generic):
        np.testing.assert_allclose(np.asarray(got, float), np.asarray(want, float), rtol=rtol, atol=rtol)
        assert np.shape(got) == np.shape(want)
    elif isinstance(want, str | None):
        assert got == want
    else:  # a layer or a network
        assert_same(got.parameters, want.parameters, rtol)


GUISES = {
    "a list": np.ndarray.tolist,
    "by columns": np.asfortranarray,
    "backwards": lambda a: np.flip(np.flip(a).copy()),
    "with gaps": lambda a: np.stack([a, a], -1)[..., 0],
    "of another subclass": lambda a: a.view(Mine),
    "a matrix": lambda a: np.asmatrix(a) if a.ndim == 2 else a,
    "masked nowhere": np.ma.masked_array,
    "lent": Lends,
    "a memoryview": lambda a: memoryview(np.ascontiguousarray(a)),
    "read-only": lambda a: (a.setflags(write=False), a)[1],
}
TYPES = [
    "?",
    "i1",
    "u1",
    "i2",
    "u2",
    "i4",
    "u4",
    "i8",
    "u8",
    "f2",
    "f4",
    "f8",
    "g",
    ">f8",
    ">f4",
    ">i4",
    "<f8",
]


@pytest.mark.parametrize(
    "name", [name for name in EXAMPLES if any(kind_of(a) in ("array", "labels") for a in EXAMPLES[name][1])]
)
@pytest.mark.filterwarnings("ignore:the matrix subclass")
@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32), picks=st.data())
def test_numbers_in_any_guise_give_what_the_same_floats_give_and_stay_as_they_are(name, seed, picks):
    (function, plain), (again, arguments) = (examples(np.random.default_rng(seed))[name] for _ in range(2))
    seen = []
    for argument, value in arguments.items():
        kind = kind_of(argument)
        if kind in ("array", "labels") and np.ndim(value):
            types = TYPES if kind == "array" else [code for code in TYPES if code.strip("<>")[0] in "iu"]
            code = picks.draw(st.sampled_from(types))
            value = (np.abs(value) if code[0] in "?u" else value).astype(code)
            guised = GUISES[picks.draw(st.sampled_from([*GUISES]))](value)
            seen.append((guised, np.array(value)))
            plain[argument] = np.array(value, float if value.dtype.kind == "f" else int)
            arguments[argument] = guised
        elif kind == "whole" and name not in ("texts.rounded",):
            arguments[argument] = picks.draw(st.sampled_from([np.int8, np.uint8, np.int64, np.uint64, int]))(
                value
            )
    got, want = call(again, arguments), call(function, plain)
    assert_same(got, want, 1e-5 if any(np.asarray(one).dtype.itemsize < 8 for one, _ in seen) else 1e-12)
    for guised, before in seen:
        assert np.array_equal(np.asarray(guised), before)
    if isinstance(got, np.ndarray) and name.split(".")[0] in ("ops", "gradients") and got.dtype.kind == "f":
        few = any(np.asarray(one).dtype.char == "f" for one, _ in seen)
        assert got.dtype.char == "d" or few or name in ("ops.relu", "ops.max_pool")
