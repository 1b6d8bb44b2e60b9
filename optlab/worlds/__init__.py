"""What steps run on.

`signals` are gradients that are known before, the losses of `online` come one a step; `probes` are short runs in which any two
rules part. A `landscape` is a loss with its gradient, `landscapes` are those that there are; in `matrices` the parameters have
rows and columns, `critical` finds all saddles of random ones. Behind `problems` stand data, behind `rare` words that seldom come.
A `network` learns the `digits`, `long_runs` is its published experiment, and `learning` trains the learned optimizer.

Steps meet in the `race`, beside what was `published`, and in the `league` of all on all; `tuning` counts what a good rate costs.
"""
