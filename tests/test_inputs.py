"""Bad input: one sentence that names the argument, its value and what is allowed. Every sentence is compared whole."""

import pydoc

import numpy as np
import pytest
from table import TABLE

import optlab
from optlab import adam, apply, descend, drive, eve, landscapes, momentum, sgd, signals
from optlab.run import inputs
from optlab.run.nearest import nearest
from optlab.run.ranges import allows, ranges
from optlab.run.signature import signature
from optlab.worlds.landscapes import Landscape, simple_quadratic

ONES = np.ones(3)


def says(kind, sentence, call):
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == sentence


# Hyperparameters

ADAM_HAS = "it has lr, beta1, beta2, eps."


@pytest.mark.parametrize(
    "sentence, hyper",
    [
        (f"adam has no hyperparameter 'learning_rate' (did you mean 'lr'?); {ADAM_HAS}", dict(learning_rate=0.1)),
        (f"adam has no hyperparameter 'b1' (did you mean 'beta1'?); {ADAM_HAS}", dict(b1=0.1)),
        (f"adam has no hyperparameter 'zzz'; {ADAM_HAS}", dict(zzz=0.1)),
        (f"adam has no hyperparameter 'seed' (did you mean 'rng'?); {ADAM_HAS}", dict(seed=1)),
        (f"adam has no hyperparameter 'start' (did you mean 'x0'?); {ADAM_HAS}", dict(start=1.0)),
        (f"adam has no hyperparameter 'steps'; {ADAM_HAS}", dict(steps=10)),  # as long as the signal, and no eps is meant
        (f"adam has no hyperparameter 'betas' (did you mean 'beta1'?); {ADAM_HAS}", dict(betas=(0.9, 0.999))),
        ("'m' is state of adam, not a hyperparameter; pass state=dict(m=...).", dict(m=0.1)),
        ("lr is None; it must be a number > 0.", dict(lr=None)),
        ("lr is True; it must be a number > 0.", dict(lr=True)),
        ("lr is '0.1'; it must be a number > 0.", dict(lr="0.1")),
        ("lr is {'a': 1}; it must be a number > 0.", dict(lr={"a": 1})),
        ("lr has dtype complex128; it must be float.", dict(lr=[1j])),
        (
            "lr(1) fails: object of type 'int' has no len(); a schedule is a function of t that gives one number.",
            dict(lr=len),
        ),
    ],
)
def test_hyperparameter_of_the_wrong_kind(sentence, hyper):
    says(TypeError, sentence, lambda: drive(adam, ONES, **hyper))


@pytest.mark.parametrize(
    "sentence, hyper",
    [
        ("lr is 0; it must be > 0.", dict(lr=0.0)),
        ("lr is -1; it must be > 0.", dict(lr=-1)),
        ("lr is nan; it must be > 0.", dict(lr=np.nan)),
        ("lr is inf; it must be > 0.", dict(lr=np.inf)),
        ("lr is -0.1; it must be > 0.", dict(lr=[0.1, -0.1])),
        ("beta1 is 1; it must be in [0, 1).", dict(beta1=1.0)),
        ("beta2 is -0.1; it must be in [0, 1).", dict(beta2=-0.1)),
        ("eps is -1e-08; it must be ≥ 0.", dict(eps=-1e-8)),
        ("lr is an empty array; it must hold at least one value.", dict(lr=[])),
        ("lr cannot be read as one array; its rows must be of one length and hold floats.", dict(lr=[[0.1], [0.1, 0.2]])),
        ("lr(2) is -1; it must be > 0.", dict(lr=lambda t: 3 - 2 * t if t < 3 else 1.0)),
        ("lr(1) is [1.0, 2.0]; a schedule gives one number for each t.", dict(lr=lambda t: [1.0, 2.0])),
        (
            "the shapes of the hyperparameters do not broadcast to one grid: lr (2,), beta1 (3,).",
            dict(lr=[0.1, 0.2], beta1=[0.1, 0.2, 0.3]),
        ),
    ],
)
def test_hyperparameter_out_of_its_range(sentence, hyper):
    says(ValueError, sentence, lambda: drive(adam, ONES, **hyper))


def test_hyperparameter_that_float32_rounds_out_of_its_range():
    says(ValueError, "beta2 is 1, which is 1 in float32; it must be in [0, 1).",
         lambda: drive(adam, np.ones(3, np.float32), beta2=1 - 1e-9))  # fmt: skip
    says(ValueError, "lr is 1e-50, which is 0 in float32; it must be > 0.", lambda: drive(adam, np.ones(3, np.float32), lr=1e-50))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_hyperparameters_have_the_type_of_x(dtype):
    """Whether their range has a 0 in it or not, fixed or scheduled; and an eps too small for the type is the least there is."""
    for hyper in ({}, dict(beta1=0.5, eps=[1e-9, 1e-60]), dict(eps=lambda t: 1e-9 / t)):
        values, schedules, _ = inputs.hyper(adam, hyper, 1, np.dtype(dtype), 3)
        numbers = [*values.values(), *(value for row in schedules.values() for value in row)]
        assert {number.dtype for number in numbers} == {np.dtype(dtype)}
        assert min(number.min() for number in numbers) > 0


@pytest.mark.parametrize(
    "given, meant",
    [("learning_rate", "lr"), ("alpha", "lr"), ("eta", "lr"), ("LR", "lr"), ("b1", "beta1"), ("b2", "beta2"), ("beta_1", "beta1"),
     ("epsilon", "eps"), ("momentum", "beta1"), ("bta2", "beta2"), ("rubbish", None)],
)  # fmt: skip
def test_other_names_of_a_hyperparameter(given, meant):
    assert nearest(given, ["lr", "beta1", "beta2", "eps"]) == meant


def test_other_names_of_momentum_and_decay():
    assert nearest("momentum", ["lr", "mu"]) == nearest("gamma", ["lr", "mu"]) == nearest("beta", ["lr", "mu"]) == "mu"
    assert nearest("decay", ["lr", "rho"]) == nearest("gamma", ["lr", "rho"]) == "rho"


def test_a_name_means_what_the_learners_default_says():
    """c >= 1 in Eve; in a function of one's own with c=0.5 it is just a number."""
    says(ValueError, "c is 0.1; it must be ≥ 1.", lambda: drive(eve, ONES, f=ONES, c=0.1))
    assert drive(lambda x, g, *, c=0.5: dict(x=x - c * g), ONES, c=0.1).x[-1] == pytest.approx(-0.3)


# Signals, starts, states


@pytest.mark.parametrize(
    "kind, sentence, signal",
    [
        (TypeError, "signal has dtype int64; it must be float, because integers would cut off what stands behind the point: "
                    "use signal.astype(float).", np.array([1, 2], np.int64)),
        (TypeError, "signal has dtype object; it must be float.", np.array([1.0, "a"], object)),
        (TypeError, "signal has dtype bool; it must be float.", np.array([True])),
        (TypeError, "signal has dtype complex128; it must be float.", [1j]),
        (TypeError, "signal is 'spikes'; it must be an array of floats (steps,) or (steps, d): write optlab.signals.spikes().",
         "spikes"),
        (TypeError, "signal is None; it must be a number or an array of floats.", None),
        (TypeError, "signal is the function spikes; it must be a number or an array of floats: call the function.",
         signals.spikes),
        (TypeError, "signal is an object of type module; it must be a number or an array of floats.", signals),
        (TypeError, "signal is a landscape; it must be an array of floats (steps,) or (steps, d): descend takes a landscape.",
         simple_quadratic),
        (ValueError, "signal cannot be read as one array; its rows must be of one length and hold floats.", [[1.0], [1.0, 2.0]]),
        (ValueError, "signal has shape (0,); it must be (steps,) or (steps, d) with at least one sample.", np.zeros(0)),
        (ValueError, "signal has shape (); it must be (steps,) or (steps, d) with at least one sample.", 1.0),
        (ValueError, "signal is nan at step 3; every gradient g must be finite.", [1.0, 1.0, np.nan, np.inf]),
        (ValueError, "signal is -inf at step 2; every gradient g must be finite.", [[1.0, 1.0], [1.0, -np.inf]]),
    ],
)  # fmt: skip
def test_signal(kind, sentence, signal):
    says(kind, sentence, lambda: drive(sgd, signal))


def test_what_a_signal_may_be():
    for signal in ([1, 2, 3], range(1, 4), (1.0, 2.0, 3.0), np.array([1, 2, 3], np.float32), np.array([1.0, 2.0, 3.0], ">f8")):
        assert drive(sgd, signal, lr=1.0).x.tolist() == [-1, -3, -6]


@pytest.mark.parametrize(
    "kind, sentence, given",
    [
        (ValueError, "x0 has shape (3,), which does not broadcast to one gradient of shape (2,).", dict(x0=ONES)),
        (ValueError, "x0 is nan; it must be finite.", dict(x0=np.nan)),
        (ValueError, "x0 is inf at index 1; it must be finite.", dict(x0=[1.0, np.inf])),
        (TypeError, "x0 is 'a'; it must be a number or an array of floats.", dict(x0="a")),
        (TypeError, "state is 3; it must be a dict of initial values by name.", dict(state=3)),
        (TypeError, "momentum has no state 'm'; it has v.", dict(state=dict(m=1.0))),
        (TypeError, "state 'v' is 'a'; it must be a number or an array of floats.", dict(state=dict(v="a"))),
        (ValueError, "state 'v' has shape (3,), which does not broadcast to x of shape (2,).", dict(state=dict(v=ONES))),
        (TypeError, "state 'v' is None; it must be a number or an array of floats.", dict(state=dict(v=None))),
        (ValueError, "state 'v' is nan; it must be finite.", dict(state=dict(v=np.nan))),
        (TypeError, "rng is 'a'; it must be a numpy.random.Generator or a seed (an int ≥ 0).", dict(rng="a")),
        (TypeError, "rng is -1; it must be a numpy.random.Generator or a seed (an int ≥ 0).", dict(rng=-1)),
        (ValueError, "n is 0; it must be an int ≥ 1.", dict(n=0)),
    ],
)
def test_what_drive_is_given(kind, sentence, given):
    says(kind, sentence, lambda: drive(momentum, np.ones((3, 2)), **given))


def test_start_too_large_for_the_type_of_the_signal():
    says(ValueError, "x0 is 1e+300; that is too large for float32.", lambda: drive(sgd, np.ones(3, np.float32), x0=1e300))


def test_losses_of_a_signal():
    says(ValueError, "f is None, and the step asks for the loss; a signal has none, so pass f=array of one number a step.",
         lambda: drive(eve, ONES))  # fmt: skip
    says(
        ValueError,
        "f has shape (2,), which does not broadcast to the steps of shape (3,).",
        lambda: drive(eve, ONES, f=np.ones(2)),
    )


# Landscapes


@pytest.mark.parametrize(
    "kind, sentence, given",
    [
        (ValueError, "x0 has shape (1,); it must be (..., 2), one start point in each row.", dict(x0=1.0)),
        (ValueError, "x0 has shape (4, 3); it must be (..., 2), one start point in each row.", dict(x0=np.ones((4, 3)))),
        (ValueError, "x0 has shape (0, 2); it must be (..., 2), one start point in each row.", dict(x0=np.ones((0, 2)))),
        (TypeError, "x0 has dtype int32; it must be float, because integers would cut off what stands behind the point: "
                    "use x0.astype(float).", dict(x0=np.array([1, 2], np.int32))),
        (ValueError, "x0 is nan at index 0; it must be finite.", dict(x0=[np.nan, 1.0])),
        (ValueError, "f is inf at step 1, where x0 is [1e+200, 0.0]; the landscape must be finite there.", dict(x0=[1e200, 0.0])),
        (ValueError, "steps is 0; it must be an int ≥ 1.", dict(steps=0)),
        (ValueError, "steps is 2.0; it must be an int ≥ 1.", dict(steps=2.0)),
        (ValueError, "steps is True; it must be an int ≥ 1.", dict(steps=True)),
        (ValueError, "steps is 1000000000; it must be at most 10**8, or the trace does not fit into memory.", dict(steps=10**9)),
        (TypeError, "rng is 0.5; it must be a numpy.random.Generator or a seed (an int ≥ 0).", dict(rng=0.5)),
    ],
)  # fmt: skip
def test_what_descend_is_given(kind, sentence, given):
    says(kind, sentence, lambda: descend(sgd, simple_quadratic, **given))


def loss(x):
    return (x**2).sum(axis=-1)


MUST_HAVE = "it must have f and grad, as optlab.landscapes.Landscape has"


@pytest.mark.parametrize(
    "sentence, landscape",
    [
        (f"landscape is 'two minima'; {MUST_HAVE}: write optlab.landscapes.two_minima.", "two minima"),
        (f"landscape is None; {MUST_HAVE}.", None),
        (f"landscape is the function ravine; {MUST_HAVE}: call it first.", landscapes.ravine),
        (f"landscape is the class Landscape; {MUST_HAVE}: call it first.", Landscape),
        (f"landscape is the function loss; {MUST_HAVE}: make one of the loss and its gradient, Landscape(f, grad, start=(...)).",
         loss),
    ],
)
def test_no_landscape(sentence, landscape):
    says(TypeError, sentence, lambda: descend(sgd, landscape))


def bowl(f=lambda x: (x**2).sum(-1), grad=lambda x: 2 * x, **known):
    return Landscape(f, grad, **{"start": (1.0, 2.0), **known})


LAST_AXIS = "the last axis is the coordinate, so write x[..., 0], not x[0]."


@pytest.mark.parametrize(
    "kind, sentence, landscape",
    [
        (ValueError, f"landscape.grad gives shape (2,) for x of shape (1, 2); it must give (1, 2): {LAST_AXIS}",
         bowl(grad=lambda x: 2 * x[0])),
        (ValueError, f"landscape.f gives shape (1, 2) for x of shape (1, 2); it must give (1,): {LAST_AXIS}",
         bowl(f=lambda x: x**2)),
        (ValueError, f"landscape.f fails for x of shape (1, 2): index 1 is out of bounds for axis 0 with size 1; {LAST_AXIS}",
         bowl(f=lambda x: x[0] ** 2 + x[1] ** 2)),
        (TypeError, "landscape.grad(x) is None; it must be a number or an array of floats.", bowl(grad=lambda x: None)),
        (TypeError, "landscape.f(x) has dtype complex128; it must be float.", bowl(f=lambda x: 1j * x.sum(-1))),
        (ValueError, "g is nan at step 1, where x0 is [1.0, 2.0]; the landscape must be finite there.",
         bowl(grad=lambda x: np.nan * x)),
    ],
)  # fmt: skip
def test_landscape_of_ones_own(kind, sentence, landscape):
    says(kind, sentence, lambda: descend(sgd, landscape))


def test_landscape_that_changes_its_shape_on_the_way():
    says(ValueError, "landscape.grad gives shape (3,) for x of shape (1, 2); it must give the same shape.",
         lambda: descend(sgd, bowl(grad=lambda x: 2 * x if x[0, 0] == 1 else ONES), lr=0.1))  # fmt: skip
    says(ValueError, "landscape.f gives shape (3,) for x of shape (1, 2); it must give (1,).",
         lambda: descend(eve, bowl(f=lambda x: (x**2).sum(-1) if x[0, 0] == 1 else ONES), lr=0.1))  # fmt: skip


@pytest.mark.parametrize(
    "kind, sentence, make",
    [
        (ValueError, "kappa is 0.5; it must be a finite number ≥ 1.", lambda: landscapes.ravine(0.5)),
        (TypeError, "kappa is 'a'; it must be a finite number ≥ 1.", lambda: landscapes.ravine("a")),
        (ValueError, "kappa is nan; it must be a finite number ≥ 1.", lambda: landscapes.ravine(np.nan)),
        (ValueError, "sigma is -1.0; it must be a finite number ≥ 0.", lambda: simple_quadratic.with_noise(-1.0)),
        (TypeError, "sigma is [1.0, 2.0]; it must be a finite number ≥ 0.", lambda: simple_quadratic.with_noise([1.0, 2.0])),
        (ValueError, "x has shape (3,); it must be one point of shape (2,).", lambda: simple_quadratic.hessian([1.0, 2.0, 3.0])),
        (ValueError, "x is nan at index 0; it must be finite.", lambda: simple_quadratic.hessian([np.nan, 2.0])),
        (ValueError, "x is [1e+308, 1e+308]; the Hessian there is too large for a float.",
         lambda: simple_quadratic.hessian([1e308, 1e308])),
        (ValueError, "x has shape (3,); this landscape takes points of shape (..., 2).", lambda: simple_quadratic.f(ONES)),
        (ValueError, "x has shape (); this landscape takes points of shape (..., 1).", lambda: landscapes.quartic.grad(1.0)),
        (TypeError, "f is 3; it must be a function of points (..., d).", lambda: bowl(f=3)),
        (ValueError, "start has shape (1, 2); it must be one point (d,).", lambda: bowl(start=((1.0, 2.0),))),
        (ValueError, "box is [[1.0, -1.0]]; it must be one pair (low, high), low < high, for each coordinate.",
         lambda: bowl(box=((1.0, -1.0),))),
        (ValueError, "noise is -1; it must be a finite number ≥ 0.", lambda: bowl(noise=-1)),
        (ValueError, "n is 0; it must be an int ≥ 1.", lambda: bowl(n=0)),
        (ValueError, "minima has shape (1, 3); it must be (k, 2), or ().", lambda: bowl(minima=((1.0, 2.0, 3.0),))),
        (TypeError, "saddles is 'a'; it must be a number or an array of floats.", lambda: bowl(saddles="a")),
        (ValueError, "minima is nan at index (0, 1); it must be finite.", lambda: bowl(minima=((1.0, np.nan),))),
        (TypeError, "name is 3; it must be a text.", lambda: bowl(name=3)),
        (ValueError, "levels is [2, 1]; it must be losses in ascending order, or None.", lambda: bowl(levels=(2, 1))),
        (ValueError, "levels is 5; it must be losses in ascending order, or None.", lambda: bowl(levels=5)),
        (ValueError, "x has shape (3,); it must be points of shape (..., 2).", lambda: simple_quadratic.wrong_gradient(ONES)),
        (ValueError, "x has shape (0,); it must be points of shape (..., 2).", lambda: simple_quadratic.wrong_gradient([])),
        (TypeError, "grad is 3; it must be a function of the coordinates a and b.",
         lambda: landscapes.on_plane(abs, 3, start=(1.0, 2.0))),
    ],
)  # fmt: skip
def test_making_a_landscape(kind, sentence, make):
    says(kind, sentence, make)


# Signals by name


@pytest.mark.parametrize(
    "kind, sentence, make",
    [
        (ValueError, "steps is 0; it must be an int ≥ 1.", lambda: signals.spikes(0)),
        (ValueError, "period is 0; it must be a whole number ≥ 1.", lambda: signals.spikes(period=0)),
        (ValueError, "period is 2.5; it must be a whole number ≥ 1.", lambda: signals.spikes(period=2.5)),
        (TypeError, "period is 'a'; it must be a whole number ≥ 1.", lambda: signals.sawtooth(period="a")),
        (ValueError, "at is 2.5; it must be a whole number ≥ 0.", lambda: signals.impulse(at=2.5)),
        (ValueError, "at is nan; it must be a whole number ≥ 0.", lambda: signals.step(at=np.nan)),
        (TypeError, "at is True; it must be a whole number ≥ 0.", lambda: signals.step(at=True)),
        (TypeError, "at is [1, 2]; it must be a whole number ≥ 0.", lambda: signals.impulse(at=[1, 2])),
        (ValueError, "at is 9; it must be a whole number from 0 to 8, as there are 9 samples.", lambda: signals.impulse(9, at=9)),
        (ValueError, "switch is -1; it must be a whole number ≥ 0.", lambda: signals.sawtooth(switch=-1)),
        (ValueError, "width is 0; it must be a whole number from 1 to 40.", lambda: signals.rectangles(width=0)),
        (ValueError, "width is 40; it must be a whole number from 1 to 30.", lambda: signals.saturation(period=30)),
        (ValueError, "scale is 0; it must be between 1e-100 and 1e+100.", lambda: signals.noisy_sine(scale=0)),
        (ValueError, "height is nan; it must be a finite number.", lambda: signals.constant(height=np.nan)),
        (ValueError, "height is 1e+200; it must be between -1e+100 and 1e+100.", lambda: signals.alternating(height=1e200)),
        (ValueError, "noise is -0.5; it must be between 0 and 1e+100.", lambda: signals.noisy_sine(noise=-0.5)),
        (ValueError, "p is 2; it must be between 0 and 1.", lambda: signals.sparse(p=2)),
        (
            TypeError,
            "rng is 'a'; it must be a numpy.random.Generator or a seed (an int ≥ 0).",
            lambda: signals.gaussian_noise(rng="a"),
        ),
        (ValueError, "signal is nan at step 2; every gradient g must be finite.", lambda: signals.own([1.0, np.nan])),
        (ValueError, "signal has shape (2, 1); your own signal is one-dimensional.", lambda: signals.own([[1.0], [2.0]])),
    ],
)
def test_making_a_signal(kind, sentence, make):
    says(kind, sentence, make)


def test_a_length_beyond_what_python_prints():
    says(ValueError, "steps is an object of type int; it must be at most 10**8, or the trace does not fit into memory.",
         lambda: signals.spikes(10**5000))  # fmt: skip


# What a chapter asks for


@pytest.mark.parametrize(
    "kind, sentence, call",
    [
        (TypeError, "step is 'adam'; it must be the function itself, such as optlab.adam.", lambda: optlab.source("adam")),
        (TypeError, "step is 'adam'; it must be the function itself, such as optlab.adam.", lambda: optlab.formula("adam")),
        (TypeError, "signal is a landscape; write explore(step, landscape=...).", lambda: optlab.explore(adam, simple_quadratic)),
        (TypeError, "curves is [1.0, 0.5]; it must be a dict label -> y, or label -> (x, y).", lambda: optlab.panel([1.0, 0.5])),
        (TypeError, "panels has {'loss': [1.0]}; each must be made by panel({label: y}).", lambda: optlab.draw({"loss": [1.0]})),
        (ValueError, "test is 0; it must be an int ≥ 1.", lambda: optlab.data.digits(0)),
        (ValueError, "test is 1797; it must be less than the 1797 samples there are.", lambda: optlab.data.digits(1797)),
    ],
)
def test_what_a_chapter_asks_for(kind, sentence, call):
    says(kind, sentence, call)


ONE_OF = "it must be 'start' or two different ones of: lr, beta1, beta2, eps."


@pytest.mark.parametrize(
    "kind, sentence, call",
    [
        (TypeError, "beside is 2.5; it must be the function itself, such as optlab.adam.",
         lambda: optlab.explore([adam, 2.5], "spikes")),
        (TypeError, "compare is 2.5; it must be the name of a hyperparameter: lr, beta1, beta2, eps.",
         lambda: optlab.explore(adam, "spikes", compare=2.5)),
        (TypeError, "compare is ['lr', 'eps']; it must be the name of a hyperparameter: lr, beta1, beta2, eps.",
         lambda: optlab.explore(adam, "spikes", compare=["lr", "eps"])),
        (ValueError, "values is 2.5; it must be three values of beta1: low, middle, high.",
         lambda: optlab.explore(adam, "spikes", values=2.5)),
        (ValueError, "values is nan at index 0; it must be finite.",
         lambda: optlab.explore(adam, "spikes", values=(np.nan, 1, 2))),
        (ValueError, "values is 1; it must be in [0, 1).", lambda: optlab.explore(adam, "spikes", values=(0, 0.5, 1))),
        (TypeError, "show is 2.5; it must be a list of names.", lambda: optlab.explore(adam, "spikes", show=2.5)),
        (TypeError, "show is [1, 2]; it must be a list of names.", lambda: optlab.explore(adam, "spikes").set(show=[1, 2])),
        (TypeError, "state is [1.0, 1.0, 1.0]; it must be a dict of initial values by name.",
         lambda: optlab.explore(adam, "spikes", state=ONES)),
        (ValueError, "lr is [1, 2]; a dial takes one number.", lambda: optlab.explore(adam, "spikes").set(lr=[1, 2])),
        (ValueError, "signal is [1.0, 1.0, 1.0]; it must be one of: spikes, rectangles, noisy sine, very noisy sine, sawtooth, "
                     "saturation, constant, impulse, step, alternating, ramp, chirp, Gaussian noise, sparse, your own (draw or "
                     "paste).", lambda: optlab.explore(adam, "spikes").set(signal=ONES)),
        (ValueError, f"map is 2.5; {ONE_OF}", lambda: optlab.explore(adam, landscape="wobbly", map=2.5)),
        (ValueError, f"map is a tuple; {ONE_OF}", lambda: optlab.explore(adam, landscape="wobbly", map=("lr", ONES))),
        (TypeError, "ranges is 3; it must be a dict axis -> (from, to).",
         lambda: optlab.explore(adam, landscape="wobbly", map=("lr", "beta1"), ranges=3)),
        (ValueError, "the curve 'a' is 1; it must be numbers y (n,), or (x, y), each (n,).", lambda: optlab.panel({"a": 1})),
        (ValueError, "the curve 'a' is [2.0, 1.0]; it must be numbers y (n,), or (x, y), each (n,).",
         lambda: optlab.panel({"a": (2.0, 1.0)})),
        (TypeError, "step is [1]; it must be the function itself, such as optlab.adam.", lambda: optlab.formula([1])),
        (TypeError, "step is <class 'int'>; it must be the function itself, such as optlab.adam.", lambda: optlab.lookahead(int)),
        (ValueError, "step is adam; how fast it converges is known here only of sgd, momentum, momentum_ema, nesterov, "
                     "smoothed_nesterov.", lambda: optlab.radius_panel(adam)),
        (KeyError, "'sgd names no quantity [1, 2]; the trace has g, x.'", lambda: drive(sgd, ONES)[[1, 2]]),
    ],
)  # fmt: skip
def test_what_a_newcomer_gets_wrong_first(kind, sentence, call):
    says(kind, sentence, call)


def test_one_name_is_a_list_of_one():
    assert optlab.explore(adam, "spikes", show="m_hat").state["show"] == ["m_hat"]


# Steps


def stars(x, *args): ...
def double_stars(x, g, **hyper): ...
def asks_for_mu(x, g, mu): ...
def without_x(g): ...
def hyper_steps(x, g, *, steps=3): ...
def hyper_g(x, *, g, lr): ...
def by_position(x, /, g): ...
def without_lr(x, g, *, lr): ...


GIVES = "the driver gives x, g, t, f, grad, hess, rng, n"


@pytest.mark.parametrize(
    "sentence, step",
    [
        ("step is 'adam'; it must be the function itself, such as optlab.adam.", "adam"),
        ("step is None; it must be the function itself, such as optlab.adam.", None),
        ("step is the class dict; it must be the function itself, such as optlab.adam.", dict),
        ("stars has *args; a step names each of its arguments.", stars),
        ("double_stars has **hyper; a step names each of its arguments.", double_stars),
        (
            f"asks_for_mu asks for 'mu', but {GIVES}: state has a start value (mu=0.0), a hyperparameter stands after the *.",
            asks_for_mu,
        ),
        ("without_x does not ask for 'x'; a step takes the parameters x and returns the new x.", without_x),
        ("hyper_steps has 'steps' as a hyperparameter; that is a name of the driver, so it needs another name.", hyper_steps),
        ("hyper_g has 'g' as a hyperparameter; that is a name of the driver, so it goes before the *.", hyper_g),
        ("by_position takes 'x' by position only; the driver gives every argument by name.", by_position),
        ("without_lr needs a value for 'lr'; it has no default.", without_lr),
    ],
)
def test_signature(sentence, step):
    says(TypeError, sentence, lambda: drive(step, ONES))


def test_builtin_without_a_signature():
    says(TypeError, "max has no signature that Python can read; a step is a function written with def.", lambda: drive(max, ONES))


def test_lambda_is_a_step():
    assert drive(lambda x, g, *, lr=0.5: dict(x=x - lr * g), ONES).x.tolist() == [-0.5, -1, -1.5]


def at(step, wrong, right=None):
    """A step that returns `right` before the given step and `wrong` from there on."""

    def step_of_mine(x, g, t, m=0.0):
        good = dict(m=m + g, x=x - g)
        return wrong(x, g, m) if t >= step else right(x, g, m) if right else good

    return step_of_mine


EACH = "each step returns the same names."


@pytest.mark.parametrize(
    "kind, sentence, wrong",
    [
        (TypeError, "step_of_mine returns nothing (is the return missing?); it must return dict(m=m, x=x).",
         lambda x, g, m: None),
        (TypeError, "step_of_mine returns a tuple; it must return dict(m=m, x=x).", lambda x, g, m: (m, x)),
        (TypeError, "step_of_mine returns an array; it must return dict(m=m, x=x).", lambda x, g, m: x),
        (TypeError, "step_of_mine returns an int; it must return dict(m=m, x=x).", lambda x, g, m: 3),
        (TypeError, "step_of_mine does not return 'm'; without it the next step cannot know the new m.",
         lambda x, g, m: dict(x=x)),
        (TypeError, "step_of_mine does not return 'x'; without it the next step cannot know the new x.",
         lambda x, g, m: dict(m=m)),
        (TypeError, "step_of_mine returns text for x at step {t}; x must stay float.",
         lambda x, g, m: dict(m=m, x="abc")),
        (TypeError, "step_of_mine returns numbers of dtype int64 for x at step {t}; x must stay float.",
         lambda x, g, m: dict(m=m, x=x.astype(np.int64))),
        (TypeError, "step_of_mine returns None for 'm' at step {t}; a quantity must be a number or an array of floats.",
         lambda x, g, m: dict(m=None, x=x)),
        (TypeError, "step_of_mine returns numbers of dtype complex128 for 'm' at step {t}; "
                    "a quantity must be a number or an array of floats.", lambda x, g, m: dict(m=1j * g, x=x)),
        (ValueError, "step_of_mine returns x of shape (6,) at step {t}; x of shape (3,) went in.",
         lambda x, g, m: dict(m=m, x=np.concatenate([x, x]))),
        (ValueError, "step_of_mine returns 'm' of shape (2,) at step {t}; it must broadcast to the shape of x, (3,).",
         lambda x, g, m: dict(m=np.ones(2), x=x)),
        (ValueError, "step_of_mine changes one of its inputs in place; make a new array: m = m + ..., not m += ... or m[:] = ...",
         lambda x, g, m: dict(m=m, x=np.subtract(x, g, out=x))),
        (ValueError, "step_of_mine changes one of its inputs in place; make a new array: m = m + ..., not m += ... or m[:] = ...",
         lambda x, g, m: dict(m=np.add(m, g, out=m), x=x)),
        (ValueError, "step_of_mine changes one of its inputs in place; make a new array: m = m + ..., not m += ... or m[:] = ...",
         lambda x, g, m: dict(m=m, x=x - np.multiply(g, 2, out=g))),
    ],
)  # fmt: skip
@pytest.mark.parametrize("t", [1, 3])
def test_what_a_step_returns(kind, sentence, wrong, t):
    says(kind, sentence.replace("{t}", str(t)), lambda: drive(at(t, wrong), np.ones((4, 3))))


def test_names_of_the_quantities_must_stay():
    says(TypeError, f"step_of_mine returns 'q' at step 2 but not at step 1; {EACH}",
         lambda: drive(at(2, lambda x, g, m: dict(m=m, q=g, x=x)), ONES))  # fmt: skip
    more = at(3, lambda x, g, m: dict(m=m, x=x), lambda x, g, m: dict(m=m, q=g, x=x))
    says(TypeError, f"step_of_mine returns 'q' at step 1 but not at step 3; {EACH}", lambda: drive(more, ONES))
    other = at(3, lambda x, g, m: dict(m=m, r=g, x=x), lambda x, g, m: dict(m=m, q=g, x=x))
    says(TypeError, f"step_of_mine returns 'r' at step 3 but not at step 1; {EACH}", lambda: drive(other, ONES))
    says(TypeError, "step_of_mine returns a quantity named 3; a name must be a string.",
         lambda: drive(at(1, lambda x, g, m: {"m": m, "x": x, 3: g}), ONES))  # fmt: skip


def test_start_value_for_what_the_driver_gives():
    def step_of_mine(x, g, t=1):
        return dict(x=x - g / t)

    says(TypeError, "step_of_mine does not return 't' (the driver gives t itself: write t without a start value); "
                    "without it the next step cannot know the new t.", lambda: drive(step_of_mine, ONES))  # fmt: skip


def test_hyperparameter_changed_in_place():
    """`lr *= 0.5` would compound from step to step, because the step is handed arrays."""

    def step_of_mine(x, g, *, lr=1.0):
        lr *= 0.5
        return dict(x=x - lr * g)

    says(ValueError, "step_of_mine changes one of its inputs in place; make a new array: m = m + ..., not m += ... or m[:] = ...",
         lambda: drive(step_of_mine, ONES))  # fmt: skip


def test_look_ahead_at_a_point_of_a_wrong_shape():
    says(ValueError, "grad(x) was called with x of shape (5,); x must have the shape (3,).",
         lambda: drive(lambda x, grad: dict(x=x - grad(np.ones(5))), np.ones((4, 3))))  # fmt: skip
    says(TypeError, "the x of grad(x) is None; it must be a number or an array of floats.",
         lambda: descend(lambda x, grad: dict(x=x - grad(None)), simple_quadratic))  # fmt: skip


def test_the_learners_own_error_passes_through_unchanged():
    def step_of_mine(x, g):
        return dict(x=x - {}["lr"] * g)

    with pytest.raises(KeyError, match="^'lr'$"):
        drive(step_of_mine, ONES)


# apply


@pytest.mark.parametrize(
    "kind, sentence, call",
    [
        (TypeError, "eve asks for f: pass f=the loss at x.", lambda: apply(eve, ONES, ONES, 1)),
        (TypeError, "adam does not ask for f; it asks for x, g, t.", lambda: apply(adam, ONES, ONES, 1, f=1.0)),
        (TypeError, "adam asks for g: pass g=the gradient at x, an array of x's shape.", lambda: apply(adam, ONES, None, 1)),
        (TypeError, "nesterov asks for grad: pass grad=a function that gives the gradient at an array of x's shape.",
         lambda: apply(optlab.nesterov, ONES, ONES, 1)),
        (TypeError, "grad is 3; it must be a function that gives the gradient at an array of x's shape.",
         lambda: apply(optlab.nesterov, ONES, None, 1, grad=3)),
        (ValueError, "grad(x) has shape (2,); it must have the shape of x, (3,).",
         lambda: apply(optlab.nesterov, ONES, None, 1, grad=lambda x: x[:2])),
        (ValueError, "f has shape (2,); it must be a number or broadcast to the shape of x, (3,).",
         lambda: apply(eve, ONES, ONES, 1, f=[1.0, 2.0])),
        (TypeError, "rng is 0; it must be a numpy.random.Generator, the same one in each call: make it once, "
                    "np.random.default_rng(0).", lambda: apply(optlab.santa_e, ONES, ONES, 1, rng=0, n=1)),
        (ValueError, "n is 0; it must be an int ≥ 1.",
         lambda: apply(optlab.santa_e, ONES, ONES, 1, rng=np.random.default_rng(0), n=0)),
        (ValueError, "g has shape (2,); it must have the shape of x, (3,).", lambda: apply(adam, ONES, np.ones(2), 1)),
        (ValueError, "t is 0; it must be an int ≥ 1.", lambda: apply(adam, ONES, ONES, 0)),
        (ValueError, "t is 1000000000000000000000000000000; it must be at most 2**53, so that a float can hold it.",
         lambda: apply(adam, ONES, ONES, 10**30)),
        (TypeError, "overwrite is [1.0, 1.0, 1.0]; it must be True or False.",
         lambda: apply(adam, ONES, ONES, 1, overwrite=ONES)),
        (ValueError, "block is 0.5; it must be an int ≥ 1.", lambda: apply(adam, ONES, ONES, 1, block=0.5)),
        (ValueError, "lr is [0.1, 0.2]; apply takes one number for each hyperparameter.",
         lambda: apply(adam, ONES, ONES, 1, lr=[0.1, 0.2])),
        (ValueError, "lr is the function <lambda>; apply takes one number for each hyperparameter.",
         lambda: apply(adam, ONES, ONES, 1, lr=lambda t: 1 / t)),
        (TypeError, "state is a dict of m; it must be the state that the last call returned: m, v.",
         lambda: apply(adam, ONES, ONES, 1, dict(m=ONES))),
        (TypeError, "state is 3; it must be the state that the last call returned: m, v.", lambda: apply(adam, ONES, ONES, 1, 3)),
        (ValueError, "state 'v' has shape (2,); it must broadcast to the shape of x, (3,).",
         lambda: apply(adam, ONES, ONES, 1, dict(m=ONES, v=np.ones(2)))),
        (ValueError, "x is not an array that can be written; overwrite=True needs x and its state as arrays of one dtype.",
         lambda: apply(adam, [1.0, 1.0, 1.0], ONES, 1, overwrite=True)),
        (TypeError, "x has dtype int64; it must be float, because integers would cut off what stands behind the point: "
                    "use x.astype(float).", lambda: apply(adam, np.ones(3, np.int64), ONES, 1)),
        (ValueError, "<lambda> changes one of its inputs in place; make a new array: m = m + ..., not m += ... or m[:] = ...",
         lambda: apply(lambda x, g: dict(x=np.subtract(x, g, out=x)), ONES, ONES, 1)),
        (TypeError, "<lambda> returns nothing (is the return missing?); it must return dict(x=x).",
         lambda: apply(lambda x, g: None, ONES, ONES, 1)),
    ],
)  # fmt: skip
def test_apply(kind, sentence, call):
    says(kind, sentence, call)


def test_no_argument_is_changed():
    signal, x0, lr = np.ones((3, 2)), np.ones(2), np.array([0.1, 0.2])
    optlab.drive(momentum, signal, x0=x0, lr=lr, state=dict(v=x0))
    for array in (signal, x0, lr):
        assert array.flags.writeable
    assert (signal == 1).all() and (x0 == 1).all() and lr.tolist() == [0.1, 0.2]


def test_a_quantity_that_grows_on_the_way():
    def step_of_mine(x, g, t):
        return dict(h=np.ones((*x.shape, 3)) if t < 3 else np.ones((*x.shape, 4)), x=x)

    says(ValueError, "step_of_mine returns 'h' of shape (1, 4) at step 3, but (1, 3) before; a shape must stay.",
         lambda: drive(step_of_mine, ONES))  # fmt: skip


# Public names


@pytest.mark.parametrize(
    "name, meant",
    [
        ("Adam", " (did you mean optlab.adam?)."),
        ("adma", " (did you mean optlab.adam?)."),
        ("RMSProp", " (did you mean optlab.rmsprop?)."),
        ("decend", " (did you mean optlab.descend?)."),
        ("adamw_kera", " (did you mean optlab.variants.adamw_keras?)."),
        ("landscape", " (did you mean optlab.landscapes?)."),
        ("zzz", "; it has steps, run, worlds, theory, formulas, functions, pictures, feedback: see help(optlab)."),
    ],
)
def test_a_name_that_is_not_there(name, meant):
    says(AttributeError, f"optlab has no {name!r}{meant}", lambda: getattr(optlab, name))
    says(ImportError, f"optlab has no {name!r}{meant}", lambda: exec(f"from optlab import {name}"))
    assert not hasattr(optlab, name)


@pytest.mark.parametrize(
    "module, name, meant",
    [
        ("variants", "adamw_kears", " (did you mean optlab.variants.adamw_keras?)."),
        ("signals", "spike", " (did you mean optlab.signals.spikes?)."),
        ("landscapes", "rosenbroc", " (did you mean optlab.landscapes.rosenbrock?)."),
        ("network", "trian", " (did you mean optlab.network.train?)."),
        ("data", "zzz", ": see help(optlab.data)."),
    ],
)
def test_a_name_that_is_not_in_a_module(module, name, meant):
    says(AttributeError, f"optlab.{module} has no {name!r}{meant}", lambda: getattr(getattr(optlab, module), name))


def test_every_public_name_is_there_and_told_in_one_screen():
    for name in dir(optlab):
        assert getattr(optlab, name) is not None
        assert name in optlab.__doc__
    assert {"network", "data", "problems", "adam", "learned"} <= set(dir(optlab))
    screen = pydoc.plain(pydoc.render_doc(optlab)).strip().splitlines()
    assert len(screen) <= 50 and max(map(len, screen[:-1])) <= 80  # the last line is where it lies
    assert "PACKAGE CONTENTS" in screen[:26]  # below it Python lists what has been said


def test_a_row_handed_on_whole_is_told_what_state_is():
    row = adam(ONES, ONES, 1)
    says(TypeError, "state is a dict of m, v, m_hat, v_hat, x; it must be the state that the last call returned: m, v.",
         lambda: apply(adam, ONES, ONES, 2, row))  # fmt: skip


def test_a_switch_is_true_or_false():
    says(TypeError, "curvature is 'yes'; it must be True or False.", lambda: drive(optlab.santa_e, ONES, curvature="yes"))


# Small floats, shared memory


SMALL = [adam, optlab.adagrad, optlab.rmsprop, optlab.adamax, optlab.smorms3]


@pytest.mark.parametrize("step", SMALL, ids=lambda step: step.__name__)
def test_an_eps_is_never_rounded_to_nothing(step):
    assert drive(step, np.zeros(4, np.float16)).diverged is None
    x, _ = apply(step, np.ones(2, np.float16), np.array([1, 0], np.float16), 1)
    assert np.isfinite(x).all() and x[1] == 1
    assert drive(adam, np.zeros(4, np.float16), eps=0.0).diverged is not None  # whoever asks for 0 gets 0


def test_random_numbers_have_no_small_floats():
    says(TypeError, "x has dtype float16; it must be float32 or float64, because santa_e draws random numbers of its type.",
         lambda: drive(optlab.santa_e, np.zeros(4, np.float16)))  # fmt: skip


def test_arrays_that_are_overwritten_must_lie_apart():
    same = np.zeros(20000)
    says(ValueError, "state 'm' and state 'v' share memory; overwrite=True writes results there, so give each its own array.",
         lambda: apply(adam, np.ones(20000), np.ones(20000), 1, dict(m=same, v=same), overwrite=True))  # fmt: skip
    flat = np.zeros(20001)
    says(ValueError, "x and g share memory; overwrite=True writes results there, so give each its own array.",
         lambda: apply(sgd, flat[1:], flat[:-1], 1, {}, overwrite=True))  # fmt: skip
    x, _ = apply(sgd, flat[1:].copy(), flat[:-1], 1, {}, overwrite=True)
    assert x.shape == (20000,)


# What a hyperparameter may be is read from the step


def test_a_range_is_what_the_step_says():
    """SAM's rho is a radius, RMSprop's what an average keeps; Santa's Euler form is referred to by the other one."""
    assert ranges(optlab.sam)["rho"] == (0.0, np.inf, True, False) and ranges(optlab.rmsprop)["rho"] == (0.0, 1.0, True, False)
    assert drive(optlab.sam, ONES, rho=3.0).diverged is None
    says(ValueError, "rho is -1; it must be ≥ 0.", lambda: drive(optlab.sam, ONES, rho=-1.0))
    santa = ranges(optlab.santa_sss)
    assert santa["sigma"] == (0.0, 1.0, True, True) and santa["p"] == (0.0, np.inf, False, False)
    both = optlab.lookahead(optlab.rmsprop)
    assert ranges(both)["rho"] == ranges(optlab.rmsprop)["rho"] and ranges(both)["alpha"] == (0.0, 1.0, False, True)
    says(ValueError, "alpha is 0; it must be in (0, 1].", lambda: drive(both, ONES, alpha=0.0))


def test_a_range_is_what_the_code_shows_and_a_name_of_the_field_means():
    def own(x, g, v=0.0, *, lr=0.1, keep=0.9, forget=0.1, mix=0.5, mu=1.5):
        v = keep * v + (1 - keep) * g / (1 - keep**2) * forget * (1 - mix**2)
        return dict(v=v, x=x - lr * v)

    share, free = (0.0, 1.0, True, False), (-np.inf, np.inf, False, False)
    known = ranges(own)
    assert known["keep"] == known["mix"] == share and known["lr"] == (0.0, np.inf, False, False)
    assert known["forget"] == known["mu"] == free, "1.5 is its default, so mu is something else here"
    says(ValueError, "keep is 1; it must be in [0, 1).", lambda: drive(own, ONES, keep=1.0))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_every_step_says_what_its_hyperparameters_may_be(row):
    known = ranges(row.step)
    numbers = [name for name, default in signature(row.step).hyper.items() if type(default) in (int, float)]
    free = [name for name in numbers if not np.isfinite(known[name][:2]).any()]
    assert set(free) <= {"alpha", "f_star", "anneal", "a_min", "a_max"}
    assert all(allows(known[name], value) for name, value in row.hyper.items() if name in numbers)
