"""Live figures, still pictures and films: scene → page or still picture.

`scene` is what is drawn and `words` says it in sentences; `limits` and `looks` say where axes end and how curves look. `views`
makes scenes of runs, `runs` knows which optimizers run on a landscape, `rules` which on a signal.

A live figure is a description that the page computes and paints by itself. `explore` takes the one that fits: `signal`,
`terrain`, `maps`, `starts` or `matrix`; `curve` has formulas, and `figure` is the base of them all. `page` makes HTML of it, with
`js/` as the page's runtime; `shell` asks the notebook what it shows.

`translate` makes JavaScript of steps and landscapes. It runs them once on `symbols`, with `standins` for what takes none;
`rows` and `outside` see that a step depends on its arguments alone; `javascript` writes the lines.

Each figure has a twin in Python, which `plots` paints. Still pictures are made by `still`; `radius`, `gallery`, `museum`,
`family` and `tables` are those of one kind. `animation` makes films, and `progress` shows how far they are.
"""
