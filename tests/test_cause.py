"""The line that is the cause: found by runs in which lines are given the rule's values."""

import textwrap
import warnings

import blind_eighteenth
import blind_fifteenth
import blind_fourteenth
import blind_nineteenth
import blind_seventeenth
import blind_sixteenth
import blind_twelfth
import blind_twentieth
import blind_twentyfirst
import blind_twentysecond
import blind_twentythird
import numpy as np
import pytest
from blind_sixth import functions
from sampled import sampled

from optlab import adam, check, momentum
from optlab.functions.planted import Planted
from optlab.steps.matrices import eigenvectors, transpose

SETS = (blind_seventeenth, blind_eighteenth, blind_fifteenth, blind_sixteenth, blind_fourteenth, blind_twelfth, blind_nineteenth,
        blind_twentieth, blind_twentyfirst, blind_twentysecond, blind_twentythird)  # fmt: skip
ROWS = {name: (function, step) for some in SETS
        for name, function, step, *_ in functions([*some.ONE, *some.TWO])}  # fmt: skip
LINES = dict(  # the lines that have to be changed, where those below them are right as they are
    torch_adagrad_decays_at_once=[3], santa_noise_with_new_preconditioner=[13], sophia_late_and_bare=[3, 5],
    radam_counts_from_zero=[3, 6], santa_sss_friction_once_whole=[26], noise_from_new_preconditioner=[14],
    santa_sss_one_damping_only=[24], nadam_now_next_exchanged=[2], shampoo_full_root_on_each_side=[8],
    adabound_floor_and_linear_bias=[5, 7], loose_bound_half_correction=[5, 7], adan_average_in_square=[9],
    graves_rho_on_both_and_mean_kick=[5, 8], adamw_weight_and_full_decay=[2, 7], radam_warmup_uncorrected=[8],
    amsgrad_peak_stored_as_v=[9], shampoo_square_roots=[8], trust_swap=[4],
)  # fmt: skip


@pytest.mark.parametrize("name", sampled(LINES, 3))
def test_the_cause_is_told(name):
    verdict = check(*ROWS[name])
    assert not verdict.ok and [n for *_, n in verdict.lines] == LINES[name], verdict
    assert "nan" not in verdict.message + "".join(verdict.hints)


def test_a_lambda_reads_what_an_if_may_have_made():
    def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
             *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):  # fmt: skip
        gg, hh = g @ transpose(g), transpose(g) @ g
        if QL is None:
            L = R = 0.0
            QL, QR = eigenvectors(gg), eigenvectors(hh)
        turn = lambda a: transpose(QL) @ a @ QR  # noqa: E731
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * turn(g) ** 2
        direction = turn(m) / (np.sqrt(v) + eps)
        x = x - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * turn(direction)
        L = beta3 * L + (1 - beta3) * gg
        R = beta3 * R + (1 - beta3) * hh
        if t % k == 0:
            QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
        return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)

    verdict = check(soap, "soap")
    assert not verdict.ok and [n for *_, n in verdict.lines] == [11], verdict


def test_an_innermost_line_is_told_only_if_it_mends():
    def keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
        push = lr * g
        coasting = mu * v
        v = coasting + push
        x = x + mu * v - push
        return dict(v=v, x=x)

    assert [n for *_, n in check(keras, "nesterov_keras").lines] == [4]  # push is right, and used below


def test_two_mistakes_stay_two_where_the_first_hides_the_second():
    def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
        v = rho * v + (1 - rho) * g**2
        delta = np.sqrt(u + eps) / np.sqrt(v) * g
        u = (1 - rho) * u + rho * delta**2
        return dict(v=v, u=u, x=x - lr * delta)

    assert [n for *_, n in check(adadelta, "adadelta").lines] == [3, 4]


def test_a_name_that_only_a_test_asks_for_is_not_blamed():
    """`length` of one of the rule's numbers would mend it by chance: then the branch is never taken."""
    name, function, step, *_ = next(functions([row for row in blind_fourteenth.ONE if row[0] == "clip_sneaks_in"]))
    assert [n for *_, n in check(function, step).lines] == [5]


def test_a_mended_function_walks_the_way_of_the_rule():
    planted, x = Planted(momentum), np.array([1.0, -2.0])
    assert [(site.name, site.back) for site in planted.sites] == [("v", False), ("x", False), ("v", True), ("x", True)]
    planted.given = {0: [np.array([0.5, 0.25])]}
    row = planted.twin()(x, np.ones(2), lr=0.1)
    assert np.array_equal(row["x"], x + [0.5, 0.25]) and planted.above(1) == {0, 1} and planted.above(0) == {0}
    assert np.array_equal(planted.seen[0][0], [-0.1, -0.1]) and np.array_equal(x, [1.0, -2.0])


def test_what_has_no_source_is_told():
    with pytest.raises(ValueError, match="no source"):
        Planted(abs)
    assert Planted(adam).sites and not Planted(adam).looped


def test_each_value_is_taken_in_the_shape_of_the_old_one():
    def step(x, g):
        size = np.mean(g, axis=-1, keepdims=True)
        count = float(g.sum())
        return dict(x=x - size * count)

    planted, g = Planted(step), np.array([1.0, 3.0])
    planted.given = {0: [np.array([2.0, 2.0])], 1: [np.array([7.0, 7.0])]}
    assert np.array_equal(planted.twin()(np.zeros(2), g)["x"], [-14.0, -14.0])
    planted.given = {1: [np.array([7.0, 8.0])]}
    with pytest.raises(ValueError, match="several numbers"):
        planted.twin()(np.zeros(2), g)


SAID = dict(  # what is true of them, where another thing was said
    trust_swap="it needs rho < 0.25 and rho > 0.75 in each other's place.",
    torch_adagrad_decays_at_once="Your x is right with lr_decay = 0.0, as in the signature. With another value it is not.",
    nadam_now_next_exchanged="t and t + 1 stand in each other's place. Your now and soon (line 2) are",
    radam_warmup_uncorrected="Your x (line 8) is x_before - lr * m.",
    amsgrad_peak_stored_as_v="what has to come back as v is carre, not sommet",
    adan_average_in_square="v stands where change belongs. Your s (line 9)",
    adadelta_moved_averaged="Your u is right with lr = 1.0, as in the signature. With another value it is not.",
    lamb_length_without_decay="it has to stand below the line in which u gets its last value",
    lion_mezcla_guardada="- lr * paso, m + (1 - beta2) * (g - m)): it needs the old m.",
    prodigy_d_not_squared="np.maximum(d, d0) is not squared.",
    empty_start_no_root="Your h starts at 0; that of the rule starts at 0.1.",
    soap_turned_once_more="u should be QL @ (m_turned / (np.sqrt(v) + eps)) @ transpose(QR).",
    santa_sss_halves="Your u (line 20) is np.exp(-a) * (np.exp(-a / 2) * u_before + (noise - lr * G * n * g)).",
    learned_second_layer_U1="it needs w['U2'], not w['U1'].",
    graves_rho_on_both_and_mean_kick="m stands where g belongs. Your force (line 8) is m.",
    xxi_eve_maximum="In line 7 (change = (high - low) / (high - f_star)): change should be (high - low) / (low - f_star).",
    xxi_adamw_decay_after="x is updated already where the one from before this step belongs. Your x (line 8) is",
    xxi_sgd_last_left_out="In line 4 (for i in range(len(flat) - 1):): look at where a loop or a slice begins and ends.",
    xxi_adam_plain_first_step="Your x (line 7) is x_before - lr * g where t == 1.",
    xxi_two_momentum_ema="a sum, not an average. Your m (line 2) is mu * m_before + g.",
    xxii_both_paths_look_ahead="In line 4 (a = x - lr * gr): it needs grad(x), not gr.",
    xxii_window_starts_one_step_early="In line 2 (neu = t % k == 0): it needs t - 1, not t.",
    xxii_restart_coordinate_by_coordinate="uphill should be np.sum(g * v, axis=-1, keepdims=True).",
    xxii_theta_on_the_new_gradient="In line 8 (bar = bar + theta * (g - bar)):",
    xxii_two_plain_sum_and_uniform_noise="Your m (line 3) is g + beta * m_before.",
    heavy_ball_backwards_difference="In line 4 (inertia = x_old - x): it needs x - v, not v - x.",
    xxiii_momentum_forgets_the_point_before="Your v (line 7) is x_before - lr * g",
    xxiii_amsgrad_out_v="In line 5 (v_max = np.maximum(v_max, v, out=v)): out=v changes v as well: leave it out.",
    xxiii_shampoo_roots_of_full_adagrad="In line 2 (inv_root = lambda M: power(M, -1 / 2)):",
    xxiii_santa_e_phases_exchanged="In line 15 (chauffe = t > burnin): it needs <, not >.",
    xxiii_rmsprop_premier_carre="it needs no case of its own; v starts at 0.",
    xxiii_adan_first_change_is_g="it has to be None, and the first step gets a case of its own.",
    xxiii_learned_second_layer_first="The h1 from before this step stands where the new one belongs.",
    xxiii_nadam_same_correction_twice="In line 4 (nesterov = (beta1 * m / c1 + (1 - beta1) * g / c1)):",
    swats_rate_beta1="c1 stands where c2 belongs. Your rate_hat (line 8) is rate / c1.",
)  # fmt: skip


@pytest.mark.parametrize("name", sampled(SAID, 3))
def test_what_is_said_is_true(name):
    verdict = check(*ROWS[name])
    assert SAID[name] in " ".join([verdict.message, *verdict.hints]), verdict


def test_a_state_that_is_seen_first_elsewhere_is_not_said_to_show():
    assert check(*ROWS["schedule_free_swapped_late"]).hints[0] == "Your x is off from the first step on."


def rectified(branches):
    """RAdam, with an `if` of its own for x."""
    source = f"""
def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g ** 2
    m_hat, inf = m / (1 - beta1 ** t), 2 / (1 - beta2) - 1
    rho = inf - 2 * t * beta2 ** t / (1 - beta2 ** t)
{textwrap.indent(textwrap.dedent(branches).strip(), "    ")}
"""
    return next(functions([("radam", "radam", "x", "", source)]))[1]


RECT = "r = np.sqrt((rho - 4) * (rho - 2) * inf / ((inf - 4) * (inf - 2) * rho))"
BRANCHES = {  # which branch of an `if`, or what it asks, is wrong: (line, what is said of it)
    f"""
    if rho > 5:
        {RECT}
        x = x - lr * r * m_hat / (np.sqrt(v / (1 - beta2 ** t)) + eps)
    else:
        x = x - lr * m
    return dict(m=m, v=v, x=x)
    """: (9, "m stands where m_hat belongs. Your x (line 9) is x_before - lr * m."),
    f"""
    if rho > 5:
        {RECT}
        step = lr * r * m / (np.sqrt(v / (1 - beta2 ** t)) + eps)
    else:
        step = lr * m_hat
    return dict(m=m, v=v, x=x - step)
    """: (7, "m stands where m_hat belongs."),
    f"""
    if rho > 5:
        {RECT}
        return m, v, x - lr * r * m_hat / (np.sqrt(v / (1 - beta2 ** t)) - eps)
    else:
        return m, v, x - lr * m_hat
    """: (7, "The sign of eps is wrong."),
    f"""
    {RECT}
    if rho > 4:
        return dict(m=m, v=v, x=x - lr * r * m_hat / (np.sqrt(v / (1 - beta2 ** t)) + eps))
    return dict(m=m, v=v, x=x - lr * m_hat)
    """: (6, "4 stands where 5 belongs."),
    f"""
    if rho <= 5:
        x = x + lr * m_hat
        return dict(m=m, v=v, x=x)
    {RECT}
    v_hat = v / (1 - beta2 ** t)
    x = x - lr * r * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, x=x)
    """: (6, "Your x (line 6) is x_before + lr * m_hat."),
}


@pytest.mark.parametrize("branches", BRANCHES)
def test_the_branch_that_is_wrong_is_told(branches):
    verdict, (line, said) = check(rectified(branches), "radam"), BRANCHES[branches]
    assert [n for *_, n in verdict.lines] == [line] and said in verdict.message and verdict.edit, verdict


@pytest.mark.parametrize("share, line", [("1 - weight_decay", 4), ("1 - lr", 4), ("1 + lr * weight_decay", 4)])
def test_a_factor_that_only_one_line_needs_is_told_itself(share, line):
    source = f"""
def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    keep = {share}
    x = keep * x - lr * m / (1 - beta1 ** t) / (np.sqrt(v / (1 - beta2 ** t)) + eps)
    return dict(m=m, v=v, x=x)
"""
    verdict = check(next(functions([("adamw", "adamw", "x", "", source)]))[1], "adamw")
    assert [n for *_, n in verdict.lines] == [line] and "keep should be 1 - lr * weight_decay" in " ".join(verdict.hints) or (
        f"Your keep (line {line}) is {share}." in verdict.message), verdict  # fmt: skip


def test_a_dict_of_memory_is_read_by_its_keys():
    """Whatever the keys are called: the one that is left is the one that is left."""

    def adan(x, g, t, etat=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
        e = dict(etat) if etat else dict(m=0.0, v=0.0, s=0.0, avant=g)
        change = g - e["avant"]
        e["m"] = beta1 * e["m"] + (1 - beta1) * g
        e["v"] = beta2 * e["v"] + (1 - beta1) * change
        e["s"] = beta3 * e["s"] + (1 - beta3) * (g + beta2 * change) ** 2
        e["avant"] = g
        top = e["m"] / (1 - beta1**t) + beta2 * e["v"] / (1 - beta2**t)
        x = (x - lr * top / (np.sqrt(e["s"] / (1 - beta3**t)) + eps)) / (1 + lr * weight_decay)
        return dict(etat=e, x=x)

    verdict = check(adan, "adan")
    assert [n for *_, n in verdict.lines] == [5] and "beta1 stands where beta2 belongs" in verdict.message, verdict
    assert verdict.edit


LOOPS = {  # read as lines: (step, line, what is said)
    """
def rmsprop(x, g, v=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    x, v = np.array(x), np.array(v)
    for i in range(len(x)):
        v[i] = rho * v[i] + (1 - rho) * g[i]
        x[i] -= lr * g[i] / (v[i] ** 0.5 + eps)
    return dict(v=v, x=x)
""": ("rmsprop", 4, "g is not squared"),
    """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (b * old + (1 - b) * new for b, old, new in ((beta1, m, g), (beta1, v, g * g)))
    m_hat, v_hat = [a / (1 - b**t) for a, b in zip((m, v), (beta1, beta2))]
    return dict(m=m, v=v, x=x - lr * m_hat / (np.sqrt(v_hat) + eps))
""": ("adam", 2, "beta1 stands where beta2 belongs"),
    """
def smoothed_nesterov(x, grad, v=0.0, *, lr=0.01, mu=0.9):
    slopes = sum(grad(x + k / 4 * mu * v) for k in range(1, 5))
    v = mu * v + lr * slopes / 4
    return dict(v=v, x=x + v)
""": ("smoothed_nesterov", 3, "sign"),
}


@pytest.mark.parametrize("source", LOOPS)
def test_a_loop_is_read_as_lines(source):
    step, line, said = LOOPS[source]
    verdict = check(next(functions([(step, step, "x", "", source)]))[1], step)
    assert [n for *_, n in verdict.lines] == [line] and said in verdict.message and verdict.edit, verdict


def test_what_a_loop_leaves_of_the_last_coordinate_is_no_quantity():
    def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
        x, v, u = np.array(x), np.array(v), np.array(u)
        for i in range(len(x)):
            v[i] = rho * v[i] + (1 - rho) * g[i] ** 2
            delta = np.sqrt((u[i] + eps) / (v[i] + eps)) * g[i]
            u[i] = rho * u[i] + (1 - rho) * (lr * delta) ** 2
            x[i] -= lr * delta
        return dict(v=v, u=u, x=x)

    verdict = check(adadelta, "adadelta")
    assert [(q, n) for q, _, n in verdict.lines] == [("u", 6)] and verdict.mistake == "lr in the memory", verdict


def test_two_lines_that_meet_at_once_are_told_apart():
    def adabound(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, final_lr=0.1, gamma=1e-3, eps=1e-8):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        floor = final_lr * (1 - 1 / (gamma * t))
        roof = final_lr * (1 + 1 / (gamma * t))
        pace = lr * np.sqrt(1 - beta2**t) / (1 - beta1 * t)
        rate = np.minimum(np.maximum(pace / (np.sqrt(v) + eps), floor), roof)
        return dict(m=m, v=v, x=x - rate * m)

    verdict = check(adabound, "adabound")
    assert [(q, n) for q, _, n in verdict.lines] == [("lower", 4), ("lr_t", 6)] and verdict.edit, verdict


def test_no_warning_of_python_is_shown():
    source = """
def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
    x, m, v, mem = (np.broadcast_to(a, np.shape(x)).astype(float) for a in (x, m, v, mem))
    for i in np.ndindex(x.shape):
        m[i] = (mem[i] * m[i] + g[i]) / (1 + mem[i])
        v[i] = (mem[i] * v[i] + g[i] ** 2) / (1 + mem[i])
        zeta = m[i] ** 2 / (v[i] - eps)
        x[i] -= min(lr, zeta) * g[i] / (v[i] ** 0.5 + eps)
        mem[i] += 1 - mem[i] * zeta
    return dict(m=m, v=v, mem=mem, x=x)
"""
    with warnings.catch_warnings():
        warnings.simplefilter("error", SyntaxWarning)
        assert not check(next(functions([("smorms3", "smorms3", "x", "", source)]))[1], "smorms3").ok


SUMS = {  # what is remembered as a sum, where the rule has an average: that alone is no mistake
    """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + g * g
    top = (1 - beta1) * m / (1 - beta1 ** t)
    low = (1 - beta2) * v / (1 - beta1 ** t)
    return dict(m=m, v=v, x=x - lr * top / (np.sqrt(low) + eps))
""": ("adam", 5, "beta1 stands where beta2 belongs"),
    """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + g
    v = beta2 * v + (1 - beta2) * g * g
    return dict(m=m, v=v, x=x - lr * m / (1 - beta1 ** t) / (np.sqrt(v / (1 - beta2 ** t)) + eps))
""": ("adam", 2, "a sum, not an average"),
    """
def rmsprop(x, g, total=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    total = rho * total + g**2
    return dict(total=total, x=x - lr * g / (np.sqrt((1 - rho) * total) - eps))
""": ("rmsprop", 3, "sign of eps"),
}


@pytest.mark.parametrize("source", SUMS)
def test_a_sum_is_not_told_where_its_weight_comes_later(source):
    step, line, said = SUMS[source]
    verdict = check(next(functions([(step, step, "x", "", source)]))[1], step)
    assert [n for *_, n in verdict.lines] == [line] and said in verdict.message and verdict.edit, verdict


def test_keys_of_a_memory_are_known_by_their_first_values():
    def adadelta(x, g, memo=None, *, lr=1.0, rho=0.95, eps=1e-6):
        memo = dict(memo or {"weg": 0.0, "grad": 0.0})
        memo["grad"] = rho * memo["grad"] + (1 - rho) * g**2
        delta = np.sqrt((memo["weg"] + eps) / (memo["grad"] + eps)) * g
        memo["weg"] = rho * memo["weg"] + (1 - rho) * delta
        return dict(x=x - lr * delta, memo=memo)

    verdict = check(adadelta, "adadelta")
    assert [(q, n) for q, _, n in verdict.lines] == [("u", 5)] and "delta is not squared" in verdict.message, verdict


def test_a_memory_of_arrays_and_numbers_is_followed():
    def adam(x, g, t, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v, p1, p2 = state or (0.0, 0.0, 1.0, 1.0)
        p1, p2 = p1 * beta1, p2 * beta2
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g
        x = x - lr * m / (1 - p1) / (np.sqrt(np.abs(v) / (1 - p2)) + eps)
        return dict(state=(m, v, p1, p2), x=x)

    assert 5 in [n for *_, n in check(adam, "adam").lines]


def test_a_memory_that_begins_as_none_stops_no_check():
    name, reference, source = next(row for row in blind_fifteenth.RIGHT if row[0] == "right_avg_first")
    function = next(functions([(name, reference, "", "", source.replace("(t - 1) / t", "(t + 1) / t"))]))[1]
    assert not check(function, reference).ok


def test_right_functions_are_right():
    """A memory that keeps the shape that the function gives it; a rule that gives no number where a hyperparameter is 0."""
    rows = [row for some in (blind_fifteenth, blind_twentyfirst, blind_twentysecond) for row in some.RIGHT]
    for name in ("right_shift_tuple", "xxi_right_adafactor_sums", "xxii_right_curvature_by_correction"):
        _, function, step, *_ = next(functions([row for row in rows if row[0] == name]))
        assert check(function, step).ok, name
