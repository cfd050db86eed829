"""Right answers, each changed in one place as a slip of the pen changes it: a check takes no more of them
than give the same. (Where it took another, a case was missing.)
"""

import ast
import copy
import signal

import numpy as np
import pytest

from xo_helpers.checks import EXERCISES
from xo_helpers.ops import softmax

pytestmark = pytest.mark.tools  # the same with every version

# fmt: off
ANSWERS = [
    ("agreement", """
def f(a, b):
    return (a == b).sum()
"""),
    ("agreement", """
def f(a, b):
    n = 0
    for row in range(len(a)):
        for column in range(len(a[0])):
            if a[row, column] == b[row, column]:
                n = n + 1
    return n
"""),
    ("filter_patch", """
def f(patch, kernel):
    products = patch * kernel
    return products.sum() / products.size
"""),
    ("filter_patch", """
def f(patch, kernel):
    total = 0
    for row in range(kernel.shape[0]):
        for column in range(kernel.shape[1]):
            total += patch[row, column] * kernel[row, column]
    return total / (kernel.shape[0] * kernel.shape[1])
"""),
    ("feature_map", """
def f(image, kernel):
    k = len(kernel)
    rows = image.shape[0] - k + 1
    columns = image.shape[1] - k + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            patch = image[row : row + k, column : column + k]
            result[row, column] = (patch * kernel).sum() / kernel.size
    return result
"""),
    ("max_pool_2", """
def f(scores):
    rows, columns = scores.shape[0] // 2, scores.shape[1] // 2
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            result[row, column] = window.max()
    return result
"""),
    ("max_pool", """
def f(scores, size, stride):
    tops, lefts = [0], [0]
    while tops[-1] + size < scores.shape[0] and tops[-1] + stride < scores.shape[0]:
        tops.append(tops[-1] + stride)
    while lefts[-1] + size < scores.shape[1] and lefts[-1] + stride < scores.shape[1]:
        lefts.append(lefts[-1] + stride)
    result = np.zeros((len(tops), len(lefts)))
    for row in range(len(tops)):
        for column in range(len(lefts)):
            window = scores[tops[row] : tops[row] + size, lefts[column] : lefts[column] + size]
            result[row, column] = window.max()
    return result
"""),
    ("relu", """
def f(scores):
    return np.maximum(scores, 0)
"""),
    ("relu", """
def f(scores):
    return np.where(scores > 0, scores, 0)
"""),
    ("relu", """
def f(scores):
    result = scores.copy()
    for row in range(scores.shape[0]):
        for column in range(scores.shape[1]):
            if scores[row, column] < 0:
                result[row, column] = 0
    return result
"""),
    ("dense", """
def f(x, weights, bias):
    return x @ weights + bias
"""),
    ("dense", """
def f(x, weights, bias):
    result = np.zeros((x.shape[0], weights.shape[1]))
    for image in range(x.shape[0]):
        for output in range(weights.shape[1]):
            result[image, output] = bias[output]
            for i in range(x.shape[1]):
                result[image, output] += x[image, i] * weights[i, output]
    return result
"""),
    ("softmax", """
def f(x):
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
"""),
    ("cross_entropy", """
def f(logits, labels):
    shares = softmax(logits)[np.arange(len(labels)), labels]
    return -np.log(shares).mean()
"""),
    ("cross_entropy", """
def f(logits, labels):
    total = 0
    for i in range(len(labels)):
        powers = np.exp(logits[i] - logits[i].max())
        total -= np.log(powers[labels[i]] / powers.sum())
    return total / len(labels)
"""),
    ("step", """
def f(weights, slopes, learning_rate):
    return weights - learning_rate * slopes
"""),
    ("relu_backward", """
def f(gradient, x):
    return gradient * (x > 0)
"""),
    ("relu_backward", """
def f(gradient, x):
    result = np.zeros(x.shape)
    for row in range(x.shape[0]):
        for column in range(x.shape[1]):
            if x[row, column] > 0:
                result[row, column] = gradient[row, column]
    return result
"""),
    ("kernel_gradient", """
def f(gradient, image):
    rows, columns = gradient.shape
    k = len(image) - rows + 1
    result = np.zeros((k, k))
    for row in range(rows):
        for column in range(columns):
            result += gradient[row, column] * image[row : row + k, column : column + k]
    return result
"""),
    ("max_pool_backward", """
def f(gradient, x):
    result = np.zeros(x.shape)
    for row in range(gradient.shape[0]):
        for column in range(gradient.shape[1]):
            window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            i, j = np.unravel_index(window.argmax(), (2, 2))
            result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result
"""),
    ("dense_backward", """
def f(gradient, values, weights):
    return gradient @ weights.T, values.T @ gradient
"""),
    ("dense_backward", """
def f(gradient, values, weights):
    back, own = np.zeros(values.shape), np.zeros(weights.shape)
    for image in range(len(values)):
        for i in range(weights.shape[0]):
            for o in range(weights.shape[1]):
                back[image, i] += gradient[image, o] * weights[i, o]
                own[i, o] += values[image, i] * gradient[image, o]
    return back, own
"""),
]
# Lines that are there after a change, and give the same.
EQUIVALENT = """
for column in range(gradient.shape[1]):
for column in range(kernel.shape[0]):
for column in range(len(a[-1])):
for column in range(len(a[1])):
for column in range(len(b[0])):
for column in range(patch.shape[1]):
for image in range(len(gradient)):
for row in range(gradient.shape[0]):
for row in range(kernel.shape[-1]):
for row in range(kernel.shape[1]):
for row in range(len(b)):
for row in range(patch.shape[0]):
i, j = np.unravel_index(window.argmax(), (3, 2))
if scores[row, column] <= 0:
lefts, tops = ([0], [0])
powers = np.exp(logits[i] - logits[i].mean())
powers = np.exp(logits[i] - logits[i].min())
products = patch / kernel
result = np.ones((len(tops), len(lefts)))
result = np.ones((rows, columns))
result = np.ones((x.shape[0], weights.shape[1]))
result = np.zeros(gradient.shape)
result[row, column] = (patch * kernel).sum() / patch.size
return np.float16((a == b).sum())
return np.float16(n)
return np.round((a == b).sum(), 2)
return np.round((a == b).sum(), 3)
return np.round(n, 2)
return np.round(n, 3)
return np.trunc((a == b).sum())
return np.trunc(n)
return np.where(scores >= 0, scores, 0)
return total / (kernel.shape[-1] * kernel.shape[1])
return total / (kernel.shape[0] * kernel.shape[0])
return total / (kernel.shape[0] * patch.shape[1])
return total / (kernel.shape[1] * kernel.shape[1])
return total / (patch.shape[0] * kernel.shape[1])
total += patch[row, column] / kernel[row, column]
"""
# fmt: on
OTHER = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Add, ast.Div, ast.MatMult],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.MatMult: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.Eq: [ast.NotEq],
}  # fmt: skip
NAMES = ["row column", "rows columns", "size stride", "tops lefts", "a b", "patch kernel", "image kernel", "i j", "i o",
         "gradient x", "gradient values", "weights slopes", "weights x", "output image"]  # fmt: skip
WORDS = ["max min", "max mean", "sum mean", "sum max", "mean sum", "argmax argmin", "maximum minimum", "log log2",
         "exp exp2", "zeros ones", "size ndim", "shape T"]  # fmt: skip
RESULTS = [
    "np.round({}, 2)",
    "np.round({}, 3)",
    "np.float16({})",
    "np.trunc({})",
    "-np.asarray({})",
    "np.ravel({})",
]


def of_words(node):
    """What may stand in the place of a number or a name."""
    kind = type(node)
    if kind is ast.Constant and type(node.value) is int:
        yield from (ast.Constant(node.value + 1), ast.Constant(node.value - 1))
    if kind is ast.Constant and type(node.value) is bool:
        yield ast.Constant(not node.value)
    if kind is ast.Name and type(node.ctx) is ast.Load:
        for one, two in map(str.split, NAMES):
            yield from (
                ast.Name(other, node.ctx) for this, other in ((one, two), (two, one)) if node.id == this
            )
    if kind is ast.Attribute:
        words = map(str.split, WORDS)
        yield from (ast.Attribute(node.value, other, node.ctx) for this, other in words if node.attr == this)


def changes(node):
    """What may stand in the place of a part of an answer."""
    yield from of_words(node)

    def twin(**fields):
        changed = copy.deepcopy(node)
        for name, value in fields.items():
            setattr(changed, name, value)
        return changed

    kind = type(node)
    if kind is ast.BinOp:
        yield from (node.left, node.right)
    if kind in (ast.BinOp, ast.AugAssign):
        yield from (twin(op=other()) for other in OTHER.get(type(node.op), []))
    if kind is ast.AugAssign:
        yield ast.Assign([node.target], node.value)
    if kind is ast.Compare:
        yield from (twin(ops=[other()]) for other in OTHER.get(type(node.ops[0]), []))
    if kind is ast.Call and getattr(node.func, "id", "") == "range":
        yield twin(args=[ast.BinOp(node.args[0], ast.Sub(), ast.Constant(1))])
        yield twin(args=[ast.Constant(1), *node.args])
    if kind is ast.Tuple:
        yield twin(elts=node.elts[::-1])
    if kind is ast.Slice and node.upper:
        yield from (twin(upper=ast.BinOp(node.upper, op(), ast.Constant(1))) for op in (ast.Add, ast.Sub))
    if kind is ast.Return:
        given = ast.unparse(node.value)
        yield from (twin(value=ast.parse(form.format(given), mode="eval").body) for form in RESULTS)
    if kind in (ast.For, ast.While):
        yield twin(body=[*node.body, ast.Break()])


class _Put(ast.NodeTransformer):
    def __init__(self, old, new):
        self.old, self.new = old, new

    def visit(self, node):
        return self.new if node is self.old else self.generic_visit(node)


def mutants(source):
    """All answers that differ from one in one place, as text."""
    count = len(list(ast.walk(ast.parse(source))))
    for at in range(count):
        node = list(ast.walk(ast.parse(source)))[at]
        for which in range(len(list(changes(node)))):
            tree = ast.parse(source)
            old = list(ast.walk(tree))[at]
            yield ast.unparse(ast.fix_missing_locations(_Put(old, list(changes(old))[which]).visit(tree)))
        if isinstance(node, ast.For):  # a return that slipped into the loop
            tree = ast.parse(source)
            list(ast.walk(tree))[at].body.append(copy.deepcopy(tree.body[0].body[-1]))
            yield ast.unparse(tree)


def interrupt(*_):
    raise KeyboardInterrupt


def judged(name, source):
    space = {"np": np, "softmax": softmax}
    exec(source, space)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.3)  # of the processor's time: some never end
    try:
        return EXERCISES[name](space["f"])
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@pytest.mark.parametrize(("name", "source"), ANSWERS)
def test_a_check_takes_only_what_gives_the_same(name, source):
    before = signal.signal(signal.SIGVTALRM, interrupt)
    try:
        assert judged(name, source).passed
        whole = ast.unparse(ast.parse(source))
        lines = set(whole.split("\n"))
        verdicts = {text: judged(name, text) for text in mutants(source) if text != whole}
    finally:
        signal.signal(signal.SIGVTALRM, before)
    taken = [text for text, verdict in verdicts.items() if verdict.passed]
    other = {line.strip() for text in taken for line in text.split("\n") if line not in lines}
    assert sorted(other - set(EQUIVALENT.split("\n"))) == []
    assert sum(verdict.slip is not None for verdict in verdicts.values()) >= 0.5 * len(verdicts)
