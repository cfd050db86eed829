"""JupyterHub on one machine, for a class of five, or to try a hub out before a larger one is set up.

In an environment that has jupyterhub, jupyterlab, nbgitpuller and the course (`pip install <its address>`):

    npm install configurable-http-proxy && PATH=$PWD/node_modules/.bin:$PATH
    jupyterhub -f docs/hub/jupyterhub_config.py

Anybody who reaches the address gets in, by any name, and all are one user of the machine: so it listens
on this machine alone. For a class put an authenticator of your school's in the place of `dummy`, and a
certificate before it.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub has it)
STATE = Path(os.environ.get("XO_HUB", "hub-state")).resolve()  # what the hub writes, and its users' folders
STATE.mkdir(parents=True, exist_ok=True)

c.JupyterHub.bind_url = os.environ.get("XO_HUB_URL", "http://127.0.0.1:8000")
c.JupyterHub.hub_port = int(os.environ.get("XO_HUB_PORT", "8081"))
c.ConfigurableHTTPProxy.api_url = os.environ.get("XO_HUB_PROXY", "http://127.0.0.1:8001")
c.JupyterHub.db_url = f"sqlite:///{STATE}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{STATE}/cookie-secret"
c.ConfigurableHTTPProxy.pid_file = f"{STATE}/proxy.pid"

c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True

# JupyterHub's own spawner for trials: a server is a process, a home is a folder, and nobody needs an account.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{STATE}/home/{{username}}"
c.Spawner.default_url = "/lab"
c.Spawner.args = ["--allow-root"] if os.geteuid() == 0 else []
c.Spawner.environment = {
    "OPENBLAS_NUM_THREADS": "1"
}  # or each kernel begins as many threads as there are processors
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
c.JupyterHub.load_roles = [{"name": "user", "scopes": ["self"]}]

if token := os.environ.get("XO_HUB_TRIAL"):  # for trial.py beside this file
    c.JupyterHub.services = [{"name": "trial", "api_token": token}]
    scopes = ["admin:users", "admin:servers", "access:servers"]
    c.JupyterHub.load_roles += [{"name": "trial", "scopes": scopes, "services": ["trial"]}]
