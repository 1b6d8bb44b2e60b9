"""The accumulation figures: 8 rules x 6 signals x 3 values of a parameter, each one call of drive.

Each curve is compared with a plain loop over Python numbers, written from the rule; then what a reader is told to see in the
figures is measured.
"""

import math

import numpy as np
import pytest
from pytest import approx

import optlab
from optlab import drive, signals, variants

SIGNALS = {
    "spikes": signals.spikes(),
    "rectangles": signals.rectangles(),
    "noisy sine": signals.noisy_sine(),
    "very noisy sine": signals.very_noisy_sine(),
    "sawtooth": signals.sawtooth(),
    "saturation": signals.saturation(),
}
GAMMAS = (0.25, 0.9, 0.975)


# The rules, as loops: the values of the accumulated update, sample by sample


def at(signal, position):
    """The signal at a position in time: linear between samples, the first sample before them, the last one until the next
    would come, then 0."""
    if position >= len(signal):
        return 0.0
    i = math.floor(max(position, 0.0))
    after = signal[min(i + 1, len(signal) - 1)]
    return signal[i] + (max(position, 0.0) - i) * (after - signal[i])


def momentum(signal, gamma):
    v = 0.0
    for g in signal:
        v = gamma * v + 0.25 * g
        yield v


def nesterov(signal, gamma):
    v = 0.0
    for i in range(len(signal)):
        v = gamma * v + 0.25 * at(signal, i + gamma * v)
        yield v


def smoothed_nesterov(signal, gamma):
    v = 0.0
    for i in range(len(signal)):
        v = gamma * v + 0.25 * sum(at(signal, i + gamma * v * part) for part in (0.25, 0.5, 0.75, 1.0)) / 4
        yield v


def adagrad(signal, eps):
    total = 0.0
    for g in signal:
        total += g * g
        yield 2.5 * g / math.sqrt(total + eps)


def rmsprop(signal, gamma):
    mean = 0.0
    for g in signal:
        mean = gamma * mean + (1 - gamma) * g * g
        yield 0.25 * g / math.sqrt(mean + 1e-5)


def adadelta(signal, gamma, start=0.0):
    mean, steps = 0.0, start
    for g in signal:
        mean = gamma * mean + (1 - gamma) * g * g
        update = math.sqrt(steps + 1e-3) / math.sqrt(mean + 1e-3) * g
        steps = gamma * steps + (1 - gamma) * update * update
        yield update


def adadelta_from_50(signal, gamma):
    return adadelta(signal, gamma, start=50.0)


def adam(signal, beta1):
    m = v = 0.0
    for t, g in enumerate(signal, 1):
        m = beta1 * m + (1 - beta1) * g
        v = 0.999 * v + 0.001 * g * g
        yield 0.25 * (m / (1 - beta1**t)) / math.sqrt(v / (1 - 0.999**t) + 1e-7)


# rule: (loop, its parameter, the call of drive that draws the three curves)
RULES = {
    "momentum": (momentum, GAMMAS, lambda s: drive(optlab.momentum, s, lr=0.25, mu=GAMMAS)),
    "Nesterov": (nesterov, GAMMAS, lambda s: drive(optlab.nesterov, s, lr=0.25, mu=GAMMAS)),
    "smoothed Nesterov": (smoothed_nesterov, GAMMAS, lambda s: drive(optlab.smoothed_nesterov, s, lr=0.25, mu=GAMMAS)),
    "AdaGrad": (adagrad, (1e-7, 0.1, 10.0), lambda s: drive(variants.adagrad_eps_inside, s, lr=2.5, eps=[1e-7, 0.1, 10.0])),
    "RMSprop": (rmsprop, GAMMAS, lambda s: drive(variants.rmsprop_eps_inside, s, lr=0.25, eps=1e-5, rho=GAMMAS)),
    "AdaDelta": (adadelta, GAMMAS, lambda s: drive(optlab.adadelta, s, eps=1e-3, rho=GAMMAS)),
    "AdaDelta, big start": (
        adadelta_from_50,
        GAMMAS,
        lambda s: drive(optlab.adadelta, s, eps=1e-3, rho=GAMMAS, state=dict(u=50.0)),
    ),
    "Adam": (adam, GAMMAS, lambda s: drive(variants.adam_eps_inside, s, lr=0.25, eps=1e-7, beta1=GAMMAS, beta2=0.999)),
}


def curves(rule, signal):
    """(300, 3): the updates of the three parameter values, in order."""
    return RULES[rule][2](SIGNALS[signal]).update


@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize("rule", RULES)
def test_figure_equals_a_plain_loop(rule, signal):
    loop, values, call = RULES[rule]
    s = SIGNALS[signal]
    trace = call(s)
    plain = np.array([list(loop(s.tolist(), value)) for value in values]).T
    assert trace.update.shape == plain.shape == (300, 3)
    # update is a difference of positions, so it carries their rounding: relative to how far x went
    np.testing.assert_allclose(trace.update, plain, atol=1e-12 * np.abs(trace.x).max(), rtol=0)


def test_signals_are_as_defined():
    i = np.arange(300)
    assert SIGNALS["spikes"].tolist() == [1.0 if k % 60 == 0 else 0.0 for k in range(300)]
    assert SIGNALS["rectangles"].tolist() == [1.0 if k % 40 < 20 else -1.0 for k in range(300)]
    assert SIGNALS["saturation"].tolist() == [1.0 if k % 80 < 40 else 0.0 for k in range(300)]
    np.testing.assert_array_equal(SIGNALS["sawtooth"], [(k % 20) / 5 if k <= 80 else (k % 20) / 20 for k in range(300)])
    for name, amplitude in (("noisy sine", 1.0), ("very noisy sine", 0.2)):
        noise = SIGNALS[name] - amplitude * np.sin(i / 20)
        assert np.abs(noise).max() <= 0.5 and abs(noise.mean()) < 0.06 and noise.std() == approx(1 / np.sqrt(12), rel=0.1)
        assert abs(np.corrcoef(noise[1:], noise[:-1])[0, 1]) < 0.15, "fresh for each sample"


# What a reader must be able to see


def turns(curve, start=0):
    """The first sample after `start` at which the curve changes its sign."""
    return start + int(np.argmax(np.sign(curve[start:]) != np.sign(curve[start])))


def roughness(curve):
    """How much of a curve's movement is from sample to sample."""
    return np.abs(np.diff(curve, 2, axis=0)).mean(axis=0) / curve.std(axis=0)


def test_momentum_far_exceeds_any_single_gradient():
    """The gain is 1 / (1 - gamma): 40 at .975, of which 0.25 * 40 = 10 is all but reached on a long plateau."""
    long = drive(optlab.momentum, signals.constant(1000), lr=0.25, mu=GAMMAS).update
    np.testing.assert_allclose(long[-1] / 0.25, [1 / 0.75, 10, 40], rtol=1e-9)
    saturation = curves("momentum", "saturation")
    assert saturation[:, 2].max() / 0.25 > 20, "twenty times a single gradient within 40 samples"
    assert saturation[39, 2] == approx(10 * (1 - 0.975**40))


def test_nesterov_turns_earlier_than_momentum_on_the_sine():
    clean = signals.noisy_sine(noise=0.0)
    for gamma in (0.9, 0.975):
        turn = [turns(drive(step, clean, lr=0.25, mu=gamma).update, 5) for step in (optlab.nesterov, optlab.momentum)]
        assert turn[0] < turn[1]
    noisy = [turns(curves(rule, "noisy sine")[:, 1], 20) for rule in ("Nesterov", "momentum")]
    assert noisy[0] < noisy[1]


def test_nesterov_misses_a_stretch_of_opposite_sign():
    """Rectangles: with gamma = .975 and eta = 1 its look-ahead is longer than a stretch, and it sees nothing of some of them.

    In the figure itself, eta = .25, it looks at most 4.4 samples away and misses no stretch, only the first samples of some.
    """
    signal = SIGNALS["rectangles"]
    stretches = signal.reshape(-1, 20)

    def missed(lr):
        seen = drive(optlab.nesterov, signal, lr=lr, mu=GAMMAS).g_ahead.reshape(-1, 20, 3)
        return (seen * stretches[:, :, None] < 0).all(axis=1).sum(axis=0)

    assert missed(0.25).tolist() == [0, 0, 0]
    assert missed(1.0)[0] == 0 and missed(1.0)[2] >= 3
    assert (0.975 * np.abs(curves("Nesterov", "rectangles")[:, 2])).max() == approx(4.3, abs=0.05)


def test_averaged_look_ahead_is_calmer():
    """On the noisy sine, over 100 draws of the noise: by a quarter at gamma = .9, by 40 % at .975.

    On the very noisy one v is small, the look-ahead is shorter than a sample, and averaging changes next to nothing.
    """
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (300, 100))
    ratio = {}
    for amplitude in (1.0, 0.2):
        signal = amplitude * np.sin(np.arange(300) / 20)[:, None] + noise
        averaged, single = (
            drive(step, signal, lr=0.25, mu=GAMMAS).update for step in (optlab.smoothed_nesterov, optlab.nesterov)
        )
        ratio[amplitude] = roughness(averaged).mean(axis=-1) / roughness(single).mean(axis=-1)
    assert ratio[1.0][1] < 0.78 and ratio[1.0][2] < 0.6
    assert (np.abs(ratio[0.2] - 1) < 0.2).all()


def test_adagrad_eps_matters_at_the_beginning_only():
    update = np.abs(curves("AdaGrad", "rectangles"))
    ratio = update[:, 2] / update[:, 0]
    assert ratio[0] == approx(1 / np.sqrt(11), rel=1e-6) and ratio[-1] == approx(np.sqrt(300 / 310), rel=1e-6)
    assert (np.diff(ratio) > 0).all()


def test_adagrad_decays_where_rmsprop_settles():
    """On rectangles AdaGrad's update falls as 1 / sqrt t, RMSprop's goes to the level eta."""
    t = np.arange(1, 301)
    np.testing.assert_allclose(np.abs(curves("AdaGrad", "rectangles")[:, 0]), 2.5 / np.sqrt(t), rtol=1e-6)
    rmsprop = np.abs(curves("RMSprop", "rectangles"))
    np.testing.assert_allclose(rmsprop[-100:], 0.25, rtol=5e-3)


def test_rmsprop_restores_its_update_at_a_speed_set_by_gamma():
    """After the long teeth the same rule finds teeth a quarter as high. Its update at their tips comes back to what it was."""
    tips = np.arange(19, 300, 20)
    update = curves("RMSprop", "sawtooth")[tips]
    after = update[tips > 80] / update[-1]
    needed = [int(np.argmax(after[:, i] > 0.95)) for i in range(3)]
    assert needed == [0, 2, 8], "teeth that pass before it is back"
    assert after[0, 2] < after[0, 1] < 0.6
    adagrad = curves("AdaGrad", "sawtooth")[tips]
    assert adagrad[-1, 0] < 0.15 * adagrad[0, 0], "AdaGrad's never does"


def test_adadelta_starts_slowly_and_ends_favouring_often_updated_weights():
    """A gradient of size 1 at every sample or at every 60th: the first steps are alike, the last ones are not."""
    often, rarely = np.abs(curves("AdaDelta", "rectangles")), curves("AdaDelta", "spikes")
    np.testing.assert_allclose(often[0], rarely[0])
    assert (often[0] < 0.2).all() and (np.diff(often, axis=0) > 0).all(), "it never stops growing"
    assert (often[240] > [10 * rarely[240, 0], 1.8 * rarely[240, 1], 1.02 * rarely[240, 2]]).all()


def test_adadelta_is_greedy_from_a_big_start():
    big, zero = curves("AdaDelta, big start", "saturation"), curves("AdaDelta", "saturation")
    assert (big[0] > 200 * zero[0]).all() and (big[0] > 7).all()
    assert big[0, 2] == approx(np.sqrt(50.001 / (0.025 + 1e-3)))


def test_adam_is_at_full_size_on_the_first_tooth():
    """Bias correction: lr from the first sample of the rectangles on, whatever beta1."""
    np.testing.assert_allclose(curves("Adam", "rectangles")[:20], 0.25, rtol=1e-6)
    assert drive(optlab.amsgrad, SIGNALS["rectangles"], lr=0.25, beta1=0.975).update[0] < 0.25, "without it: another size"


def test_adam_smooths_the_sine_for_free():
    rough = [roughness(curves("Adam", "noisy sine")[20:, i]) for i in range(3)]
    assert rough[0] > 3 * rough[1] > 6 * rough[2]
    assert rough[1] < roughness(SIGNALS["noisy sine"]) / 5


def test_a_spike_causes_no_jump_in_adam():
    """beta1 = .9: after the first one, a spike of 1 moves Adam by less than its lr; RMSprop answers with several."""
    adam, rmsprop = curves("Adam", "spikes")[:, 1], curves("RMSprop", "spikes")[:, 1]
    spikes = np.arange(60, 300, 60)
    assert (adam[spikes] < 0.25).all()
    assert (rmsprop[spikes] > 3 * adam[spikes]).all()
