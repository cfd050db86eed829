"""The web site: Sphinx with MyST-NB and the Furo theme, from what tools/build_site.py lays out."""

from xo_helpers.plots.style import STOPS

project = html_title = "How a CNN thinks"
author = "How a CNN thinks"
extensions = ["myst_nb"]
myst_enable_extensions = ["deflist"]
nb_execution_mode = "off"  # the builder has run the lessons
# A cell tagged `hide-output` answers a question that stands above it: its output is folded.
nb_code_prompt_show, nb_code_prompt_hide = "Show the {type}", "Hide the {type}"
html_theme = "furo"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": STOPS[-1], "color-brand-content": STOPS[-1]},
    "dark_css_variables": {"color-brand-primary": "#c3aee8", "color-brand-content": "#c3aee8"},
}
html_use_index = False
html_favicon = "_static/icon.svg"
html_static_path = ["_static"]
html_css_files = ["widgets.css", "site.css"]
html_js_files = ["site.js"]
html_copy_source = html_show_sourcelink = html_show_sphinx = False
html_show_copyright = False


def in_its_head(app, page, template, context, doctree):
    """What a page says to those who search; tools/findable.py makes it."""
    context["metatags"] = context.get("metatags", "") + (context.get("meta") or {}).get("said", "")


def setup(app):
    """Sphinx asks for it."""
    app.connect("html-page-context", in_its_head)
