#!/bin/sh
# Make .venv and install the course into it:  sh tools/setup.sh lab|test|peers
# Stamps in .venv say what is installed, so that a second run returns at once.
set -eu
cd "$(dirname "$0")/.."
case ${1:-} in
    lab) extras=lab levels="lab" ;;
    test) extras=lab,test levels="lab test" ;;
    peers) extras=lab,test,peers levels="lab test peers" ;;
    *) echo "usage: sh tools/setup.sh lab|test|peers" >&2 && exit 2 ;;
esac
# The folder belongs to it: .venv points back here, so a moved course is installed again; a new address changes nothing.
wanted=$({ pwd && grep -v '^Repository = ' pyproject.toml && cat constraints/tested.txt; } | cksum)
if [ "$(cat ".venv/.has-$1" 2>/dev/null)" = "$wanted" ] && .venv/bin/python -Ic 'import xo_helpers' 2>/dev/null; then
    exit 0
fi

say() { printf '%s\n' "$@" >&2; }

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
if [ -e .venv/.unfinished ] || ! .venv/bin/python -c "import pip; $new_enough" 2>/dev/null; then
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3 python3.14 python3.13 python3.12 python3.11; fi
    python='' found='' bare=''
    for name; do
        # It counts if it runs a program: a version manager leaves commands that only fail.
        version=$("$name" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
        found="${found:+$found, }$name is $version"
        "$name" -c "$new_enough" || continue
        if "$name" -c 'import ensurepip, venv' 2>/dev/null; then python=$name && break; fi
        bare=${bare:-${version%.*}}
    done
    if [ -z "$python" ] && [ -n "$bare" ]; then
        say "Python $bare is here, but without the part that makes environments (venv and ensurepip)." \
            "On Debian or Ubuntu it is a package of its own:  sudo apt install python$bare-venv" \
            "Then run the same command again."
        exit 1
    elif [ -z "$python" ]; then
        say "The course needs Python 3.11 or newer. Found here: ${found:-no Python that runs${PYTHON:+ as $PYTHON}}." \
            "  Debian or Ubuntu:    sudo apt install python3 python3-venv" \
            "  conda:               conda env create -f environment.yml && conda activate xo-helpers" \
            "  elsewhere:           an installer from python.org" \
            "Then run the same command again. If a newer one is here by another name:  make lab PYTHON=/path/to/python"
        exit 1
    fi
    [ ! -e .venv ] || say "The .venv that is here does not work; making it anew."
    rm -rf .venv
    mkdir .venv
    : >.venv/.unfinished # whatever stops us before it goes, the next run starts over
    "$python" -m venv .venv || { rm -rf .venv && exit 1; }
    rm .venv/.unfinished
fi

log=.venv/setup.log
export PIP_RETRIES="${PIP_RETRIES:-3}" PIP_DISABLE_PIP_VERSION_CHECK=1
# Uncompiled: of all that is installed few modules are ever imported, and those are compiled then.
install() { .venv/bin/python -m pip install --no-compile "$@" -e ".[$extras]" >"$log" 2>&1; }

say "Installing what the course needs into .venv; the first time takes a few minutes ..."
# Wheels only: a version that has none for this Python would be compiled, for a long time or in vain.
if ! install -c constraints/tested.txt --only-binary :all:; then
    if grep -q Retrying "$log"; then
        say "The packages could not be downloaded: the network does not answer." \
            "The first use needs it, and so does a use after an update of the course." \
            "Connect, then run the same command again: it goes on from here. (What pip said is in $log.)"
        exit 1
    fi
    say "Not every version that the course was tested with is to be had for this Python; taking the newest ..."
    if ! install; then
        tail -n 15 "$log" >&2
        say "" "The packages could not be installed. Above are the last words of pip; $log has all of them." \
            "Mend what it names, then run the same command again: it goes on from here."
        exit 1
    fi
fi
for level in $levels; do echo "$wanted" >".venv/.has-$level"; done
