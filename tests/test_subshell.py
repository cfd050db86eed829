"""A private name of ipykernel's: that it is still what ipykernel asks for, and that others take no notice."""

import importlib.metadata
import inspect

from ipykernel import kernelbase
from ipykernel.comm import comm as comms

from xo_helpers.widgets.training_monitor.subshell import let_the_page_choose


def test_ipykernel_still_asks_for_this_name_and_takes_none_for_an_answer():
    asks = 'getattr(comm, "_reply_subshell_for", None)' in inspect.getsource(kernelbase)
    version = tuple(map(int, importlib.metadata.version("ipykernel").split(".")[:2]))
    assert asks == (version >= (7, 4)), "see subshell.py: is its name another one now, or needed no more?"
    comm = getattr(comms, "BaseComm", comms.Comm)(target_name="a test", primary=False)  # the latter in 6.17
    let_the_page_choose(comm)
    assert getattr(comm, "_reply_subshell_for", None) is None


def test_a_comm_that_takes_no_more_names_is_left_as_it_is():
    class Closed:
        __slots__ = ("target_name",)

    for comm in (Closed(), None, 3):
        let_the_page_choose(comm)
        assert not hasattr(comm, "_reply_subshell_for")
