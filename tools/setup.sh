#!/bin/sh
# Make .venv, and have packages.py install the course into it:  sh tools/setup.sh lab|test|peers|mutants
# Where all is there, it returns at once; what is half there is repaired.
set -eu
cd "$(dirname "$0")/.."
case ${1:-} in
    lab | test | peers | mutants) level=$1 ;;
    *) echo "usage: sh tools/setup.sh lab|test|peers|mutants" >&2 && exit 2 ;;
esac
unset PYTHONHOME PYTHONPATH
say() { printf '%s\n' "$@" >&2; }
stop() { say "$@" && exit 1; }

packages() { .venv/bin/python -I tools/packages.py "$1" "$level"; }
all_there() { [ ! -e .venv/.unfinished ] && packages whole 2>/dev/null; }
if all_there; then exit 0; fi

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
# A .venv that was moved or copied has scripts that call the Python of the old one.
moved() { [ -e .venv/bin/pip ] && ! head -n 3 .venv/bin/pip | grep -qF "$(pwd -P)/.venv/bin/python"; }
works() { [ ! -e .venv/.unfinished ] && .venv/bin/python -Ic "$new_enough" 2>/dev/null && ! moved; }

choose() { # -> $python, which can make environments
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3 python3.14 python3.13 python3.12 python3.11; fi
    found='' bare=''
    for name; do
        # It counts if it runs a program: a version manager leaves commands that only fail.
        version=$("$name" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
        found="${found:+$found, }$name is $version"
        "$name" -c "$new_enough" || continue
        if "$name" -c 'import ensurepip, venv' 2>/dev/null; then python=$name && return; fi
        bare=${bare:-${version%.*}}
    done
    [ -z "$bare" ] ||
        stop "Python $bare is here, but without the part that makes environments (venv and ensurepip)." \
            "On Debian or Ubuntu it is a package of its own:  sudo apt install python$bare-venv" \
            "Then run the same command again."
    stop "The course needs Python 3.11 or newer. Found here: ${found:-no Python that runs${PYTHON:+ as $PYTHON}}." \
        "  Debian or Ubuntu:    sudo apt install python3 python3-venv" \
        "  conda:               conda env create -f environment.yml && conda activate xo-helpers" \
        "  elsewhere:           an installer from python.org" \
        "Then run the same command again. If a newer one is here by another name:  make lab PYTHON=/path/to/python"
}

ours() { # whether .venv may be made anew: it was made here, or is empty
    for mark in .venv/.unfinished .venv/.made-here .venv/setup.log .venv/.has-*; do
        if [ -e "$mark" ]; then return; fi
    done
    [ ! -e .venv ] && [ ! -L .venv ] || { [ -d .venv ] && [ -z "$(ls -A .venv)" ]; }
}

[ -w . ] && [ -w tools/setup.sh ] ||
    stop "Nothing can be written in $(pwd), where what the course needs is installed." \
        "Copy the course into a folder of your own, and run the same command there."
python=''
works || choose
# One at a time: the lock is on this file, and goes with the shell that holds it. Some disks have no locks.
lock='import fcntl, sys
try: fcntl.flock(9, fcntl.LOCK_EX | (fcntl.LOCK_NB if "now" in sys.argv else 0))
except BlockingIOError: sys.exit(1)
except OSError: pass'
exec 9<>tools/setup.sh
if ! "${python:-.venv/bin/python}" -c "$lock" now; then
    say "Another make is installing into .venv; waiting for it ..."
    "${python:-.venv/bin/python}" -c "$lock"
    if all_there; then exit 0; fi
fi
if ! works; then
    ours || stop "There is a .venv here that does not work, and that was not made here: it stays as it is." \
        "Rename or delete it, then run the same command again:  mv .venv .venv.old"
    [ -n "$python" ] || choose
    [ ! -e .venv/bin ] || say "The .venv that is here does not work; making it anew."
    mkdir -p .venv
    : >.venv/.unfinished # whatever stops us before it goes, the next run starts over
    find .venv/ -mindepth 1 ! -name .unfinished -delete
    "$python" -m venv --without-pip .venv >&2 || stop "So Python could not make .venv. Mend that, then run the same command again."
    mv .venv/.unfinished .venv/.made-here
fi
packages install
