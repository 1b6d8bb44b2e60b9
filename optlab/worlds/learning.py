"""Train the learned optimizer: gradient descent on the weights of the network that does the gradient descent.

    python -m optlab.worlds.learning               train as the shipped weights were trained, about 7 minutes on one core
    python -m optlab.worlds.learning --compare     the trained optimizer against tuned ones on 1000 fresh problems

Ctrl-C loses nothing: the best weights so far are written, and the same command goes on where it stopped.

Source: Andrychowicz, Denil, Gómez Colmenarejo, Hoffman, Pfau, Schaul, Shillingford and de Freitas (2016), "Learning to
learn by gradient descent by gradient descent", arXiv:1606.04474, sections 2 and 3.1.
"""

import argparse
import os
import pathlib

import numpy as np

from ..run import inputs
from ..run.drive import descend
from ..steps.adaptive import adam, rmsprop
from ..steps.classic import momentum, nesterov, sgd
from ..steps.learned import log_and_sign, lstm, trained, with_weights
from .problems import Quadratics

NAMES = ("W1", "U1", "b1", "W2", "U2", "b2", "Wo", "bo")


def start_weights(rng, units=20, scale=0.1, p=None, dtype=np.float32):
    """Untrained weights: normal with variance 1 / fan-in, the last layer a tenth of it, forget gates open (bias 1)."""
    n, k = units, 1 if p is None else 2
    b = np.zeros(4 * n)
    b[n : 2 * n] = 1.0
    normal = rng.standard_normal
    w = dict(W1=normal((k, 4 * n)) / np.sqrt(k), U1=normal((n, 4 * n)) / np.sqrt(n), b1=b,
             W2=normal((n, 4 * n)) / np.sqrt(n), U2=normal((n, 4 * n)) / np.sqrt(n), b2=b,
             Wo=0.1 * normal(n) / np.sqrt(n), bo=0.0, scale=scale)  # fmt: skip
    if p is not None:
        w["p"] = p
    return {name: np.asarray(value, dtype) for name, value in w.items()}


def flat(weights):
    """The trained part of the weights as one vector."""
    return np.concatenate([np.ravel(weights[name]) for name in NAMES])


def unflat(vector, weights):
    """The inverse of `flat`: the weights with the numbers of the vector."""
    out, low = dict(weights), 0
    for name in NAMES:
        size = np.size(weights[name])
        out[name] = vector[low : low + size].reshape(np.shape(weights[name]))
        low += size
    return out


def backward_lstm(dh, dc, a, h_old, c_old, c, gates, W, U):
    """The way back through `lstm`: from dL/dh and dL/dc to those of its inputs (a, h, c) and of its weights (W, U, b)."""
    n = c.shape[-1]
    i, f, o, j = (gates[..., k * n : (k + 1) * n] for k in range(4))
    tanh_c = np.tanh(c)
    dc = dc + dh * o * (1 - tanh_c**2)
    dz = np.concatenate([dc * j * i * (1 - i), dc * c_old * f * (1 - f), dh * tanh_c * o * (1 - o), dc * i * (1 - j**2)], axis=-1)
    rows = dz.reshape(-1, 4 * n)
    weights = a.reshape(len(rows), -1).T @ rows, h_old.reshape(len(rows), n).T @ rows, rows.sum(0)
    return dz @ W.T, dz @ U.T, dc * f, weights


def segment(w, problems, x, state, steps):
    """Run `learned` for a few steps and go back: loss, its gradient with respect to each weight, and where the run stands.

    The loss is sum_t f(x_t), averaged over the problems: eq. (3) with w_t = 1. The gradients that the network reads count
    as data (no second derivatives), so with delta_t = dL/dx_t the way back is delta_t = grad f(x_t) + delta_(t+1), because
    x_t = x_(t-1) + u_t; dL/du_t = delta_t; and from there through the two layers. What came before the segment counts
    as data too: backpropagation is truncated.
    """
    h1, c1, h2, c2 = state
    kept, loss, g, count = [], 0.0, problems.grad(x), len(problems.y)
    for _ in range(steps):
        a = log_and_sign(g, w["p"]) if "p" in w else g[..., None]
        before = h1, c1, h2, c2
        h1, c1, gates1 = lstm(a, h1, c1, w["W1"], w["U1"], w["b1"])
        h2, c2, gates2 = lstm(h1, h2, c2, w["W2"], w["U2"], w["b2"])
        x = x + w["scale"] * (h2 @ w["Wo"] + w["bo"])
        loss += problems.f(x).mean()
        g = problems.grad(x)
        kept.append((a, before, h1, c1, gates1, h2, c2, gates2, g))

    grads = {name: np.zeros_like(w[name]) for name in NAMES}
    delta, dh1, dc1, dh2, dc2 = 0.0, 0.0, 0.0, 0.0, 0.0
    for a, (h1_old, c1_old, h2_old, c2_old), h1_t, c1_t, gates1, h2_t, c2_t, gates2, g_t in reversed(kept):
        delta = delta + g_t / count
        du = w["scale"] * delta
        grads["Wo"] += du.ravel() @ h2_t.reshape(du.size, -1)
        grads["bo"] += du.sum()
        dh2 = dh2 + du[..., None] * w["Wo"]
        da2, dh2, dc2, of_2 = backward_lstm(dh2, dc2, h1_t, h2_old, c2_old, c2_t, gates2, w["W2"], w["U2"])
        _, dh1, dc1, of_1 = backward_lstm(dh1 + da2, dc1, a, h1_old, c1_old, c1_t, gates1, w["W1"], w["U1"])
        for name, value in zip(NAMES[:6], of_1 + of_2, strict=True):
            grads[name] += value
    return loss, grads, (x, (h1, c1, h2, c2))


def no_state(x, units):
    return (np.zeros((*x.shape, units), x.dtype),) * 4


def loss_of(weights, problems, steps=100):
    """The mean loss along a run, over its steps and over the problems."""
    return float(descend(with_weights(weights), problems, steps=steps).loss[1:].mean())


def one_batch(w, m, v, t, problems, lr, steps, length):
    """One run on a batch of problems, with a step of Adam after each segment: new weights and Adam's state."""
    x, state = problems.start, no_state(problems.start, len(w["Wo"]))
    for _ in range(0, steps, length):
        _, grads, (x, state) = segment(w, problems, x, state, length)
        g = flat(grads)
        g = g / max(1.0, np.linalg.norm(g))
        row = adam(flat(w), g, t, m, v, lr=lr)
        w, m, v, t = unflat(row["x"], w), row["m"], row["v"], t + 1
    return w, m, v, t


def train(batches=900, *, seed=0, lr=3e-3, units=20, scale=0.1, p=None, problems=128, d=10, steps=100, length=20, every=10,
          checkpoint=None, progress=True):  # fmt: skip
    """Train the learned optimizer and return the weights that were best on 256 problems kept apart.

    Parameters
    ----------
    batches : runs of `steps` steps, each on `problems` fresh quadratics of dimension d.
    seed : batch k is drawn from (seed, k), so a resumed training sees the same problems.
    lr : Adam's learning rate; times 0.3 after half of the batches, times 0.1 after 80 %.
    units, scale, p : size of the two layers; factor on the output; p of `log_and_sign`, or None for the bare gradient.
    length : the way back is cut after so many steps; the weights change after each such segment.
    every : how often, in batches, the weights are tried on the problems kept apart and the checkpoint is written.
    checkpoint : file from which the training goes on if it exists, and to which it is saved, or None.
    progress : show a progress bar.

    An interrupt (KeyboardInterrupt) loses nothing: the checkpoint is written and the best weights so far are returned.
    To go on, call again with the same arguments; the result is the same as without the stop.

    >>> weights = train(batches=1, problems=4, progress=False)
    >>> sum(weights[name].size for name in NAMES)
    5061
    """
    inputs.whole("batches", batches)
    inputs.real("lr", lr, 0, strict=True)
    if inputs.whole("steps", steps) % inputs.whole("length", length):
        raise ValueError(f"length is {length}; it must divide steps, {steps}.")
    settings = repr((batches, seed, lr, units, scale, p, problems, d, steps, length, every))
    apart = Quadratics(256, d, rng=np.random.default_rng((seed, 2**32)), dtype=np.float32)
    w = start_weights(np.random.default_rng((seed, 2**32 + 1)), units, scale, p)
    best = w
    k, t, m, v, least = 0, 1, np.zeros_like(flat(w)), np.zeros_like(flat(w)), np.inf
    if checkpoint is not None and pathlib.Path(checkpoint).exists():
        k, t, m, v, least, w, best = load(checkpoint, settings, w)
    bar = progress_bar(batches, k, progress)
    try:
        while k < batches:
            rate = lr * (0.1 if k >= 0.8 * batches else 0.3 if k >= 0.5 * batches else 1.0)
            batch = Quadratics(problems, d, rng=np.random.default_rng((seed, k)), dtype=np.float32)
            new = one_batch(w, m, v, t, batch, np.float32(rate), steps, length)
            loss = loss_of(new[0], apart, steps) if (k + 1) % every == 0 or k + 1 == batches else np.inf
            # All or nothing: an interrupt comes before or after this line.
            k, (w, m, v, t), (least, best) = k + 1, new, min((least, best), (loss, new[0]), key=lambda pair: pair[0])
            bar.update(1)
            if loss < np.inf:
                bar.set_postfix_str(f"loss {loss:.3f}, best {least:.3f}")
                save(checkpoint, settings, k, t, m, v, least, w, best)
    except KeyboardInterrupt:
        print(f"Stopped after {k} of {batches} batches; these are the best weights so far.")
        save(checkpoint, settings, k, t, m, v, least, w, best)
    finally:
        bar.close()
    return best


def save(checkpoint, settings, k, t, m, v, least, w, best):
    """Write a checkpoint; the old one is replaced only when the new one is complete."""
    if checkpoint is None:
        return
    new = pathlib.Path(f"{checkpoint}.new")
    with new.open("wb") as file:
        np.savez(file, settings=settings, k=k, t=t, m=m, v=v, least=least, w=flat(w), best=flat(best))
    os.replace(new, checkpoint)


def load(checkpoint, settings, w):
    with np.load(checkpoint) as file:
        if str(file["settings"]) != settings:
            raise ValueError(f"checkpoint {checkpoint} belongs to other settings, {file['settings']}; use another file.")
        k, t, m, v, least = int(file["k"]), int(file["t"]), file["m"], file["v"], float(file["least"])
        return k, t, m, v, least, unflat(file["w"], w), unflat(file["best"], w)


class _NoBar:
    def update(self, n): ...
    def set_postfix_str(self, text): ...
    def close(self): ...


def progress_bar(total, done, wanted):
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return _NoBar()
    return tqdm(total=total, initial=done, disable=not wanted, desc="training", unit="batch")


def compare(count=1000, seed=1, horizons=(20, 50, 100, 200, 400), per_decade=8, weights=None):
    """Mean loss on fresh problems after so many steps: the learned optimizer, and others with lr tuned on these very problems.

    Returns {name: {horizon: (loss, hyperparameters)}}; each horizon has its own best setting. momentum and nesterov stand
    there with mu = 0.9 and, as "mu tuned", with the best of five mu.
    """
    problems, steps = Quadratics(count, rng=np.random.default_rng((seed, 2**33)), dtype=np.float32), max(horizons)
    mus = dict(mu=(0.8, 0.9, 0.95, 0.98, 0.99))
    entrants = [("learned", with_weights(weights or trained(np.dtype("float32"))), {}), ("sgd", sgd, {}),
                ("momentum", momentum, {}), ("nesterov", nesterov, {}), ("rmsprop", rmsprop, {}), ("adam", adam, {}),
                ("momentum, mu tuned", momentum, mus), ("nesterov, mu tuned", nesterov, mus)]  # fmt: skip
    table = {}
    for name, step, others in entrants:
        rates = [{}] if step.__name__ == "learned" else [dict(lr=10 ** (k / per_decade)) for k in range(-3 * per_decade, 1)]
        table[name] = dict.fromkeys(horizons, (np.inf, {}))
        for setting in ({**lr, "mu": mu} if mu else lr for mu in others.get("mu", (None,)) for lr in rates):
            with np.errstate(over="ignore", invalid="ignore"):  # some learning rates are too large
                loss = descend(step, problems, steps=steps, **setting).loss.mean(axis=-1)
            for h in (h for h in horizons if h < len(loss) and loss[h] < table[name][h][0]):
                table[name][h] = float(loss[h]), setting
    return table


def main(argv=None):
    parser = argparse.ArgumentParser(prog="python -m optlab.worlds.learning", description=__doc__.splitlines()[0])
    parser.add_argument("--compare", action="store_true", help="no training: the shipped weights against tuned optimizers")
    parser.add_argument("--out", default="learned.npz", help="file for the trained weights")
    parser.add_argument("--batches", type=int, default=900)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    if args.compare:
        for name, row in compare().items():
            settings = ({key: round(value, 4) for key, value in setting.items()} for _, setting in row.values())
            print(f"{name:20}" + " ".join(f"f_{h} {loss:.3f}" for h, (loss, _) in row.items()), *settings)
    else:
        np.savez(args.out, **train(args.batches, seed=args.seed, checkpoint=f"{args.out}.checkpoint"))


if __name__ == "__main__":
    main()
