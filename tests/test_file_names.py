"""Files that cannot be: by name, by kind, or as they were opened; each is told by the name that was given."""

import io
import os
from pathlib import Path

import numpy as np
import pytest

from xo_helpers import network, pixels
from xo_helpers.layers import ReLU
from xo_helpers.network import Network, load_network

NETWORK = Network([ReLU()])


class Bytes:
    def __fspath__(self):
        return b"net"


@pytest.mark.parametrize("name", [Bytes(), "\ud800", "a\ud800.npz", Path("\ud800")])
@pytest.mark.parametrize("use", [NETWORK.save, load_network])
def test_a_name_of_bytes_or_of_half_a_sign_is_none(use, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="file is .*; it must be a name") as refused:
        use(name)
    assert type(refused.value) is ValueError
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("mode", "use"), [("w", "write"), ("rb", "write"), ("r", "read"), ("wb", "read"), ("closed", "both")]
)
def test_a_file_that_was_opened_otherwise_is_said(mode, use, tmp_path):
    NETWORK.save(tmp_path / "net")
    with open(tmp_path / "net.npz", "rb" if mode == "closed" else mode) as file:
        if mode == "closed":
            file.close()
        for name, act in (("write", NETWORK.save), ("read", load_network)):
            if use in (name, "both"):
                with pytest.raises(
                    ValueError, match=rf"file is .*, closed or not for bytes to {name}; try open\(…, .[rw]b"
                ):
                    act(file)
    with pytest.raises(ValueError, match="closed or not for bytes to write"):
        NETWORK.save(io.StringIO())


def told(use, name):
    with pytest.raises(OSError) as raised:
        use(name)
    return type(raised.value), str(raised.value)


def test_what_the_system_refuses_is_said_with_the_name_that_was_given(tmp_path):
    long, beyond = tmp_path / ("a" * 300), tmp_path / "file" / "net"
    (tmp_path / "file").write_bytes(b"")
    for use, verb in ((NETWORK.save, "written"), (load_network, "read")):
        kind, text = told(use, long)
        assert (kind, text) == (
            OSError,
            f"{long} cannot be {verb} (File name too long); give another name, or another folder",
        )
    assert told(load_network, beyond) == (
        NotADirectoryError,
        f"{beyond} cannot be read (Not a directory); give another name, or another folder",
    )
    assert told(NETWORK.save, beyond)[1].startswith(f"there is no folder for {beyond}")
    assert told(load_network, tmp_path / "gone") == (
        FileNotFoundError,
        f"there is no file {tmp_path / 'gone.npz'}; is it in another folder?",
    )
    assert (
        told(pixels.read_picture, tmp_path / "gone.png")[1]
        == f"there is no file {tmp_path / 'gone.png'}; is it in another folder?"
    )
    (tmp_path / "folder.npz").mkdir()
    assert told(load_network, tmp_path / "folder") == (
        IsADirectoryError,
        f"{tmp_path / 'folder'} is a folder; give the name of a file",
    )


def test_a_folder_that_cannot_be_written_to_is_told_by_the_name_that_was_given(tmp_path, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied", "a hidden name")

    monkeypatch.setattr(Path, "open", refused)  # who is root may write anywhere
    kind, text = told(NETWORK.save, tmp_path / "net")
    assert (kind, text) == (
        PermissionError,
        f"{tmp_path / 'net'} cannot be written (Permission denied); give another name, or another folder",
    )
    assert [*tmp_path.iterdir()] == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_nobody_waits_for_what_a_pipe_never_sends(tmp_path):
    os.mkfifo(tmp_path / "net.npz")
    for use, says in (
        (load_network, "is not a regular file; give the name of one that is"),
        (NETWORK.save, "is not a regular file, and stays; give another name"),
        (pixels.read_picture, "it must be the name of a picture's file"),
        (pixels.grey_levels, "it must be the name of a picture's file"),
    ):
        with pytest.raises(ValueError, match=says):
            use(tmp_path / "net.npz")
    assert (tmp_path / "net.npz").is_fifo()


def test_an_open_file_without_a_mode_is_used():
    file = io.BytesIO()
    NETWORK.save(file)
    file.seek(0)
    assert np.array_equal(load_network(file).forward(np.ones((9, 9))), np.ones((1, 1, 9, 9)))


def test_a_network_that_one_may_not_read_is_told_by_its_name(tmp_path, monkeypatch):
    def forbidden(file):
        raise PermissionError(13, "Permission denied")

    Network([ReLU()], (1, 2, 2)).save(tmp_path / "n.npz")
    monkeypatch.setattr(network, "read_arrays", forbidden)  # who runs as root may read everything
    with pytest.raises(PermissionError, match=r"n.npz is there, and you may not read it; ask whose it is"):
        load_network(tmp_path / "n.npz")
