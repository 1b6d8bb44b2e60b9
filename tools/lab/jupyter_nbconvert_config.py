"""For `jupyter nbconvert --execute --to html notebooks/04_momentum.ipynb`, or `--to slides`: figures live, no host is asked.

`make lab` copies this file to where Jupyter looks for it, .venv/etc/jupyter.
"""

import sys
from pathlib import Path

c = get_config()  # noqa: F821  (nbconvert calls this file and gives it the function)

c.ExecutePreprocessor.store_widget_state = False  # then a figure comes as HTML of its own, which needs no kernel
c.NbConvertBase.display_data_priority = ["text/html", "text/markdown", "image/svg+xml", "text/latex", "image/png", "text/plain"]

sys.path.append(str(Path(sys.prefix).parent / "tools"))
try:
    from book.alone import settings
except ImportError:  # `make book` installs what sets formulas; without it they come with a network only
    pass
else:
    settings(c)
