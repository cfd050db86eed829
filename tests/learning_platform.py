"""A stand-in for a learning platform: it reads a SCORM package's manifest, and opens a part of it in a frame."""

import zipfile
from contextlib import contextmanager
from xml.etree import ElementTree

from lite_pages import served

NAMES = {
    "": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
}
API = """window.told = []; window.store = {}; window.API = new Proxy({}, { get: (_, name) => (...given) => {
    window.told.push([name, ...given]);
    if (name === "LMSSetValue") window.store[given[0]] = given[1];
    return name === "LMSGetValue" ? window.store[given[0]] ?? "not attempted" : "true";
} });"""
SHELL = '<!doctype html><title>Platform</title><script>{}</script><iframe src="{}" width="900" height="700"></iframe>'


def parts(package):  # -> [(title, address)]
    """What the platform lists, each with what it opens; AssertionError where the manifest and the zip differ."""
    with zipfile.ZipFile(package) as file:
        names = file.namelist()
        root = ElementTree.fromstring(file.read("imsmanifest.xml"))
    assert names[0] == "imsmanifest.xml"
    assert root.tag == f"{{{NAMES['']}}}manifest"
    assert [e.text for e in root.find("metadata", NAMES)] == ["ADL SCORM", "1.2"]
    identifiers = [e.get("identifier") for e in root.iter() if e.get("identifier")]
    assert len(identifiers) == len(set(identifiers))
    resources = {e.get("identifier"): e for e in root.find("resources", NAMES)}
    hrefs = [file.get("href") for e in resources.values() for file in e.findall("file", NAMES)]
    assert sorted(hrefs) == sorted(names[1:])  # every file is listed, once, and there
    organizations = root.find("organizations", NAMES)
    course = organizations.find("organization", NAMES)
    assert organizations.get("default") == course.get("identifier")
    kinds = {name: e.get(f"{{{NAMES['adlcp']}}}scormtype") for name, e in resources.items()}
    found = []
    for item in course.findall("item", NAMES):
        own = resources[item.get("identifierref")]
        assert kinds[own.get("identifier")] == "sco"
        assert own.get("type") == "webcontent"
        needs = [e.get("identifierref") for e in own.findall("dependency", NAMES)]
        assert [kinds[need] for need in needs] == ["asset"]
        assert own.get("href") in [file.get("href") for file in own.findall("file", NAMES)]
        found.append((item.find("title", NAMES).text, own.get("href")))
    return found


class Platform:
    """A package, unpacked and served; `open` opens a part of it in a frame, as a platform does."""

    def __init__(self, folder, address, chromium):
        self.folder, self.address, self.chromium, self.wrong = folder, address, chromium, []

    def open(self, href, api=API):
        (self.folder / "platform.html").write_text(SHELL.format(api, href), encoding="utf-8")
        page = self.chromium.new_page()
        page.on(
            "request",
            lambda asked: asked.url.startswith((self.address, "data:")) or self.wrong.append(asked.url),
        )
        page.on("console", lambda message: self.wrong.append(message.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.goto(f"{self.address}/platform.html")
        return page, page.frame_locator("iframe").frame_locator("iframe")


@contextmanager
def unpacked(package, folder, chromium):
    """A package on such a platform; afterwards nothing was asked for elsewhere, and the console was silent."""
    with zipfile.ZipFile(package) as file:
        file.extractall(folder)
    with served(folder) as address:
        platform = Platform(folder, address, chromium)
        yield platform
        assert platform.wrong == [], platform.wrong
