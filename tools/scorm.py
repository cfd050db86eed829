"""The web site as a SCORM 1.2 package: each lesson is a part, which a learning platform opens in a frame.

The standard library writes it: a package is a zip with one XML file; what there is for it edits or plays.
"""

import zipfile
from html import escape
from pathlib import Path
from xml.etree import ElementTree

CONTENT, SCORM = "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.adlnet.org/xsd/adlcp_rootv1p2"
SCRIPT = Path(__file__).with_name("scorm.js")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same package each time that it is made of the same site
PART = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<style>html, body, iframe {{ border: 0; display: block; height: 100%; margin: 0; width: 100% }}</style>
<iframe src="../{page}" title="{title}" allow="fullscreen; clipboard-write"></iframe>
<script src="scorm.js"></script>
</html>
"""


def manifest(title, identifier, parts, files):
    """imsmanifest.xml: each part with its title, and every file of the package."""
    ElementTree.register_namespace("", CONTENT)
    ElementTree.register_namespace("adlcp", SCORM)

    def add(parent, name, text=None, **attributes):
        child = ElementTree.SubElement(parent, f"{{{CONTENT}}}{name}", attributes)
        child.text = text
        return child

    root = ElementTree.Element(f"{{{CONTENT}}}manifest", {"identifier": identifier, "version": "1.2"})
    metadata = add(root, "metadata")
    add(metadata, "schema", "ADL SCORM")
    add(metadata, "schemaversion", "1.2")
    course = add(add(root, "organizations", default="course"), "organization", identifier="course")
    add(course, "title", title)
    resources = add(root, "resources")
    own = {f"{{{SCORM}}}scormtype": "sco"}
    for name, told in parts.items():
        item = add(course, "item", identifier=f"item-{name}", identifierref=f"part-{name}")
        add(item, "title", told)
        href = f"scorm/{name}.html"
        part = add(resources, "resource", identifier=f"part-{name}", type="webcontent", href=href, **own)
        add(part, "file", href=href)
        add(part, "dependency", identifierref="site")
    shared = {f"{{{SCORM}}}scormtype": "asset"}
    site = add(resources, "resource", identifier="site", type="webcontent", **shared)
    for file in files:
        add(site, "file", href=file)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False)


def package(site, target, title, identifier, pages):
    """Write a site's folder as such a zip; `pages` are the parts: {name: (its page, its title)}."""
    inside = sorted(path for path in site.rglob("*") if path.is_file() and path.name[0] != ".")
    holds = {path.relative_to(site).as_posix(): path.read_bytes() for path in inside}
    holds["scorm/scorm.js"] = SCRIPT.read_bytes()
    listed = list(holds)
    for name, (page, told) in pages.items():
        holds[f"scorm/{name}.html"] = PART.format(page=page, title=escape(told)).encode()
    parts = {name: told for name, (_, told) in pages.items()}
    text = manifest(title, identifier, parts, listed)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    with zipfile.ZipFile(target, "w") as file:
        for name, content in {"imsmanifest.xml": (head + text + "\n").encode(), **holds}.items():
            file.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
