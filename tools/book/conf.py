"""Sphinx's settings for the book. `pages` writes the sources; nothing here asks another host for anything."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

project = "optlab"
copyright = "The optlab authors: text CC BY 4.0, code BSD 3-Clause"  # noqa: A001
extensions = ["myst_nb", "book.formulas", "book.parts"]
html_theme = "furo"
templates_path = [str(Path(__file__).resolve().parent / "templates")]
html_title = "optlab"
html_math_renderer = "mathml"
html_css_files = ["book.css"]
html_js_files = ["book.js"]
html_show_sphinx = False
html_show_sourcelink = False
html_copy_source = False
html_use_index = False
html_permalinks_icon = "#"
html_last_updated_fmt = None
html_theme_options = {
    "footer_icons": [],
    "light_css_variables": {"color-brand-primary": "#00639c", "color-brand-content": "#00639c"},
    "dark_css_variables": {"color-brand-primary": "#7cc4f0", "color-brand-content": "#7cc4f0"},
}
nb_execution_mode = "off"  # `run` has executed the chapters
nb_render_markdown_format = "myst"  # a formula's table holds formulas
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence"]
myst_heading_anchors = 3
myst_dmath_double_inline = True
suppress_warnings = ["mystnb.unknown_mime_type"]
nitpicky = False
