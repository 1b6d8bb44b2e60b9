"""Make the golden data: the path of every framework class in the table, in float64, on one stored random signal.

    python tests/golden/make_golden.py [torch] [keras] [optax] [pytorch_optimizer] [--out FOLDER]

Needs the frameworks named; without names, all of them. Made with torch 2.13.0, keras 3.15.1 (on jax 0.10.2), optax 0.2.8 and
pytorch_optimizer 4.1.0.
"""

import os
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

import table  # noqa: E402

STEPS, D, LR_FALLS = 200, 3, 100  # lr falls to a third after step 100
KEPT = slice(1, None, 2)  # every second point of a path is stored, the last among them


def make_signal():
    """Gradients whose size changes from step to step, 10**U(-3, 1) times a normal number; losses; curvatures."""
    rng = np.random.default_rng(20)
    gradients = 10 ** rng.uniform(-3, 1, (STEPS, D)) * rng.standard_normal((STEPS, D))
    return dict(gradients=gradients, losses=np.exp(rng.normal(0, 1, STEPS)), curvature=np.array([0.1, 1.0, 7.0]),
                x0=np.array([1.0, -2.0, 0.5]))  # fmt: skip


def as_matrices(gradients):
    """Gradients of shape (STEPS, 4, D): each row is the stored signal, a step later than the row above."""
    return np.stack([np.roll(gradients, k, axis=0) for k in range(4)], axis=1)


def kept(ref):
    """The points of a path that are stored: every second one, of a matrix every twentieth; the last among them."""
    return slice(19, None, 20) if ref.on == "matrix" else KEPT


def problem(ref, hyper, signal):
    """gradient(t, x), the start and lr(t) of the run that a reference and optlab both do."""
    x0 = signal["x0"]
    if ref.on == "quadratic":
        gradient = lambda t, x: signal["curvature"] * x  # noqa: E731
    elif ref.on == "matrix":
        gradients, x0 = as_matrices(signal["gradients"]), np.outer([1.0, -0.5, 2.0, 0.7], x0)
        gradient = lambda t, x: gradients[t - 1]  # noqa: E731
    else:
        gradient = lambda t, x: ref.scale * signal["gradients"][t - 1]  # noqa: E731
    rates = ref.lr_from(signal["losses"].tolist(), **hyper) if ref.lr_from else [hyper["lr"]] * STEPS
    rates = [lr / 3 if ref.schedule and t > LR_FALLS else lr for t, lr in enumerate(rates, 1)]
    return gradient, x0, lambda t: rates[t - 1]


def torch_path(ref, hyper, signal):
    import torch

    names = dict(torch=torch)
    if ref.library == "pytorch_optimizer":
        import pytorch_optimizer

        names["pytorch_optimizer"] = pytorch_optimizer
    torch.set_default_dtype(torch.float64)  # NAdam keeps its mu_product in the default type
    gradient, x0, lr = problem(ref, hyper, signal)
    x = torch.nn.Parameter(torch.tensor(x0))
    curvature = dict(hessian=[torch.tensor(signal["curvature"])]) if "Sophia" in ref.call else {}
    optimizer = eval(ref.call, names, {**hyper, "p": [x], "lr": lr(1)})
    if hasattr(optimizer, "train"):  # schedule-free methods ask to be told that they train
        optimizer.train()
    if "SOAP" in ref.call:  # its first call makes no step, but chooses the basis
        x.grad = torch.tensor(gradient(1, x0))
        optimizer.step()
    for t in range(1, STEPS + 1):
        optimizer.param_groups[0]["lr"] = lr(t)
        x.grad = torch.tensor(gradient(t, x.detach().numpy()))
        optimizer.step(**curvature)
        yield x.detach().numpy().copy()


def keras_path(ref, hyper, signal):
    import keras

    keras.config.set_floatx("float64")
    gradient, x0, lr = problem(ref, hyper, signal)
    optimizer = eval(ref.call, dict(keras=keras), hyper)
    x = keras.Variable(x0, dtype="float64")
    factor = float(optimizer.learning_rate) / hyper["lr"]  # where the call says lr * (1 - mu)
    for t in range(1, STEPS + 1):
        if ref.schedule:
            optimizer.learning_rate = factor * lr(t)
        optimizer.apply([keras.ops.convert_to_tensor(gradient(t, np.asarray(x)), dtype="float64")], [x])
        yield np.asarray(x).copy()


def optax_path(ref, hyper, signal):
    import jax
    import optax

    gradient, x0, lr = problem(ref, hyper, signal)
    rates = jax.numpy.array([lr(t) for t in range(1, STEPS + 1)])
    optimizer = eval(ref.call, dict(optax=optax), {**hyper, "lr": lambda count: rates[count]})
    x = jax.numpy.array(x0)
    state = optimizer.init(x)
    if ref.state:  # AdaDelta's big start
        state = jax.tree.map(lambda s: s._replace(e_x=jax.numpy.full_like(x, ref.state["u"])) if hasattr(s, "e_x") else s,
                             state, is_leaf=lambda s: hasattr(s, "e_x"))  # fmt: skip
    curvature = jax.numpy.array(signal["curvature"])
    ahead = dict(grad_fn=lambda x, _: curvature * x) if "sam(" in ref.call else {}
    update = jax.jit(lambda g, state, x: optimizer.update(g, state, x, **ahead))
    for t in range(1, STEPS + 1):
        change, state = update(jax.numpy.array(gradient(t, np.asarray(x))), state, x)
        x = optax.apply_updates(x, change)
        yield np.asarray(x).copy()


PATHS = dict(torch=torch_path, pytorch_optimizer=torch_path, keras=keras_path, optax=optax_path)


def make(library, signal):
    """{key: path (STEPS / 2, D)} of every class of one library in the table."""
    return {key: np.array(list(PATHS[library](ref, hyper, signal)))[kept(ref)]
            for row in table.TABLE for key, ref, hyper in row.references() if ref.library == library}  # fmt: skip


def main(libraries, out):
    os.environ.setdefault("KERAS_BACKEND", "jax")
    os.environ["JAX_ENABLE_X64"] = "1"
    stored = out / "signal.npz"
    if not stored.exists():
        np.savez(stored, **make_signal())
    with np.load(stored) as file:
        signal = dict(file)
    for library in libraries or PATHS:
        np.savez(out / f"{library}.npz", **make(library, signal))
        print(f"{library}: {(out / f'{library}.npz').stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    folder = HERE
    if "--out" in arguments:
        at = arguments.index("--out")
        folder = Path(arguments[at + 1])
        del arguments[at : at + 2]
    main(arguments, folder)
