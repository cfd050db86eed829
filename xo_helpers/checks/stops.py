"""What Python and NumPy say when they stop an answer, and what to look at then."""

import re

IN_LINE = "[^§]*§[^§]*"
DIVIDED = r"(?<!/)/(?!/)"
NO_PLACE = r"(?:only integers, slices|must be of integer|only integer scalar|indices must be integers)"
NO_NUMBER = "only (?:length-1|0-dimensional|size-1) arrays"
NO_COUNT = "cannot be interpreted as an integer"
NOT_YET = "(?:referenced before assignment|cannot access)"
FROM_DIVIDED = rf"\b([^\W\d]\w*)\b § \b\1\b[\w, ]*= [^\n]*{DIVIDED}"
MADE = r"(?![^§]*§[^§]*(?:\b\1\b[\w, ]*=(?!=)|(?:def|for) [^\n]*\b\1\b))"
DENSE = r"does not fit: \w+ gives it (\d+), but.*Dense takes \(\d+,\) and gives \((\d+),\)"

# What was said, § what is in the line in which it stopped, §§ in the whole function -> what to look at. So no
# hint speaks of what is not there; the first that is found is told, with what its brackets held.
HINTS = {
    rf"(?:{NO_NUMBER}|truth value of an array) § arange\((\w+)\)":
    r"np.arange takes a number, and \1 is an array: len(\1)",
    r"truth value of an array § (?<![.\w])(max|min|sorted)\(":
    r"\1 takes an array, or a row of it, as a whole; "
    "np.maximum and np.minimum go cell by cell",
    r"truth value of an array § \.(count|index|remove)\(":
    r"\1 compares whole rows, which are arrays: where two "
    "agree, == holds True, and .sum() counts that",
    r"truth value of an array § \b(if|elif|while|and|or|not)\b":
    r"\1 wants one True or False, and this is an "
    "array of them: ask cell by cell, or all at once, with np.where(…)",
    "truth value of an array": "one True or False is wanted there, and this is an array of them",
    r"'True' as a data type|must be of ArrayType § \bTrue\b": "keepdims=True lacks its name",
    "must be of ArrayType": "one thing is too many there",
    "as a data type|Cannot interpret": "np.zeros takes a shape in brackets of its own: np.zeros((2, 3))",
    "axis -?[0-9]+ is out of bounds": "that axis is not there: a row has axis 0 alone, a grid 0 and 1; "
    "print the array's shape",
    r"(?:could not be broadcast|out of bounds|zero-size|the patch is) §§ "
    r"(range\((?:0, )?(?:[3-9]|\d\d+)\b[^)]*\)|(?<== )np\.zeros\(\(\d+, \d+\)\))":
    r"\1 fits one size alone: count the "
    "rows and columns of what the function gets",
    "is out of bounds": "print the place and the array's shape: places count from 0 and end one before it",
    "index out of range": "print the place and the length: places count from 0 and end one before it",
    "mismatch in its core dimension": "@ needs as many columns on its left as rows on its right; "
    "is all of it what the function gets, and nothing of the lesson's?",
    "zero-size array|empty sequence|argument is empty": "what was cut there held no cell: print where it "
    "begins, and the shape of the whole",
    "not have enough dimensions": "@ is for rows and columns; a single number multiplies with *",
    "inhomogeneous|must have the same shape": "arrays or rows of different shapes do not go into one array; "
    "where two are to be returned, a comma between them is enough",
    "could not be broadcast|not aligned": "print the shapes of both sides just before that line",
    "setting an array element with a sequence": "one cell takes one number, and this is an array; "
    "add it up, or take its largest, first",
    rf"{NO_NUMBER} § (?:math\.|(?<![.\w])(?:exp|log|sqrt)\()": "math's functions take one number: np.exp and "
    "np.log go cell by cell",
    rf"{NO_NUMBER} § (?<![.\w])(float|int)\(":
    r"\1 takes one number, and this is an array: add it up, or take "
    "its mean, first",
    NO_NUMBER: "one number is wanted there, and this is an array: print its shape",
    r"only integer scalar arrays § \brange\((\w+)\)":
    r"range takes a number, and \1 is an array: len(\1) is how "
    r"many rows it has, or cells in one row; of a grid \1.shape[1] is how many columns",
    r"only integer scalar arrays § np\.a?(max|min)\(": r"np.\1 takes its second argument as the axis; "
    r"np.\1imum compares cell by cell",
    rf"{NO_PLACE} § \[[^§\]]*?\b(\w+)\b § \bfor \1 in (\w+)\b(?!\()": r"for \1 in \2 gives what stands "
    r"in \2, and not where it stands: for \1 in range(len(\2)) gives places",
    "list indices must be integers.*tuple":
    "a list of lists takes [row][column]; np.array(…) makes it an array",
    rf"{NO_PLACE} § \[[^§\]]*{DIVIDED}": "places are whole numbers: use // in place of /",
    rf"{NO_PLACE} § \[[^§\]]*{FROM_DIVIDED}":
    r"places are whole numbers: where \1 is computed, use // in place of /",
    "only integer scalar arrays": "one whole number is wanted there, and this is an array: print it",
    "only int indices permitted": "unravel_index takes the place of the largest, argmax, and not its value",
    NO_PLACE: "a place is a whole number, and one there is not: print it",
    "either both or neither": "np.where takes three things: a condition, what to take where it holds, and "
    "what to take elsewhere",
    r"unexpected keyword argument § \bkeepdim=": "it is written keepdims with its s",
    "unexpected keyword argument": "the name before that = is not known there: is it spelled right?",
    r"'NoneType' §§ \b(\w+) = \1\.(append|extend|insert|sort|reverse|fill)\(":
    r".\2 changes \1 itself, and gives "
    r"None: leave \1 = out",
    "'NoneType'": "something there is None, as a function without return gives it, or one that only changes "
    "what it gets",
    "(function|method|ufunc)' (object|and )|(and|not) '?\\S*([fF]unction|method|ufunc)|unary .*([fF]unction|"
    "method|ufunc)'": "a function was not called: round brackets after its name call it, x.copy()",
    "Generator' object is not callable": "rng is handed over ready: leave its brackets off",
    "(int|float|array|tuple|list)[0-9]*' object is not callable": "round brackets are for functions: x.size "
    "has none, cells are in square ones, × is *, and after sum = … sum is no longer Python's",
    "(operand|instances).*'tuple'|concatenate tuple|'tuple' object cannot be": "a tuple is not a number: "
    "of x.shape, x.shape[0] is the number of rows and x.shape[1] that of columns",
    "(operand|unary).*'list'|non-int of type|concatenate list":
    "a list does not compute: np.array(…) makes an "
    "array of it",
    "cannot unpack non-iterable": "one number goes into one name: len(x) is one, x.shape has two",
    "(int|float)[0-9]*' object is not iterable": "a number has nothing to go through: for takes range(n)",
    "negative dimensions": "a shape came out below 0: len(x) counts its rows, x.size all of its cells",
    rf"'list' object {NO_COUNT} § \brange\((\w+)\)": r"range takes a number, and \1 is a list: len(\1)",
    f"'str' object {NO_COUNT}": "text stands where a number belongs: are there quotes too many?",
    rf"{NO_COUNT} § {DIVIDED}": "range and shapes take whole numbers: use // in place of /",
    f"{NO_COUNT} § {FROM_DIVIDED}":
    r"range and shapes take whole numbers: where \1 is computed, use // in place of /",
    rf"{NO_COUNT} § \brange\((\w+)\) § \bfor \1 in (\w+)\b(?!\()":
    r"for \1 in \2 gives what stands in \2, and range "
    "takes how many",
    NO_COUNT: "range and shapes take whole numbers, and this is not one: print it",
    rf"{NOT_YET} §§ \b(\w+) = (-?[\d.e]+)\b[^§]*> \1\b":
    r"\1 begins at \2, and nothing there is larger: begin it "
    "at -np.inf",
    rf"{NOT_YET} §§ \b(?:for|while)\b": "give it its first value before the loop",
    NOT_YET: "give it its first value above that line",
    "name 'np' is not defined": "a line above makes it, import numpy as np",
    r"name '(\w+)' is not defined §§ (?<![\w.])\1\[[^\n\]]*\] *[-+*/]?=(?!=)":
    r"\1 is filled and was never made: "
    r"make it before the loop, \1 = np.zeros(…)",
    r"name '(\w+)' is not defined §§ (?<![\w.])\1\.append\(":
    r"\1 was never made: make it before the loop, \1 = []",
    "is not defined": "has the cell that makes it been run, and is it spelled the same?",
    rf"does not support item assignment § of \w+: (\w+)\[{MADE}":
    r"\1 comes from outside, and is not an array: make one "
    r"before it is filled, \1 = np.zeros(…)",
    "(int|float)[0-9]*' object does not support item":
    "a single number has no cells: np.zeros(…) makes an array",
    rf"{DENSE} §§ Dense\.random\(": r"\1 values come to it: Dense.random(rng, \1, \2) takes so many",
    DENSE: r"\1 values come to it: its weights have shape (\1, \2) then",
    "does not fit: .* gives it [0-9]+×.*Dense takes": "a Dense takes a row of values: a Flatten before it "
    "makes one of the maps",
    r"Network.__init__\(\) takes": "a Network takes its layers in one list: square brackets around them",
    r"must be square § \b(\w*conv2d|feature_map)\(":
    r"\1 takes square kernels alone; two loops go through the "
    "cells of one that is not",
    "maximum recursion": "the function calls itself without end",
    "too many indices": "print the array's shape: it has fewer axes than the brackets name",
    "not all be the same": "rows differ in length",
    "has no attribute '(append|extend)'": "an array does not grow: np.zeros(…) makes one to be filled",
    "has no attribute 'count'": "a list has it, an array has not: (a == b).sum() counts where two agree",
    "'(float|int)' object has no attribute 'round'": "round(x, 2) rounds a number; better return it as it is",
    "'(float|int)' object has no attribute": "that is a single number, and not an array",
    "unhashable": "arrays and lists cannot be keys, or in a set, and so not in lru_cache: leave it out",
    "(infinity|NaN) to integer": "an array of whole numbers takes no inf or nan: copy it with .astype(float)",
    "Cannot cast ufunc": "an array of whole numbers takes no fractions: make a copy with .astype(float)",
}  # fmt: skip


def hint_for(what, line, text):
    """What to look at, by what was said, the line and the function's text; "" if nothing is known."""
    told = f"{what}\n§ {line}\n§ {text}"
    for ways, hint in HINTS.items():
        pattern = ways.replace(" §§ ", IN_LINE * 2).replace(" § ", IN_LINE)
        if found := re.search(rf"\A[^§]*?(?:{pattern})", told):
            return found.expand(hint)
    return ""
