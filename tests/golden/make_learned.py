"""Write learned_lstm.npz: the learned optimizer's loss, path and weight gradients, made by torch and its autograd.

python tests/golden/make_learned.py        needs torch; the tests only need the file
"""

import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)


def torch_cell(w, layer):
    """torch.nn.LSTMCell with our weights: it has the gates in the order i, f, g, o and keeps the transposes."""

    def order(array):
        i, f, o, g = np.split(array, 4, axis=-1)
        return torch.tensor(np.concatenate([i, f, g, o], axis=-1))

    W, U, b = (order(w[f"{name}{layer}"]) for name in "WUb")
    cell = torch.nn.LSTMCell(len(W), len(U))
    with torch.no_grad():
        cell.weight_ih.copy_(W.T), cell.weight_hh.copy_(U.T), cell.bias_ih.copy_(b), cell.bias_hh.zero_()
    return cell


def ours(cell, layer):
    """The gradients of a torch cell under our names, gates in our order, transposed."""

    def order(array):
        i, f, g, o = np.split(array.numpy(), 4, axis=-1)
        return np.concatenate([i, f, o, g], axis=-1)

    grads = cell.weight_ih.grad.T, cell.weight_hh.grad.T, cell.bias_ih.grad
    return {f"{name}{layer}": order(grad) for name, grad in zip("WUb", grads, strict=True)}


def case(rng, units, p, scale, problems, d, steps):
    w = {}
    k = 1 if p is None else 2
    for name, shape in dict(W1=(k, 4 * units), U1=(units, 4 * units), b1=4 * units, W2=(units, 4 * units),
                            U2=(units, 4 * units), b2=4 * units, Wo=units, bo=()).items():  # fmt: skip
        w[name] = 0.5 * rng.standard_normal(shape)
    w["scale"] = np.array(scale)
    if p is not None:
        w["p"] = np.array(p)
    W, y = rng.standard_normal((problems, d, d)), rng.standard_normal((problems, d))
    x0 = rng.standard_normal((problems, d))
    state = [rng.standard_normal((problems, d, units)) for _ in range(4)]

    cells = torch_cell(w, 1), torch_cell(w, 2)
    Wo, bo = (torch.tensor(w[name]).requires_grad_() for name in ("Wo", "bo"))
    f = lambda x: ((torch.einsum("pij,pj->pi", torch.tensor(W), x) - torch.tensor(y)) ** 2).sum(-1)  # noqa: E731
    x, (h1, c1, h2, c2) = torch.tensor(x0), (torch.tensor(s).reshape(-1, units) for s in state)
    loss, path = 0.0, []
    for _ in range(steps):
        probe = x.detach().requires_grad_()
        (g,) = torch.autograd.grad(f(probe).sum(), probe)
        g = g.reshape(-1, 1)
        if p is not None:
            small = g.abs() < np.exp(-p)
            g = torch.cat([torch.where(small, -1.0, g.abs().log() / p), torch.where(small, np.exp(p) * g, g.sign())], 1)
        h1, c1 = cells[0](g, (h1, c1))
        h2, c2 = cells[1](h1, (h2, c2))
        x = x + scale * (h2 @ Wo + bo).reshape(x.shape)
        loss = loss + f(x).mean()
        path.append(x.detach().numpy().copy())
    loss.backward()
    grads = {**ours(cells[0], 1), **ours(cells[1], 2), "Wo": Wo.grad.numpy(), "bo": bo.grad.numpy()}
    out = dict(W=W, y=y, x0=x0, path=np.array(path), loss=loss.item())
    out |= {f"w_{name}": value for name, value in w.items()} | {f"grad_{name}": value for name, value in grads.items()}
    return out | {f"state_{name}": value for name, value in zip(("h1", "c1", "h2", "c2"), state, strict=True)}


if __name__ == "__main__":
    rng = np.random.default_rng(20)
    cases = dict(bare=case(rng, 4, None, 0.1, 3, 5, 6), signed=case(rng, 3, 2.0, 0.05, 2, 4, 7))
    arrays = {f"{name}_{key}": value for name, made in cases.items() for key, value in made.items()}
    np.savez_compressed(pathlib.Path(__file__).with_name("learned_lstm.npz"), **arrays)
