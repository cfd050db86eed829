"""A class comes at once: each user's server starts, opens lesson 03 and runs its cells; what does that take?

trial.py [users, 5 unless told]   in the environment of jupyterhub_config.py; it starts that hub, and ends it.

It prints, for each user, the seconds from *Start my server* to the server, to the lesson's first picture (by
its second cell) and to its last cell's end; and the memory of servers and kernels, each process by its own
share of what it uses (PSS).
"""

import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

HERE = Path(__file__).resolve().parent
LESSON = HERE.parents[1] / "notebooks/03_slide_it_everywhere.ipynb"
TOKEN = secrets.token_hex(16)
AUTHORISED = {"Authorization": f"token {TOKEN}"}


def free_port():
    """A port of this machine that nobody listens at."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def family(pid):
    """A process and all that it began."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *[one for child in children for one in family(int(child))]]


def megabytes(pid):
    """A process's share of the memory that it and others use."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


async def ask(address, method="GET", body=None, patience=180):
    """The JSON that an address gives, asked again until the hub is there."""
    end = time.monotonic() + patience
    while True:
        try:
            text = None if method == "GET" else json.dumps(body or {})
            asked = HTTPRequest(address, method, AUTHORISED, text, request_timeout=patience)
            answer = await AsyncHTTPClient().fetch(asked)
            return json.loads(answer.body or "null")
        except (OSError, HTTPClientError) as error:
            refused = isinstance(error, HTTPClientError) and error.code not in (404, 503)
            if refused or time.monotonic() > end:
                raise
            await asyncio.sleep(0.2)


async def run(channel, code):
    """Run a cell in a kernel, and wait for its end."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "trial", "username": "",
              "version": "5.3", "date": ""}  # fmt: skip
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    await channel.write_message(json.dumps(message))
    while True:
        told = json.loads(await channel.read_message())
        if told["parent_header"].get("msg_id") == header["msg_id"] and told["msg_type"] == "execute_reply":
            if told["content"]["status"] != "ok":
                raise RuntimeError(f"a cell failed: {told['content']}")
            return


async def user(name, hub, cells):
    """One learner: the seconds to the server, to the first picture and to the last cell's end."""
    began = time.monotonic()
    await ask(f"{hub}/hub/api/users/{name}", "POST")
    await ask(f"{hub}/hub/api/users/{name}/server", "POST")
    while not (await ask(f"{hub}/hub/api/users/{name}"))["servers"].get("", {}).get("ready"):
        await asyncio.sleep(0.1)
    times = [time.monotonic() - began]
    mine = f"{hub}/user/{name}/api"
    kernel = (await ask(f"{mine}/kernels", "POST", {"name": "python3"}))["id"]
    address = f"{mine}/kernels/{kernel}/channels".replace("http", "ws", 1)
    channel = await websocket_connect(HTTPRequest(address, headers=AUTHORISED), max_message_size=2**26)
    for at, code in enumerate(cells):
        await run(channel, code)
        if at in (1, len(cells) - 1):
            times.append(time.monotonic() - began)
    return name, times


def servers(hub_pid):
    """Of each user's server the process and all that it began."""
    for pid in family(hub_pid):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
        if any(word.endswith("jupyterhub-singleuser") for word in words):
            yield family(pid)


async def trial(users, process, hub):
    """Let so many come at once, and print what it took."""
    await ask(f"{hub}/hub/api/")
    notebook = json.loads(LESSON.read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    alone = sum(map(megabytes, family(process.pid)))
    done = await asyncio.gather(*(user(f"learner{at}", hub, cells) for at in range(1, users + 1)))
    for name, (up, first, last) in done:
        print(f"{name}: server {up:.1f} s, first picture {first:.1f} s, all {len(cells)} cells {last:.1f} s")
    seats = [(megabytes(own), sum(map(megabytes, kernels))) for own, *kernels in servers(process.pid)]
    server, kernel = (median(part) for part in zip(*seats, strict=True))
    print(f"server {server:.0f} MB, kernel {kernel:.0f} MB; the largest seat {max(map(sum, seats)):.0f} MB")
    together = sum(map(megabytes, family(process.pid)))
    print(f"the hub and its proxy {alone:.0f} MB; all together {together:.0f} MB")


def main(users=5):
    """Start the hub, let the class come, and end it."""
    with TemporaryDirectory() as folder:
        hub, own, proxy = (f"http://127.0.0.1:{free_port()}" for _ in range(3))
        told = {"XO_HUB": folder, "XO_HUB_URL": hub, "XO_HUB_PORT": own.rpartition(":")[2]}
        told |= {"XO_HUB_PROXY": proxy, "XO_HUB_TRIAL": TOKEN}
        command = [sys.executable, "-m", "jupyterhub", "-f", HERE / "jupyterhub_config.py"]
        with Path(folder, "hub.log").open("w") as log:
            process = subprocess.Popen(command, cwd=folder, env=os.environ | told, stdout=log, stderr=log)
        try:
            asyncio.run(trial(users, process, hub))
        except BaseException:
            print(Path(folder, "hub.log").read_text()[-3000:], file=sys.stderr)
            raise
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
