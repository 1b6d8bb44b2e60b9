"""The learned optimizer: its network and gradients against torch's, its training, and what it was trained to win.

What it shares with every other step is in the table of optimizers: table.py, test_properties.py.
"""

import pathlib
import subprocess
import sys

import numpy as np
import pytest

import optlab
from optlab import learning
from optlab.feedback.questions import slips
from optlab.steps.learned import log_and_sign, trained, with_weights
from optlab.worlds.problems import Quadratics

GOLDEN = np.load(pathlib.Path(__file__).parent / "golden" / "learned_lstm.npz")
CASES = pytest.mark.parametrize("case", ["bare", "signed"])  # reads the gradient itself, or its logarithm and sign


def golden(case):
    """What make_learned.py had torch compute: weights, problems, where the run starts, and the numbers to meet."""
    numbers = {key.removeprefix(f"{case}_"): GOLDEN[key] for key in GOLDEN.files if key.startswith(f"{case}_")}
    problems = Quadratics(1)
    problems.W, problems.y = numbers["W"], numbers["y"]
    weights = {name.removeprefix("w_"): value for name, value in numbers.items() if name.startswith("w_")}
    state = tuple(numbers[f"state_{name}"] for name in ("h1", "c1", "h2", "c2"))
    return numbers, weights, problems, state


# The network and its gradient


@CASES
def test_forward_equals_torch(case):
    numbers, weights, problems, state = golden(case)
    state = dict(zip(("h1", "c1", "h2", "c2"), state, strict=True))
    x, step = numbers["x0"], with_weights(weights)
    for expected in numbers["path"]:
        row = step(x, problems.grad(x), **state)
        x, state = row["x"], {name: row[name] for name in state}
        np.testing.assert_allclose(x, expected, rtol=1e-12, atol=1e-12)


@CASES
def test_backward_equals_torch_autograd(case):
    numbers, weights, problems, state = golden(case)
    loss, grads, (x, _) = learning.segment(weights, problems, numbers["x0"], state, len(numbers["path"]))
    assert loss == pytest.approx(numbers["loss"], rel=1e-12)
    np.testing.assert_allclose(x, numbers["path"][-1], rtol=1e-12, atol=1e-12)
    for name in learning.NAMES:
        expected = numbers[f"grad_{name}"]
        np.testing.assert_allclose(grads[name], expected, rtol=0, atol=1e-12 * (1 + np.abs(expected).max()), err_msg=name)


class Replayed(Quadratics):
    """The same losses; the gradients are those of a run before, so that they count as data."""

    def __init__(self, problems, gradients):
        self.W, self.y, self.gradients = problems.W, problems.y, iter(gradients)

    def grad(self, x):
        return next(self.gradients)


@CASES
def test_backward_equals_differences(case):
    numbers, weights, problems, state = golden(case)
    points = [numbers["x0"], *numbers["path"]]
    gradients = [problems.grad(x) for x in points]

    def loss(vector):
        replayed, steps = Replayed(problems, gradients), len(points) - 1
        return learning.segment(learning.unflat(vector, weights), replayed, points[0], state, steps)[0]

    vector = learning.flat(weights)
    expected = learning.flat(learning.segment(weights, problems, points[0], state, len(points) - 1)[1])
    rng = np.random.default_rng(0)
    for k in rng.permutation(len(vector))[:60]:
        h = np.zeros(len(vector))
        h[k] = 1e-5
        assert (loss(vector + h) - loss(vector - h)) / 2e-5 == pytest.approx(expected[k], rel=1e-6, abs=1e-7)


def test_gradients_count_as_data():
    """Differences that let the gradients change too give something else: the second derivatives that are dropped."""
    numbers, weights, problems, state = golden("bare")
    steps = len(numbers["path"])
    vector, h = learning.flat(weights), np.zeros(learning.flat(weights).size)
    h[-1] = 1e-5  # the bias of the read-out
    moved = [learning.unflat(vector + s * h, weights) for s in (1, -1)]
    up, down = (learning.segment(w, problems, numbers["x0"], state, steps)[0] for w in moved)
    grad = learning.segment(weights, problems, numbers["x0"], state, steps)[1]["bo"]
    assert abs((up - down) / 2e-5 - grad) > 1e-3 * abs(grad)


def test_the_table_of_differences_in_chapter_18():
    few, tiny = Quadratics(8, rng=3), learning.start_weights(np.random.default_rng(4), units=3, scale=1.0, dtype=float)
    state = learning.no_state(few.start, 3)
    gradients = [few.grad(x) for x in optlab.descend(with_weights(tiny), few, steps=20).path]

    def difference(name, problems):
        e, ends = np.zeros(np.size(tiny[name])), []
        e[0] = 1e-5
        for sign in (1, -1):
            moved = {**tiny, name: tiny[name] + sign * e.reshape(np.shape(tiny[name]))}
            ends.append(learning.segment(moved, problems(), few.start, state, 20)[0])
        return (ends[0] - ends[1]) / 2e-5

    back = learning.segment(tiny, few, few.start, state, 20)[1]
    told = dict(bo=(-139, -1310), Wo=(629, 722), U2=(-5.42, -5.94), W1=(2.53, -0.536))
    for name, (data, everything) in told.items():
        assert back[name].flat[0] == pytest.approx(data, rel=4e-3)
        assert difference(name, lambda: Replayed(few, gradients)) == pytest.approx(back[name].flat[0], rel=1e-5)
        assert difference(name, lambda: few) == pytest.approx(everything, rel=4e-3)


def test_log_and_sign():
    g = np.array([np.e**3, -(np.e**-4), np.e**-11, -(np.e**-12), 0.0])
    np.testing.assert_allclose(log_and_sign(g), [[0.3, 1], [-0.4, -1], [-1, np.e**-1], [-1, -(np.e**-2)], [-1, 0]], atol=1e-12)


def test_flat_and_back():
    weights = learning.start_weights(np.random.default_rng(0), units=3, p=5.0)
    back = learning.unflat(learning.flat(weights), weights)
    assert back.keys() == weights.keys()
    for name in weights:
        np.testing.assert_array_equal(back[name], weights[name])


# Training

SMALL = dict(batches=7, problems=4, units=4, steps=20, length=10, every=2, progress=False)


def interrupted(monkeypatch, after, **how):
    """Train until Ctrl-C comes in the middle of a batch: after so many segments."""
    calls, segment = [], learning.segment

    def stop(*args):
        calls.append(1)
        if len(calls) > after:
            raise KeyboardInterrupt
        return segment(*args)

    with monkeypatch.context() as patch:
        patch.setattr(learning, "segment", stop)
        return learning.train(**SMALL, **how)


def same(a, b):
    for name in a:
        np.testing.assert_array_equal(a[name], b[name], err_msg=name)


@pytest.mark.parametrize("after", [0, 1, 5, 8, 13])
def test_a_stopped_training_goes_on_as_if_it_had_not_stopped(monkeypatch, tmp_path, capsys, after):
    checkpoint = tmp_path / "training"
    interrupted(monkeypatch, after, checkpoint=checkpoint)
    assert f"Stopped after {after // 2} of 7 batches" in capsys.readouterr().out
    same(learning.train(**SMALL, checkpoint=checkpoint), learning.train(**SMALL))


def test_a_stopped_training_returns_its_best(monkeypatch, tmp_path):
    checkpoint = tmp_path / "training"
    best = interrupted(monkeypatch, 9, checkpoint=checkpoint)
    with np.load(checkpoint) as file:
        np.testing.assert_array_equal(file["best"], learning.flat(best))
        assert int(file["k"]) == 4
    assert not checkpoint.with_name("training.new").exists()


def test_a_finished_training_is_not_repeated(tmp_path):
    checkpoint = tmp_path / "training"
    once = learning.train(**SMALL, checkpoint=checkpoint)
    same(learning.train(**SMALL, checkpoint=checkpoint), once)


def test_a_checkpoint_of_other_settings_is_refused(tmp_path):
    checkpoint = tmp_path / "training"
    learning.train(**SMALL, checkpoint=checkpoint)
    with pytest.raises(ValueError, match="checkpoint .* belongs to other settings"):
        learning.train(**SMALL, seed=1, checkpoint=checkpoint)


def test_bad_settings_are_named():
    with pytest.raises(ValueError, match="^length is 30; it must divide steps, 100"):
        learning.train(length=30)
    with pytest.raises(ValueError, match="^batches is 0; it must be an int"):
        learning.train(0)
    with pytest.raises(ValueError, match="^lr is -1"):
        learning.train(lr=-1.0)


def test_without_tqdm_there_is_no_bar(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    learning.train(**{**SMALL, "progress": True, "batches": 1})


def test_training_learns():
    """A few batches, and the loss along a run is far below where it starts: 10, the mean of |y|^2."""
    fresh = Quadratics(64, rng=3, dtype=np.float32)
    untrained = learning.start_weights(np.random.default_rng(0), units=8)
    weights = learning.train(16, problems=16, units=8, lr=1e-2, every=8, progress=False)
    assert learning.loss_of(untrained, fresh) > 5 > 3 > learning.loss_of(weights, fresh)


# The weights that are shipped


def test_the_shipped_weights():
    path = pathlib.Path(optlab.__file__).parent / "steps" / "learned.npz"
    assert path.stat().st_size < 50_000
    with np.load(path) as file:
        assert {file[name].dtype for name in file.files} == {np.dtype("float32")}
        assert sum(file[name].size for name in learning.NAMES) == 5061


def test_importing_optlab_does_not_load_them():
    code = (
        "import sys, optlab; assert sys.modules['optlab.steps.learned'].trained.cache_info().currsize == 0; "
        "assert 'tqdm' not in sys.modules and 'optlab.worlds.learning' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture(scope="module")
def problems():
    return Quadratics(200, rng=7, dtype=np.float32)


@pytest.fixture(scope="module")
def learned_loss(problems):
    return optlab.descend(optlab.learned, problems, steps=400).loss.mean(axis=-1)


def best(step, problems, steps, rates, **hyper):
    """The least mean loss after so many steps over the learning rates: tuned on the very problems it is compared on."""
    losses = []
    for lr in rates:
        with np.errstate(over="ignore", invalid="ignore"):
            loss = optlab.descend(step, problems, steps=steps, lr=lr, **hyper).loss.mean(axis=-1)
        losses.append(loss[steps] if len(loss) > steps and np.isfinite(loss[steps]) else np.inf)
    assert 0 < np.argmin(losses) < len(rates) - 1, "the best learning rate lies inside the grid"
    return min(losses)


RATES = 10.0 ** np.arange(-2.5, 0.01, 0.25)
NEAR = 10.0 ** np.arange(-1.75, -1.2, 0.125)  # around the best rate of momentum


@pytest.mark.parametrize("step", ["sgd", "momentum", "nesterov", "rmsprop", "adam"])
def test_it_wins_where_it_was_trained(step, problems, learned_loss):
    """After 100 steps. `python -m optlab.worlds.learning --compare` does the same with 1000 problems and a finer grid."""
    assert learned_loss[100] < 0.8 * best(getattr(optlab, step), problems, 100, RATES)


def test_it_still_wins_when_momentum_may_tune_mu_too(problems, learned_loss):
    assert learned_loss[100] < 0.9 * min(best(optlab.momentum, problems, 100, NEAR, mu=mu) for mu in (0.92, 0.94, 0.96))


def test_beyond_its_horizon_momentum_wins(problems, learned_loss):
    """At 200 steps it is still ahead, from then on it hardly goes on; at 400 momentum with mu = 0.98 is past it."""
    assert learned_loss[400] > 0.8 * learned_loss[200]
    assert best(optlab.momentum, problems, 400, NEAR, mu=0.98) < 0.9 * learned_loss[400]


def test_it_is_not_free_of_scale():
    """The loss times 1000: gradients of a size it has never seen."""
    problems = Quadratics(50, rng=7)
    usual = optlab.descend(optlab.learned, problems, steps=100).loss[-1].mean()
    problems.W, problems.y = problems.W * 1000**0.5, problems.y * 1000**0.5
    assert optlab.descend(optlab.learned, problems, steps=100).loss[-1].mean() / 1000 > 5 * usual


# The contract: the same driver and the same trace as every other step


def test_the_trace_has_the_memory_with_its_units():
    trace = optlab.descend(optlab.learned, optlab.landscapes.simple_quadratic, steps=30)
    assert trace.names == ("g", "h1", "c1", "h2", "c2", "u", "x") and trace.diverged is None
    assert trace.h1.shape == trace.c2.shape == (30, 2, 20) and trace.u.shape == (30, 2)
    np.testing.assert_array_equal(trace.x, trace.path[:-1] + trace.u)
    assert trace.loss[-1] < 0.1 * trace.loss[0]


def test_on_a_signal():
    trace = optlab.drive(optlab.learned, optlab.signals.noisy_sine())
    assert trace.x.shape == (300,) and trace.h2.shape == (300, 20)
    assert np.corrcoef(trace.update[20:], np.sin(np.arange(300) / 20)[20:])[0, 1] > 0.3  # the update has the gradient's sign


def test_coordinates_share_the_weights_and_nothing_else():
    gradients = np.random.default_rng(1).standard_normal((40, 5))
    x = optlab.drive(optlab.learned, gradients).x
    np.testing.assert_allclose(optlab.drive(optlab.learned, gradients[:, ::-1]).x[:, ::-1], x, rtol=1e-12, atol=1e-14)


def test_the_weights_cannot_be_changed_by_accident():
    with pytest.raises(ValueError, match="read-only"):
        trained(np.dtype(float))["Wo"][0] = 1.0


def test_the_table_of_silence_in_chapter_18():
    history = np.concatenate([np.tile([-1.0, 0.0, 1.0], (300, 1)), np.zeros((1000, 3))])
    ours = optlab.drive(optlab.learned, history).update
    theirs = optlab.drive(optlab.momentum, history, lr=0.028, mu=0.95).update
    assert ours[0] == pytest.approx([-0.0163, 0.0147, 0.0294], abs=6e-5)
    assert ours[299] == pytest.approx([-0.330, 0.0003, 0.331], abs=6e-4)
    assert ours[-1] == pytest.approx([0.0004, 0.0004, -0.0164], abs=6e-5)
    assert theirs[-1] == pytest.approx(0, abs=5e-5)


@pytest.mark.parametrize(
    "in_u, in_x, mistake", [(1, 1, None), (-1, 1, "sign of u"), (1, -1, "x - u for x + u"), (-1, -1, "sign of u")]
)
def test_a_wrong_sign_of_the_learned_step_is_named(in_u, in_x, mistake):
    def learner(x, g, h1=None, c1=None, h2=None, c2=None):
        row = optlab.learned(x, g, h1, c1, h2, c2)
        u = in_u * row["u"]
        return dict(row, u=u, x=x + in_x * u)

    verdict = slips.named(learner, optlab.check(learner, "learned"))
    assert (verdict.ok, verdict.mistake) == (mistake is None, mistake)
    assert "u" in verdict.agree or mistake == "sign of u"


@pytest.mark.parametrize("slip", slips.SLIPS)
def test_a_usual_slip_in_the_learned_step_is_named(slip):
    def learner(x, g, h1=None, c1=None, h2=None, c2=None):
        return slips._slipped(slip, x, g, h1, c1, h2, c2)

    assert slips.named(learner, optlab.check(learner, "learned")).message == slips.SLIPS[slip]


def test_the_right_learned_step_has_no_slip():
    assert slips._path(lambda *a, **state: slips._slipped("", *a, **state)) == pytest.approx(slips._path(optlab.learned))
