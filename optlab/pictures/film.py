"""A film of `animate` inside a page: the file becomes part of it, so that the page needs no other."""

import base64
import html
import pathlib


class Film:
    """What `embedded` returns: in a page the film, elsewhere its words."""

    def __init__(self, data, words, width):
        self.data, self.words, self.width = data, words, width

    def __repr__(self):
        return self.words

    def _repr_html_(self):
        picture = base64.b64encode(self.data).decode()
        style = f"max-width: {self.width}px; width: 100%"
        return f"<img src=\"data:image/webp;base64,{picture}\" alt=\"{html.escape(self.words)}\" style=\"{style}\">"


def embedded(path, words, *, width=820):
    """An animated .webp as a `Film`. words : what it shows, for who does not see it. width : the most, in pixels.

    >>> import optlab, tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "two.webp"
    >>> film = embedded(optlab.animate(optlab.sgd, "wobbly", path, steps=2), "SGD makes two steps.")
    >>> film, film._repr_html_()[:33]
    (SGD makes two steps., '<img src="data:image/webp;base64,')
    """
    path = pathlib.Path(path)
    if path.suffix != ".webp":
        raise ValueError(f"path is {str(path)!r}; it must be an animated .webp.")
    return Film(path.read_bytes(), words, width)
