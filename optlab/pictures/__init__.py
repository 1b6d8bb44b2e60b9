"""Live figures, still pictures and films.

`scene` says what is drawn and `words` says it in sentences. A live figure (`signal`, `terrain`, `maps`, `starts`, `race`) is a
description that the page computes and paints by itself: `translate` makes JavaScript of steps and landscapes, `js/` is the
page's runtime, `page` puts both into HTML. Each figure has a twin in Python, which `plots` paints for pictures and films.
"""
