"""A private name of ipykernel's, and why the course uses it."""

from contextlib import suppress


def let_the_page_choose(comm):
    """Let what a page sends come in by the shell that the page names, as in ipykernel 7.0.

    From 7.4 on ipykernel hands it to the shell that wrote to the page last: while a training runs that is the
    busy one, and Stop would wait for its end. Another kernel, or a later version without
    this name, ignores it: then the monitor finds out that no button is heard, and says to use Interrupt.
    """
    with suppress(AttributeError):  # of a comm that takes no more names
        comm._reply_subshell_for = None
