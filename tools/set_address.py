"""Set the course's public address everywhere: `make address URL=https://github.com/owner/name`.

Links and first cells are made anew, for the version that is here; where else it stands, it is replaced.
No lesson is run. Everything is computed before anything is written, and written whole or not at all.
"""

import os
import re
import shutil
import sys

import addresses
import nbformat
from write_notebooks import with_setup

ROOT = addresses.ROOT
# The last is written last.
PLACES = ["*.md", "*.cff", "docs/**/*", "notebooks/*", ".github/**/*", "pyproject.toml"]
ADDRESS = re.compile(r"https://github\.com/((?!-)[A-Za-z\d-]{1,39}(?<!-))/(?!\.{1,2}$)([\w.-]{1,100})", re.A)


class WrongAddressError(ValueError):
    """What was given is not the address of a repository on GitHub."""


def checked(url):
    """The address as pyproject.toml holds it, or WrongAddressError."""
    tidy = re.sub(r"(\.git)?/*$", "", url.strip())
    if ADDRESS.fullmatch(tidy):
        return tidy
    parts = re.search(r"(?i)github\.com[/:]+([\w-]+)/([\w.-]+?)(?:\.git)?(?:[/?#]|$)", tidy)
    meant = f"https://github.com/{parts[1]}/{parts[2]}" if parts else ""
    meant = meant if ADDRESS.fullmatch(meant) else "https://github.com/owner/name, with your own two names"
    raise WrongAddressError(
        f"URL is {url!r}; it must be a repository on GitHub, like https://github.com/owner/name, "
        f"since the links to Colab and Binder are made from it. Try: make address URL={meant}"
    )


def forms(repository):
    """The beginnings of all addresses that are made from a repository's."""
    name = repository.removeprefix("https://github.com/")
    yield repository
    yield f"https://colab.research.google.com/github/{name}"
    yield f"https://mybinder.org/v2/gh/{name}"
    yield addresses.site(repository).rstrip("/")


def moved(text, old, new):
    """A text in which what lies under the old repository lies under the new one; examples (URL=...) stay."""
    for before, after in zip(forms(old), forms(new), strict=True):
        end = r"(?![\w-]|\.(?!git\b)\w)"  # another repository's name may begin like this one's
        text = re.sub(rf"(?<!URL=){re.escape(before)}{end}", lambda _, after=after: after, text)
    return text


def remade(path, text):
    """A file's text, with the links and cells in it that are made from the address as it is."""
    if path in addresses.MADE:
        return addresses.MADE[path](text)
    if path.suffix == ".ipynb":
        notebook = nbformat.reads(text, as_version=4)
        before = [cell.source for cell in notebook.cells]
        made = with_setup(notebook, path.name)
        return text if before == [cell.source for cell in made.cells] else nbformat.writes(made) + "\n"
    return text


def everywhere(new):  # -> {path: (bytes as they are, bytes as they must be)}, pyproject.toml last
    old, texts = addresses.REPOSITORY, {}
    for path in [path for place in PLACES for path in sorted(ROOT.glob(place)) if path.is_file()]:
        try:
            was = path.read_bytes()
            text = was.decode("utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        try:
            text = moved(remade(path, text), old, new)
        except nbformat.reader.NotJSONError as error:
            raise OSError(f"{path.relative_to(ROOT)} cannot be read: {error}") from None
        if path == ROOT / "README.md":
            text = addresses.with_note(text, new)
        texts[path] = was, text.encode("utf-8")
    return {path: (was, text) for path, (was, text) in texts.items() if was != text}


def write(texts):
    """Write all files, or leave all as they are: old and new are laid aside first, then put in place."""
    asides = {
        path: [path.with_name(f".{path.name}.{os.getpid()}.{end}.part") for end in ("old", "new")]
        for path in texts
    }
    placed = []
    try:
        for path, both in asides.items():
            for aside, content in zip(both, texts[path], strict=True):
                aside.write_bytes(content)
                shutil.copymode(path, aside)
        for path, (_, new) in asides.items():
            placed.append(path)
            os.replace(new, path)
    except BaseException:  # Ctrl-C too
        for path in placed:
            os.replace(asides[path][0], path)
        raise
    finally:
        for aside in [aside for both in asides.values() for aside in both]:
            aside.unlink(missing_ok=True)


def main(url):
    if not url:
        sys.exit(
            "Which address? Try: make address URL=https://github.com/owner/name\n"
            f"It is now {addresses.REPOSITORY}."
        )
    try:
        new = checked(url)
        texts = everywhere(new)
        write(texts)
    except WrongAddressError as error:
        sys.exit(f"{error}\nNothing was changed.")
    except OSError as error:
        sys.exit(f"{error}\nNothing was changed. Mend that, then run the same command again.")
    print(f"The address is {new}; {len(texts)} files changed." if texts else f"The address is {new} already.")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
