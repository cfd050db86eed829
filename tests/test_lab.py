"""`make lab`: a learner's copies are made once and never overwritten."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest
from jupyter_client import KernelManager
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

ROOT = Path(__file__).parents[1]


@pytest.fixture
def lab_script(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("lab_script", ROOT / "tools" / "lab.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    monkeypatch.setattr(module, "LESSONS", tmp_path / "notebooks")
    monkeypatch.setattr(module, "MINE", tmp_path / "my-course")
    return module


def test_copies_are_made_once_and_a_learners_work_is_kept(lab_script):
    names = sorted(path.name for path in lab_script.LESSONS.glob("*.ipynb"))
    assert lab_script.copy_new() == names
    mine = lab_script.MINE / names[0]
    mine.write_text("my work")
    (lab_script.LESSONS / names[0]).write_text("a newer lesson")
    (lab_script.LESSONS / "99_new.ipynb").write_text("{}")
    assert lab_script.copy_new() == ["99_new.ipynb"]
    assert mine.read_text() == "my work"
    assert not list(lab_script.MINE.glob("*.md"))


@pytest.mark.parametrize(("user", "root"), [(0, True), (1000, False)])
def test_root_is_allowed_when_and_only_when_the_user_is_root(lab_script, monkeypatch, user, root):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    assert ("--allow-root" in lab_script.command([])) == root


def test_without_a_screen_no_browser_is_tried(lab_script, monkeypatch):
    monkeypatch.setattr(lab_script.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    assert "--no-browser" in lab_script.command([])
    monkeypatch.setenv("DISPLAY", ":0")
    assert "--no-browser" not in lab_script.command([])
    assert "--LabApp.default_url=/lab/tree/01.ipynb" in lab_script.command(["01.ipynb"])


def test_the_server_sends_what_the_kernel_says_at_once(lab_script, monkeypatch, tmp_path):
    env = lab_script.with_our_settings({"JUPYTER_CONFIG_PATH": str(tmp_path)})
    assert env["JUPYTER_CONFIG_PATH"].split(os.pathsep)[1] == str(tmp_path)  # the user's own stays
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", env["JUPYTER_CONFIG_PATH"])
    server = ServerApp()
    server.load_config_file()
    connection = server.kernel_websocket_connection_class
    asked, handler = [], KernelWebsocketHandler.__new__(KernelWebsocketHandler)
    handler.set_nodelay = asked.append
    monkeypatch.setattr(connection.__base__, "connect", lambda self: asked)
    assert connection(parent=KernelManager(), websocket_handler=handler).connect() == [True]
