"""Files of arrays: whole or not at all, under one name, and read with a limit."""

import codecs
import gzip
import io
import json
import re
import tempfile
import time
import tracemalloc
import zipfile
from operator import add

import numpy as np
import pytest

from xo_helpers import files
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU
from xo_helpers.network import Network, load_network
from xo_helpers.training import evaluate

IMAGE = np.random.default_rng(0).normal(size=(1, 1, 9, 9))


def made(**settings):
    rng = np.random.default_rng(1)
    front = [Conv2D.random(rng, 1, 2, **settings), ReLU(), MaxPool2D(np.int64(2), np.int8(2)), Flatten()]
    inputs = Network(front).output_shape[0]
    return Network([*front, Dense.random(rng, inputs, 2)])


@pytest.mark.parametrize("name", ["net", "net.npz", "a.net", "net.v2.npz"])
def test_it_is_saved_and_loaded_under_one_name(tmp_path, name):
    network = made(stride=np.int64(2), padding=np.uint8(1))
    for file in (tmp_path / name, str(tmp_path / name)):
        network.save(file)
        assert np.array_equal(load_network(file).forward(IMAGE), network.forward(IMAGE))
    assert len([*tmp_path.iterdir()]) == 1


def test_a_setting_that_was_changed_is_saved_as_it_is_and_an_open_file_is_written_to():
    network = made()
    network[2].stride = 3
    network = Network(list(network[:4]))
    file = io.BytesIO()
    network.save(file)
    file.seek(0)
    assert np.array_equal(load_network(file).forward(IMAGE), network.forward(IMAGE))


def in_utf8(file):  # as `codecs.open` makes one
    return codecs.StreamReaderWriter(file, codecs.getreader("utf-8"), codecs.getwriter("utf-8"))


class WritesAlone:
    def __init__(self, file):
        self.write = file.write


def test_a_file_that_only_goes_on_is_written_to(tmp_path):
    network, plain, packed = made(), tmp_path / "plain", tmp_path / "packed"
    with plain.open("wb") as file, gzip.open(packed, "wb") as gz:
        network.save(WritesAlone(file))
        network.save(gz)
    with plain.open("rb") as file, gzip.open(packed) as gz:
        for written in file, gz:
            assert np.array_equal(load_network(written).forward(IMAGE), network.forward(IMAGE))


@pytest.mark.parametrize(
    ("opened", "given"),
    [
        (tempfile.NamedTemporaryFile, {"mode": "w+", "encoding": "utf-8"}),
        (in_utf8, {"file": io.BytesIO()}),
        (open, {"file": "net", "mode": "w+", "encoding": "utf-8"}),
        (io.StringIO, {}),
    ],
)
def test_a_file_for_text_is_told_apart_however_it_was_opened(tmp_path, monkeypatch, opened, given):
    monkeypatch.chdir(tmp_path)
    with opened(**given) as file:
        for use in (made().save, load_network):
            with pytest.raises(ValueError, match=r"not for bytes to (write|read); try open\(…, .(wb|rb)"):
                use(file)


@pytest.mark.parametrize("reach", [None, 0.5, np.float32(3), 1e300, np.inf])
def test_how_far_an_input_may_go_is_saved_too(reach, tmp_path):
    network = Network([Flatten(), Dense(np.ones((81, 2)))], reach=reach)
    network.save(tmp_path / "net")
    loaded = load_network(tmp_path / "net")
    assert loaded.reach == network.reach == (reach or 1)
    assert add(loaded[:1], [ReLU()]).reach == loaded.reach
    assert loaded[1:].reach == np.inf
    assert Network(*files.built(json.dumps(PLAN))).reach == 1  # an older file says nothing of it
    loaded.reach = "far"
    for use in (
        lambda: loaded.save(tmp_path / "net"),
        lambda: loaded.forward(IMAGE),
        lambda: evaluate(loaded, IMAGE, [0]),
    ):
        with pytest.raises(
            ValueError, match="reach is 'far'; it must be a number above 0, as far as an input"
        ):
            use()
    loaded.reach = None
    assert loaded.forward(IMAGE).shape == (1, 2)


def test_a_layer_that_could_not_be_loaded_is_not_saved(tmp_path):
    class Mine(ReLU):
        kind = "mine"

    with pytest.raises(ValueError, match="layers of kind 'mine' cannot be loaded again"):
        Network([Mine()]).save(tmp_path / "net")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"]
)
def test_what_stops_it_leaves_the_file_that_was_there(tmp_path, monkeypatch, error):
    network = made()
    network.save(tmp_path / "net")
    before = (tmp_path / "net.npz").read_bytes()

    def half(stream, **arrays):
        stream.write(b"half of it")
        raise error

    monkeypatch.setattr(files.np, "savez", half)
    with pytest.raises(type(error)):
        network.save(tmp_path / "net")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [before]


def test_a_new_file_may_be_read_by_whom_the_system_lets(tmp_path):
    made().save(tmp_path / "net")
    (tmp_path / "usual").touch()
    modes = [(tmp_path / name).stat().st_mode for name in ("net.npz", "usual")]
    assert modes[0] == modes[1]


def header(descr, shape):
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": descr, "fortran_order": False, "shape": shape})
    return file.getvalue()


PLAN = {"input_shape": [1, 9, 9], "layers": [{"kind": "relu"}]}
STRANGE = {
    "says to be huge": {"a.npy": header("<f8", (10**9, 10**9)) + bytes(80)},
    "more than there is": {"a.npy": header("<f8", (10**7,)) + bytes(80)},
    "a bomb": {"a.npy": header("<f8", (20_000_000,)) + bytes(160_000_000)},
    "a pickle": {"a.npy": header("|O", (1,)) + b"cos\nsystem\n."},
    "many": {f"a{at}.npy": header("<f8", (1,)) + bytes(8) for at in range(2000)},
    "deep": {"plan": "[" * 200_000},
    "very many layers": {
        "plan": json.dumps(PLAN | {"layers": [{"kind": "relu"}] * 50_000 + [{"kind": "deep"}]})
    },
    "an endless number": {"plan": '{"input_shape": [1, 9, ' + "9" * 6000 + '], "layers": []}'},
    "no shape": {"plan": json.dumps(PLAN | {"input_shape": "199"})},
    "an empty shape": {"plan": json.dumps(PLAN | {"input_shape": [1, 0, 9]})},
    "no layers": {"plan": json.dumps(PLAN | {"layers": 5})},
    "an odd stride": {"plan": json.dumps(PLAN | {"layers": [{"kind": "pool", "stride": [2]}]})},
    "a layer without its weights": {"plan": json.dumps(PLAN | {"layers": [{"kind": "conv"}]})},
    "weights of no layer": {"plan": json.dumps(PLAN), "conv1.kernels.npy": header("<f8", (1,)) + bytes(8)},
    "a long text": {"plan": json.dumps(PLAN) + " " * 2_000_000},
    "as many lengths as layers": {
        "plan": json.dumps({"input_shape": [1] * 6000, "layers": [{"kind": "relu"}] * 6000})
    },
    "many layers": {"plan": json.dumps(PLAN | {"layers": [{"kind": "relu"}] * 1001})},
    "a long number": {"plan": '{"input_shape": [1, 9, ' + "9" * 4000 + '], "layers": []}'},
    "no plan": {"a.npy": header("<f8", (1,)) + bytes(8)},
    **{
        f"a reach of {far}": {"plan": json.dumps(PLAN | {"reach": far})}
        for far in (0, -1, "1", [1], np.nan, 10**400)
    },
    "a layer of another kind": {"plan": json.dumps(PLAN | {"layers": [{"kind": "deep"}]})},
    "another version": {"a.npy": b"\x93NUMPY\x07\x00" + bytes(100)},
}


@pytest.mark.parametrize("kind", STRANGE)
def test_a_strangers_file_is_refused_soon_and_takes_little(tmp_path, kind):
    file = tmp_path / "strange.npz"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in STRANGE[kind].items():
            if name == "plan":
                text = io.BytesIO()
                np.save(text, np.array(content))
                name, content = "plan.npy", text.getvalue()
            archive.writestr(name, content)
    tracemalloc.start()
    begun = time.process_time()
    with pytest.raises(ValueError, match="is not a whole network written by Network.save: .*; save it again"):
        load_network(file)
    assert tracemalloc.get_traced_memory()[1] < 100e6
    tracemalloc.stop()
    assert time.process_time() - begun < 5  # a second, on a machine that has nothing else to do


def test_weights_that_are_no_numbers_are_refused(tmp_path):
    network = made()
    for parameters, says in (
        (
            {"kernels": np.full((2, 1, 3, 3), np.nan)},
            "there is nan in conv1.kernels; replace it with a number",
        ),
        ({"kernels": None}, "conv1.kernels is None; it must hold plain numbers"),
        ({"kernels": np.ones((2, 1, 3, 2))}, r"kernels have shape \(2, 1, 3, 2\)"),
        ({"scale": np.ones(1)}, "could not be loaded again: .*scale"),
    ):
        network = made()
        network[0].parameters |= parameters
        with pytest.raises(ValueError, match=says):
            network.save(tmp_path / "net")
        assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(("most", "value"), [("LARGEST", 2000), ("MOST", 3)])
def test_what_is_too_large_to_be_loaded_is_not_saved(tmp_path, monkeypatch, most, value):
    monkeypatch.setattr(files, most, value)
    with pytest.raises(ValueError, match="it has 5"):
        made().save(tmp_path / "net")
    assert [*tmp_path.iterdir()] == []


def test_a_network_of_seventy_megabytes_is_loaded(tmp_path):
    wide = Network([Flatten(), Dense(np.zeros((8910, 1000)))], (1, 81, 110))
    wide.save(tmp_path / "net")
    assert load_network(tmp_path / "net").shapes == wide.shapes


def test_who_may_read_a_file_stays_a_link_is_followed_and_a_long_name_is_no_longer(tmp_path):
    network, long = made(), tmp_path / ("a" * 247 + ".npz")
    network.save(long)
    long.chmod(0o600)
    (tmp_path / "link.npz").symlink_to(long)
    before = long.stat().st_ino
    network.save(tmp_path / "link")
    assert (tmp_path / "link.npz").is_symlink()
    assert long.stat().st_ino != before
    assert long.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_in_the_way_or_missing_is_told_by_the_name_that_was_given(tmp_path):
    (tmp_path / "net.npz").mkdir()
    with pytest.raises(IsADirectoryError, match="net is a folder; give the name of a file"):
        made().save(tmp_path / "net")
    with pytest.raises(FileNotFoundError, match="there is no folder for .*gone/net; make it first"):
        made().save(tmp_path / "gone/net")


def test_what_stands_before_an_archive_is_refused_in_plain_words():
    file = io.BytesIO()
    made().save(file)
    with pytest.raises(ValueError, match="it begins with something else; save it again$"):
        load_network(io.BytesIO(b"xx" + file.getvalue()))
    empty = b"PK\5\6" + bytes(18)
    with pytest.raises(ValueError, match="it holds nothing; save it again$"):
        load_network(io.BytesIO(empty))


@pytest.mark.parametrize("name", ["dd/", "..", "./", "dd/.."])
def test_a_folder_is_told_from_a_file_before_it_is_there(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    for use in (made().save, load_network):
        with pytest.raises(
            IsADirectoryError, match=f"^{re.escape(name)} is a folder; give the name of a file$"
        ):
            use(name)
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", [5, None, b"net", "", ".", "a\0b", ["net"], {}])
def test_what_is_no_name_is_no_file(name):
    for use in (made().save, load_network):
        with pytest.raises(
            ValueError, match="file is .*; it must be a name, like .mine.npz., or a file that is open"
        ):
            use(name)


def test_an_encrypted_or_other_archive_is_refused_and_a_folder_is_called_one(tmp_path):
    file = io.BytesIO()
    made().save(file)
    locked = bytearray(file.getvalue())
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := locked.find(signature, at + 1)) >= 0:
            locked[at + flags] |= 1
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.npy", header("<f8", (1,)) + bytes(8))
    for content in (bytes(locked), packed.getvalue(), b"PK\x05\x06" + bytes(18), bytes(1000)):
        with pytest.raises(ValueError, match="is not a whole network written by Network.save"):
            load_network(io.BytesIO(content))
    (tmp_path / "net.npz").mkdir()
    with pytest.raises(IsADirectoryError):
        load_network(tmp_path / "net")


def test_what_can_be_run_can_be_saved(tmp_path):
    network = made()
    network[0].parameters["kernels"] = network[0].parameters["kernels"].astype(np.float32).tolist()
    network[4].parameters["bias"] = np.array([1, 2], np.int8)
    network.save(tmp_path / "net")
    assert np.array_equal(load_network(tmp_path / "net").forward(IMAGE), network.forward(IMAGE))
