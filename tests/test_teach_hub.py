"""What the teachers' page says of hubs: the link, the configuration and the values, as far as they can be read here."""

import re
import runpy
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import addresses
import nbformat
import pytest
import set_address
import yaml

pytestmark = pytest.mark.tools
ROOT = Path(__file__).parents[1]
HUB = ROOT / "docs/hub"
PAGE = (ROOT / "docs/teachers.md").read_text(encoding="utf-8")
# Checked against the published schema of the chart's version 4.4.0; whoever adds a key checks it, as the page says.
CHECKED = [
    "cull.enabled", "cull.every", "cull.timeout", "hub.concurrentSpawnLimit", "hub.config",
    "hub.resources", "prePuller.continuous.enabled", "prePuller.hook.enabled", "proxy.chp.resources",
    "proxy.https.enabled", "proxy.https.hosts", "proxy.https.letsencrypt.contactEmail",
    "scheduling.podPriority.enabled", "scheduling.userPlaceholder.enabled",
    "scheduling.userPlaceholder.replicas", "scheduling.userScheduler.enabled", "singleuser.cpu.guarantee",
    "singleuser.cpu.limit", "singleuser.defaultUrl", "singleuser.extraEnv", "singleuser.image.name",
    "singleuser.image.tag", "singleuser.memory.guarantee", "singleuser.memory.limit",
    "singleuser.startTimeout", "singleuser.storage.capacity",
]  # fmt: skip
OPEN = (
    "hub.config",
    "hub.resources",
    "proxy.chp.resources",
    "singleuser.extraEnv",
)  # the chart takes any key there


def keys(values, above=""):
    for name, value in values.items():
        at = f"{above}.{name}".strip(".")
        yield from keys(value, at) if isinstance(value, dict) and at not in OPEN else [at]


def the_link(page):
    return re.search(r"(?m)^https://HUB\.EXAMPLE\.ORG/\S+$", page)[0]


def asked_of(link):
    return {name: value for name, [value] in parse_qs(urlsplit(link).query).items()}


def test_the_link_pulls_the_repository_opens_its_first_lesson_and_moves_with_the_address():
    asked = asked_of(the_link(PAGE))
    assert asked["repo"] == addresses.REPOSITORY
    folder, _, lesson = asked["urlpath"].removeprefix("lab/tree/").partition("/")
    assert folder == asked["targetPath"]
    assert (ROOT / lesson).is_file()
    elsewhere = "https://github.com/Some-One/cnn_by.hand"
    moved = the_link(set_address.moved(PAGE, addresses.REPOSITORY, elsewhere))
    assert asked_of(moved) == asked | {"repo": elsewhere}


def test_what_the_page_links_in_this_repository_is_there():
    near = re.findall(rf"{re.escape(addresses.REPOSITORY)}/blob/main/(\S+?)\)", PAGE)
    assert len(near) >= 3
    assert [name for name in near if not (ROOT / name).is_file()] == []


def test_each_key_of_the_values_is_one_that_was_checked_and_the_page_says_against_which_version():
    text = (HUB / "values.yaml").read_text(encoding="utf-8")
    assert sorted(keys(yaml.safe_load(text))) == CHECKED
    versions = re.findall(r"--version (\S+)", text + PAGE) + re.findall(r"version (4[\d.]+\d)", text)
    assert len(versions) >= 3
    assert set(versions) == {"4.4.0"}


def test_a_seat_has_room_for_what_was_measured_and_five_hundred_have_what_the_page_says():
    memory = yaml.safe_load((HUB / "values.yaml").read_text(encoding="utf-8"))["singleuser"]["memory"]
    seat = int(memory["guarantee"].removesuffix("M"))
    measured, server, kernel = map(
        int, re.search(r"took (\d+) MB: (\d+) for the server and (\d+) f", PAGE).groups()
    )
    assert measured == server + kernel
    assert measured * 1.2 < seat < 1000 * int(memory["limit"].removesuffix("G"))
    told, total = map(int, re.search(r"500 seats at (\d+) MB are (\d+) GB", PAGE).groups())
    assert (told, total) == (seat, 500 * seat // 1000)
    holds, nodes = re.search(r"32 GB holds about (\d+), so (\w+) nodes hold all", PAGE).groups()
    assert nodes == "six"
    assert int(holds) * 6 >= 500
    assert int(holds) * seat < 32_000


class Settings(SimpleNamespace):
    """Takes what a configuration sets, under any name."""

    def __getattr__(self, name):
        made = Settings()
        setattr(self, name, made)
        return made


@pytest.mark.parametrize("token", ["", "secret"])
def test_the_configuration_listens_here_alone_and_lets_the_trial_in_only_when_it_is_asked(
    tmp_path, monkeypatch, token
):
    monkeypatch.setenv("XO_HUB", str(tmp_path / "state"))
    monkeypatch.setenv("XO_HUB_TRIAL", token)
    c = Settings()
    runpy.run_path(str(HUB / "jupyterhub_config.py"), {"get_config": lambda: c})
    assert urlsplit(c.JupyterHub.bind_url).hostname == "127.0.0.1"
    assert (c.JupyterHub.spawner_class, c.JupyterHub.authenticator_class) == ("simple", "dummy")
    assert str(tmp_path) in c.SimpleLocalProcessSpawner.home_dir_template
    assert ("services" in vars(c.JupyterHub)) == bool(token)
    assert [role["name"] for role in c.JupyterHub.load_roles] == ["user", *["trial"] * bool(token)]


def test_the_trial_runs_the_lesson_that_the_page_names():
    text = (HUB / "trial.py").read_text(encoding="utf-8")
    lesson = ROOT / re.search(r'parents\[1\] / "(notebooks/03\S+)"', text)[1]
    cells = [cell for cell in nbformat.read(lesson, as_version=4).cells if cell.cell_type == "code"]
    assert f"all {len(cells)} cells have run" in PAGE
