"""Live figures and films.

`scene` says what is drawn, `words` says it in sentences, `plots` paints it, `live` shows it with controls. `figures` has
`explore` and the figure for signals, whose `rules` are the accumulation figures; `terrain`, `maps`, `starts` and `race` are
those for landscapes; `animation` makes films.
"""
