"""How Sphinx builds the site; computed pages are written first, into `generated`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("MPLBACKEND", "Agg")
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)]

import matplotlib
import pandas

import neadigital
from _ext import datasets, gallery, pages

matplotlib.use("Agg")
# Studies show texts whole, and frames in readers' words.
pandas.set_option("display.max_colwidth", None)
pandas.DataFrame._repr_html_ = gallery.in_words

# Sphinx asks for the folder before the pages are written into it.
(HERE / "generated" / "_extra").mkdir(parents=True, exist_ok=True)
gallery.FOLDER.mkdir(parents=True, exist_ok=True)

project = "neadigital"
author = "The neadigital maintainers"
# Whose the numbers of a page are, the page itself says.
project_copyright = "The neadigital maintainers"
release = version = neadigital.__version__
language = "en"

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_gallery.gen_gallery",
    "_ext.build",
    "_ext.search",
]
# The audit's page is part of the page of causes.
exclude_patterns = ["_build", "**/README.md", "generated/_*", "audit.md"]
suppress_warnings = ["config.cache"]

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

templates_path = ["_templates"]
# What a module lists in `__all__` is public, wherever it is defined.
autosummary_ignore_module_all = False
autosummary_imported_members = True
autosummary_context = {
    "datasets": neadigital.datasets()["dataset"].tolist(),
    "models": datasets.models(),
}
# A name between single backticks in a docstring is a link where it is known.
default_role = "py:obj"
autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
# An example ends with an empty line, for doctest.
highlight_options = {"python": {"stripnl": True}}
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

sphinx_gallery_conf = {
    "examples_dirs": ["studies"],
    "gallery_dirs": ["auto_studies"],
    "filename_pattern": r"\.py$",
    "within_subsection_order": "FileNameSortKey",
    # A picture is of the library as it is, also where a study has not changed.
    "run_stale_examples": True,
    "abort_on_example_error": True,
    "image_scrapers": (gallery.scrape,),
    "download_all_examples": False,
    "show_memory": False,
    "show_signature": False,
    "min_reported_time": 10**9,
    "write_computation_times": False,
    "thumbnail_size": (400, 420),
    "matplotlib_animations": False,
    "capture_repr": ("_repr_html_",),
    "remove_config_comments": True,
}

# The menu leads everywhere: no page has a bar at its left, and all begin at one line.
html_sidebars = {"**": []}
html_theme = "pydata_sphinx_theme"
html_title = "neadigital"
html_static_path = ["_static"]
html_extra_path = ["generated/_extra", "auto_pictures"]
html_css_files = ["site.css"]
html_js_files = ["vendor/dataTables.min.js", "tables.js"]
# The address of the site, where it has one.
html_baseurl = os.environ.get("SITE", "")
# The menu has every page, and the search every word.
html_use_index = False
html_domain_indices = False
html_show_sourcelink = False
html_copy_source = False
html_favicon = "_static/icon.svg"
# The menu: pages that all see, and the others in groups. Other pages are linked from these.
MENU = [
    ("generated/datasets/index", "Datasets"),
    ("generated/paper/index", "The paper"),
    ("generated/economies/index", "Economies"),
    ("auto_studies/index", "Studies"),
    ("check_a_table", "Check a table"),
]
GROUPS = {
    "Use it": [
        ("how_do_i", "How do I ..."),
        ("api", "API"),
        ("metrics", "Choosing a measure"),
        ("own_data", "Your own data"),
        ("elsewhere", "R, Excel, Stata, SQL"),
        ("citing", "Pin and cite"),
    ],
    "Trust it": [
        ("trust", "Can I trust it?"),
        ("causes", "Errors in the paper, by cause"),
        ("recovered", "Recovering the figures"),
        ("generated/sources", "Sources"),
        ("changelog", "Changelog"),
        ("project", "Project"),
    ],
    "Languages": [
        (f"generated/story/{language}", told["name"])
        for language, told in pages.stories().items()
    ],
}
html_context = {
    "default_mode": "auto",
    "menu_pages": MENU,
    "menu_groups": GROUPS,
    "page_languages": {
        f"generated/story/{language}": language for language in pages.LANGUAGES
    },
}
html_theme_options = {
    "navbar_align": "left",
    "navbar_center": ["menu.html"],
    "show_toc_level": 2,
    "navigation_depth": 1,
    "navigation_with_keys": False,
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": ["footer_links.html"],
    "secondary_sidebar_items": ["page-toc"],
    "back_to_top_button": True,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
