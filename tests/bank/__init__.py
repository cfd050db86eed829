"""Answers to the lessons' exercises as many students would hand them in, right and wrong: one file a lesson.

Written by somebody who had read the lessons and not how answers are examined (`xo_helpers/checks/`, and
its tests): the only measure was the lesson's text, computed anew.

Each file has two tables. An answer is what the learner would hand to `check`: a function, an array, a number.

    RIGHT = {"exercise": [answer, ...]}
    WRONG = {"exercise": {"what went wrong, in a few words": answer, ...}}

What takes long to examine, since a network is trained, stands in SLOW_RIGHT and SLOW_WRONG of the same forms.
ARGUABLE, of WRONG's form, has answers that the lesson's text leaves open: a check may take them or not, but
should say something sensible. Some answers change what they are given, so give each its own copy; some print.

To add one: write it as the learner would, with the names that the lesson has before its exercise (they stand
at the top of the file), as a lambda in the table or as a function above it. Wrong is what gives a wrong
result for some input that the lesson's text allows, breaks off, or is of another kind than was asked for.
What is left over goes to ARGUABLE. Do not look at the check first, and do not change an answer because the
check differs: one of the two is mistaken, and the bank is there to find out which.
"""
