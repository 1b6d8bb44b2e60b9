"""The course as a site: `make book`, `make slides` and `make lite` are made from the one source, the notebooks.

`run` executes the chapters, once for each content; `pages` prepares them for Sphinx (`conf`), whose formulas `formulas` writes
as MathML; `slides` lays `pieces` of them out on 1280 × 720; `lite` packs them with a Python that runs in the browser.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # nbformat can do without; its import takes a second, mostly to build grammars
