"""Sphinx's settings for the site: `make site`, that is `python docs/site/build.py build/site`."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ["NUMBA_DISABLE_JIT"] = "1"  # autodoc is to see functions, not what they are compiled to; cells are compiled
import groundswell
import groundswell.kernel

del os.environ["NUMBA_DISABLE_JIT"]

project = "groundswell"
author = copyright = "The groundswell developers"
version = release = groundswell.__version__
root_doc = "docs/index"
language = "en"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.linkcode", "docstrings", "sources"]
source_suffix = {".md": "myst-nb"}
exclude_patterns = ["**.ipynb"]
suppress_warnings = [
    "mystnb.unknown_mime_type",  # a chart beside its picture, which is what a page shows
    "ref.python",  # several rooms have a Run; a type in quotes says not which
]

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
myst_url_schemes = {"http": None, "https": None, "mailto": None, "source": "{{path}}#{{fragment}}"}
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_timeout = 120
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
autodoc_use_type_comments = False
python_use_unqualified_type_names = True
default_role = "code"
add_module_names = False
toc_object_entries = False
highlight_language = "none"

html_theme = "pydata_sphinx_theme"
html_title = "groundswell"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "show_prev_next": False,
    "navigation_with_keys": False,
    "navigation_depth": 2,
    "show_nav_level": 1,
    "secondary_sidebar_items": ["page-toc"],
    "header_links_before_dropdown": 6,
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
