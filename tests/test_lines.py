"""Feedback line by line: a verdict's edit takes the learner's path, every wrong line is told, no right line is blamed."""

import functools
import inspect
import math
import re

import blind_again
import blind_fifth
import blind_fourth
import blind_functions
import blind_third
import numpy as np
import pytest
from sampled import sampled
from wrong_functions import WRONG

import optlab
from optlab import check, signature
from optlab.feedback import edited, names
from optlab.feedback.diagnosis import run
from optlab.feedback.programming import PROGRAMMING
from optlab.feedback.questions.museum import PUBLISHED
from optlab.formulas.edits import edited_source
from optlab.formulas.lines import at_step, lines, parse, text
from optlab.formulas.lines import names as names_in
from optlab.functions.followed import followed
from optlab.functions.learner import Learner
from optlab.functions.stumble import Stumble
from optlab.run.signature import takes_matrix
from optlab.steps import KNOWN
from optlab.worlds.probes import is_alone, probes, reference, same, trace

verdict_on = functools.cache(check)


def a_twelfth(rows):
    return sampled(rows, 12, lambda row: f"{getattr(row[1], '__name__', row[1])}-{row[0].__name__[:40]}")


def walks_the_same(function, step, edit, seed=1234):
    """Whether the edited step and the function take one path on probes that no check has seen, as far as it stays finite."""
    learner, twin = Learner(function, step), edited(step, edit)
    try:
        run(learner)  # finds the order of an unnamed tuple
    except Stumble:
        learner.single = True
    for probe in probes(step, seed):
        mine, theirs = learner.run(probe)["x"] - probe.x0, trace(twin, probe, signature(step))["x"] - probe.x0
        with np.errstate(all="ignore"):
            good = (np.isfinite(mine) & np.isfinite(theirs) & (np.abs(theirs) < 1e8)).all(axis=1)
        end = len(good) if good.all() else int(np.argmin(good))
        if end and not same(mine[:end], theirs[:end], 1e-7).all():
            return False
    return True


@pytest.mark.parametrize("step", [name for name, f in KNOWN.items() if f.__module__ != "optlab.steps.learned"])
def test_each_line_gives_the_reference_s_own_values(step):
    from optlab.formulas.trusted import trusted

    good = trusted(KNOWN[step], KNOWN[step])
    left = [q for q, _ in lines(KNOWN[step]) if q in reference(KNOWN[step]) and q not in good]
    assert len(left) <= (3 if "santa" in step or "adasecant" in step else 0), left


@pytest.mark.parametrize("function, step", a_twelfth((f, step) for step, _, f in WRONG))
def test_the_edit_takes_the_path(function, step):
    verdict = verdict_on(function, step)
    if verdict.edit:
        assert verdict.lines and all(formula for _, formula, _ in verdict.lines)
        assert walks_the_same(function, KNOWN[step], verdict.edit)
    else:  # a mistake of programming: it has no formula
        assert verdict.mistake in PROGRAMMING


UNEXPLAINED = {
    "momentum_loop",  # one scalar is carried from coordinate to coordinate: no formula of one coordinate says that
}


@pytest.mark.parametrize("function, step", a_twelfth(row[:2] for row in (*blind_functions.WRONG, *blind_again.WRONG)))
def test_functions_written_blind_are_explained(function, step):
    verdict = verdict_on(function, step)
    assert not verdict.ok
    if verdict.edit:
        assert walks_the_same(function, KNOWN[step], verdict.edit)
    explained = verdict.convention or (verdict.edit and all(formula for _, formula, _ in verdict.lines))
    assert explained or function.__name__ in UNEXPLAINED, verdict


# The third set was written blind as well; it is no longer blind: the bounds are what is reached.

THIRD = [(function, step.removeprefix("variants.")) for step, function, *_ in blind_third.WRONG]
WANTED = {id(function): lines for _, function, _, lines, _ in blind_third.WRONG}
TOLD_OTHERWISE = {  # wrong lines that another one tells of: x holds what is not under a name, or another sign is counted in v
    ("adam", ("m_hat", "v")): {"x", "v"},
    ("momentum", ("v", "x")): {"v"},
}


@pytest.mark.parametrize("function, step", a_twelfth(THIRD))
def test_the_third_set_is_explained_line_by_line(function, step):
    verdict, wanted = verdict_on(function, step), WANTED[id(function)]
    assert not verdict.ok and verdict.edit and all(formula for _, formula, _ in verdict.lines)
    assert walks_the_same(function, KNOWN[step], verdict.edit)
    told = {q for q, _, _ in verdict.lines}
    assert all(told & set(q.split("|")) for q in wanted) or told == TOLD_OTHERWISE.get((step, wanted)), verdict


@pytest.mark.parametrize("function, step", a_twelfth((f, step.removeprefix("variants.")) for step, f, _ in blind_third.RIGHT))
def test_right_functions_of_the_third_set(function, step):
    verdict = verdict_on(function, step)
    assert verdict.ok or (verdict.score == 0.9 and "when lr changes" in verdict.message and step == "rmsprop_graves")


# The fourth set was written blind as well, and what it showed is mended: the bounds are what is reached.

# Lookahead is a step of a step, without lines.
NOT_EXPLAINED = {"lookahead_never_back"}


FOURTH = *blind_fourth.WRONG, *blind_fourth.TWO


@pytest.mark.parametrize("function, step, wanted", a_twelfth((f, s, q) for f, s, _, q in FOURTH))
def test_the_fourth_set_is_explained_line_by_line(function, step, wanted):
    verdict, step = verdict_on(function, step), KNOWN.get(step, step)
    told = {q for q, _, _ in verdict.lines}
    if verdict.mistake in PROGRAMMING or function.__name__ in NOT_EXPLAINED:  # it has no formula
        assert not verdict.ok and not verdict.edit and told <= set(wanted.split())
        return
    assert not verdict.ok and verdict.edit and all(formula for _, formula, _ in verdict.lines)
    assert walks_the_same(function, step, verdict.edit)
    ways = wanted.split("|")  # of telling it: "m v" are two lines
    assert any(told >= set(way.split()) for way in ways), verdict


@pytest.mark.parametrize("function, step", a_twelfth(blind_fourth.RIGHT))
def test_right_functions_of_the_fourth_set(function, step):
    assert verdict_on(function, step).ok


# The fifth set, written blind too. First run: of 241 wrong functions 219 explained, 3 called right, 22 answers misleading, 95
# without a name; all 73 right ones passed. Since then a part of that is mended: the bounds are what is reached.

UNTOLD = {  # no formula was found for a wrong line
    "kb_eps_in_v", "net_first_output", "net_same_weights", "net_bias_unscaled", "sharp_whole_batch", "rect_rho_t",
    "kronecker_no_start", "slow_keeps", "slow_stays_behind", "le_two",
}  # fmt: skip
# Right with a remark: a tuple in an order of its own, a condition on the loss that runs for one start at a time.
CALLED_RIGHT = {"kb_tuple_order", "eve_truth_of_loss"}


@pytest.mark.parametrize("function, step", a_twelfth(row[:2] for row in blind_fifth.WRONG))
def test_the_fifth_set_is_explained(function, step):
    verdict, step, name = verdict_on(function, step), KNOWN.get(step, step), function.__name__
    assert verdict.ok == (name in CALLED_RIGHT) == bool(verdict.ok and verdict.remarks)
    if verdict.ok or verdict.mistake in PROGRAMMING or name in UNTOLD:
        return
    assert verdict.edit and all(formula for _, formula, _ in verdict.lines) and len(set(verdict.hints)) == 3
    assert walks_the_same(function, step, verdict.edit), verdict


@pytest.mark.parametrize("function, step", a_twelfth(blind_fifth.RIGHT))
def test_right_functions_of_the_fifth_set(function, step):
    assert verdict_on(function, step).ok


@pytest.mark.parametrize("name, mistake, line, told", [
    ("adan_backwards", "signs turned", 6, "change = g_old - g"),
    ("delta_u_lost", "memory never updated", 6, "what comes back as u is still the old value"),
    ("heavy_ball_keeps_old", "new value not returned", 3, "what comes back as v is still the old value"),
    ("kb_floor", "// in place of /", 4, "not //"),
    ("decay_grows", "sign of weight_decay * x", 6, "the other sign before weight_decay * x"),
    ("descend_lr_divides", "lr on the wrong side", 2, "lr on the other side"),
    ("funk_average_steps", "m in place of g", 6, "it needs g, not m"),
])  # fmt: skip
def test_the_third_hint_sends_to_the_line_that_is_wrong(name, mistake, line, told):
    function, step = next(row[:2] for row in blind_fifth.WRONG if row[0].__name__ == name)
    verdict = verdict_on(function, step)
    assert verdict.mistake == mistake and verdict.lines[0][2] == line
    assert f"In line {line}" in verdict.hint(3) and told in verdict.hint(3)


def test_the_smaller_of_two_is_not_the_larger():
    function = next(row[0] for row in blind_fifth.WRONG if row[0].__name__ == "funk_python_min")
    verdict = verdict_on(function, "smorms3")
    assert verdict.mistake == "min for np.minimum" and "max" not in verdict.message + "".join(verdict.hints)


def test_a_hint_names_the_line_of_a_helper_too():
    def helper(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        lr = lr / np.sqrt(t)
        bottom = np.sqrt(v / (1 - beta2**t)) + eps
        return dict(m=m, v=v, x=x - lr * m / (1 - beta1**t) / bottom)

    verdict = check(helper, "adam")
    assert verdict.hints[2] == "In line 4 (lr = lr / np.sqrt(t)): it needs no divisor np.sqrt(t)."
    assert "Your lr (line 4) is lr / np.sqrt(t)." in verdict.message and [n for *_, n in verdict.lines] == [4]


def test_a_name_holds_for_the_whole_look_ahead():
    def one_at_x(x, grad, v=0.0, *, lr=0.01, mu=0.9):
        g = (grad(x) + grad(x + mu * v / 2) + grad(x + mu * v * 3 / 4) + grad(x + mu * v)) / 4
        v = mu * v - lr * g
        return dict(g_ahead=g, v=v, x=x + v)

    verdict = check(one_at_x, "smoothed_nesterov")
    assert verdict.edit and "heavy ball" not in verdict.message and "at x" not in (verdict.mistake or "")


def test_a_line_whose_work_is_done_before_is_not_said_to_miss_it():
    def stored(x, g, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m = beta1 * m + (1 - beta1) * g
        v = np.maximum(v, beta2 * v + (1 - beta2) * g**2)
        return dict(m=m, v=v, x=x - lr * m / (np.sqrt(v) + eps))

    assert "maximum is not taken" not in check(stored, "amsgrad").message


def test_an_edit_leaves_the_case_alone_that_a_hyperparameter_switches_on():
    source = edited_source(KNOWN["adasecant"], "delta_1 = -rate * g")
    assert "delta = -rate * g\n" in source and "delta = delta / np.maximum(np.sqrt(h), 1)" in source
    function = next(f for s, f, _, lines, _ in blind_third.WRONG if s == "adasecant" and "delta" in lines)
    assert verdict_on(function, "adasecant").edit.endswith("delta_1 = -rate * g")


def test_a_correction_too_many_does_not_speak_of_the_others():
    def both(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m = beta1 * m + (1 - beta1) * g
        u = np.maximum(beta2 * u, np.abs(g) + eps)
        return dict(m=m, u=u, x=x - lr * (m / (1 - beta1**t)) / (u / (1 - beta2**t)))

    verdict = check(both, "adamax")
    assert "no factor 1 - beta2 ** t" in verdict.hints[2] and "beta1 **" not in verdict.hints[2].partition("): ")[2]


def test_what_only_the_edit_changes_is_told_as_well():
    def inside(x, g, t, m=0.0, v=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_bar = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
        return dict(m=m, v=v, x=x - lr * m_bar / (np.sqrt(v) + eps))

    verdict = check(inside, "nadam")
    assert [q for q, _, _ in verdict.lines] == ["m_hat", "v_hat"]
    assert verdict.mistake == "t for t + 1 as well and no bias correction"


def test_a_branch_on_a_hyperparameter_and_lists_of_arrays_are_followed():
    def branch(x, g, t, v=0.0, *, lr=0.1, keep=5):
        if t < keep:
            v = v + g**2
        return dict(v=v, x=x - lr * g / (1 + v))

    def right(x, g, t, v=0.0, *, lr=0.1, keep=5):
        v = np.where(t < keep, v + np.abs(g), v)
        x = x - lr * g / (1 + v)
        return dict(v=v, x=x)

    assert check(branch, right).edit == "v = np.where(t < keep, v + g ** 2, v)"

    def largest(x, g, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        v_max = np.max([v_max, v, np.abs(g)], axis=0)
        return dict(m=m, v=v, v_max=v_max, x=x - lr * m / (np.sqrt(v_max) + eps))

    assert check(largest, "amsgrad").edit == "v_max = np.maximum(np.maximum(v_max, v), np.abs(g))"


@pytest.mark.parametrize("function, step", a_twelfth(row[:2] for row in (*blind_functions.RIGHT, *blind_again.RIGHT)))
def test_right_functions_written_blind_are_right(function, step):
    assert verdict_on(function, step).ok


# Any step


def mine(x, g, t, b=0.0, *, lr=0.1, keep=0.8, power=2):
    """A teacher's own rule."""
    b = keep * b + (1 - keep) * np.abs(g) ** power
    x = x - lr * g / (1 + b) ** (1 / power)
    return dict(b=b, x=x)


def test_a_step_of_one_s_own_needs_nothing_but_itself():
    def learner(x, g, t, b=0.0, *, lr=0.1, keep=0.8, power=2):
        b = keep * b + keep * np.abs(g) ** power
        return dict(b=b, x=x + lr * g / (1 + b) ** (1 / power))

    verdict = check(learner, mine)
    assert check(mine, mine).ok and not verdict.ok
    assert verdict.edit == "b = keep * b + keep * np.abs(g) ** power; x = x + lr * g / (1 + b) ** (1 / power)"
    assert [(q, n) for q, _, n in verdict.lines] == [("b", 2), ("x", 3)]


def with_cases(x, g, t, v=0.0, *, lr=0.1, beta=0.9, eps=1e-3, late=5, hard=False):
    """A teacher's own rule, with functions of single numbers, cases within cases, += and a dict."""
    rate: float = lr * math.sqrt(1 - beta**2) * min(1, t / late)
    v = beta * v + (1 - beta) * g**2
    bottom = v
    if hard:
        if t < late:
            bottom = np.sqrt(v)
        else:
            bottom = np.abs(g)
    bottom = bottom + 0
    bottom += max(eps, 1e-4)
    return {"v": v, "x": x - rate * g / bottom}


def of_length_one(x, g, v=0.0, *, lr=0.1, mu=0.9):
    """A teacher's own rule, in which n is no size of the data and g is changed."""
    n = np.sqrt((g**2).sum(-1, keepdims=True))
    g = g / (n + 1)
    v = mu * v + g
    return dict(v=v, x=x - lr * v)


def test_a_reference_is_read_as_it_is_written():
    def cases(x, g, t, v=0.0, *, lr=0.1, beta=0.9, eps=1e-3, late=5, hard=False):
        v = beta * v + beta * g**2
        rate = lr * np.sqrt(1 - beta**2) * min(1, t / late)
        bottom = (np.sqrt(v) if t < late else np.abs(g)) if hard else v
        return dict(v=v, x=x + rate * g / (bottom + max(eps, 1e-4)))

    def length(x, g, v=0.0, *, lr=0.1, mu=0.9):
        n = np.abs(g).sum(-1, keepdims=True)
        g = g / (n + 1)
        v = mu * v + g
        return dict(v=v, x=x - lr * v)

    assert check(with_cases, with_cases).ok and check(of_length_one, of_length_one).ok
    edit = "v = beta * v + beta * g ** 2; x = x + rate * g / (v + np.maximum(eps, 0.0001))"
    assert check(cases, with_cases).edit == edit
    assert check(length, of_length_one).lines == (("n", "np.sum(np.abs(g_before), axis=-1, keepdims=True)", 2),)


def test_an_edit_needs_lines():
    with pytest.raises(ValueError, match="step is <lambda>, whose source cannot be read"):
        edited(eval("lambda x, g, *, lr=0.1: x - lr * g"), "x = x")


def test_lines_that_are_overwritten_unread_go_with_the_edit():
    """Another line may draw random numbers: each draw is another."""
    kept = edited_source(KNOWN["santa_e"], "noise = np.sqrt(lr) * noise")
    gone = edited_source(KNOWN["santa_e"], "noise = lr * rng.standard_normal(x.shape)")
    assert kept.count("noise = ") == 3 and gone.count("noise = ") == 1 and gone.count("G_old = G") == kept.count("G_old = G") == 2


def test_a_formula_too_long_to_be_told_is_left_out():
    """Newton and Schulz's five turns, written out, have more than a hundred thousand letters."""
    learner = Learner(KNOWN["muon"], KNOWN["muon_optax"])
    run(learner)
    told = followed(learner)[1]
    assert {"m", "u", "x"} <= set(told) and "o" not in told and "o" in names_in(told["x"])


def test_what_others_hang_on_a_shared_node_is_not_followed():
    name = parse("g")
    name.ctx.parent = name  # ast.Load() is one for all, and tools that trace errors write on it
    try:
        assert text(at_step(parse("np.where(t == 1, g, 0)"), 1)) == "g"
    finally:
        del name.ctx.parent


def two_of_a_kind(x, g, fast=0.0, slow=0.0, *, lr=0.1, keep=0.9, hold=0.95, tiny=1e-6, small=1e-8):
    """A teacher's own rule, with hyperparameters of the same range."""
    fast = keep * fast + (1 - keep) * g / (tiny + np.abs(g))
    slow = hold * slow + (1 - hold) * g / (small + np.abs(g))
    return dict(fast=fast, slow=slow, x=x - lr * (fast - slow))


def test_hyperparameters_of_the_same_range_are_told_apart():
    def exchanged(x, g, fast=0.0, slow=0.0, *, lr=0.1, keep=0.9, hold=0.95, tiny=1e-6, small=1e-8):
        fast = hold * fast + (1 - hold) * g / (tiny + np.abs(g))
        slow = hold * slow + (1 - hold) * g / (tiny + np.abs(g))
        return dict(fast=fast, slow=slow, x=x - lr * (fast - slow))

    verdict = check(exchanged, two_of_a_kind)
    assert check(two_of_a_kind, two_of_a_kind).ok and [q for q, _, _ in verdict.lines] == ["fast", "slow"]


RARE = ["rmsprop_graves", "smorms3", "eve", "adabound", "adasecant", "nadam", "santa_e", "learned"]


@pytest.mark.parametrize("name", RARE)
def test_rare_steps_have_their_lines_too(name):
    step = KNOWN[name]
    last = edited_source(step, "").splitlines()
    line = next(text.strip() for text in reversed(last) if text.strip().startswith("x = x "))
    wrong = edited(step, line.replace("x = x -", "x = x *").replace("x = x +", "x = x -").replace("x = x *", "x = x +"))
    verdict = check(wrong, step)
    assert not verdict.ok and [q for q, _, _ in verdict.lines] == ["x"] and verdict.edit, verdict


# Never misleading


def starts_anew(x, g, t, m=0.0, *, lr=0.1, keep=0.8):
    m = 0.0 if t == 1 else m
    m = keep * m + (1 - keep) * g
    return dict(m=m, x=x - lr * m)


def remembers(x, g, t, m=0.0, *, lr=0.1, keep=0.8):
    m = keep * m + (1 - keep) * g
    return dict(m=m, x=x - lr * m)


def corrects_with_the_last(x, g, t, m=0.0, *, lr=0.1, keep=0.8):
    m = keep * m + (1 - keep) * g
    return dict(m=m, x=x - lr * (m if t < 30 else g))


def test_a_given_state_and_a_longer_run_are_tried():
    assert check(remembers, remembers).ok
    for wrong in (starts_anew, corrects_with_the_last):
        verdict = check(wrong, remembers)
        assert not verdict.ok and "given state, or is longer" in verdict.message and len(verdict.hints) == 3


def test_a_memory_of_its_own_may_follow_a_schedule_otherwise():
    verdict = check(blind_functions.adam_products, "adam")
    assert verdict.ok and "where beta1 changes from step to step" in verdict.remarks[0]


def test_single_precision_is_tried():
    def doubles_only(x, g, *, lr=0.1):
        return x - lr * g * (g.dtype == float)

    assert "float32" in check(doubles_only, "sgd").message


def test_a_number_carried_from_coordinate_to_coordinate_is_told():
    assert check(blind_functions.momentum_loop, "momentum").mistake == "coordinates mixed"


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_mistake_has_a_name_and_hints(name):
    bug = PUBLISHED[name]
    verdict = check(edited(bug.step, bug.edit), bug.step)
    assert verdict.mistake and len(set(verdict.hints)) == 3 and bug.story in verdict.remarks[-1]


def test_new_values_under_each_other_s_names_are_a_mistake_of_the_return():
    def exchanged(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
        new_v = rho * v + (1 - rho) * g**2
        delta = np.sqrt((u + eps) / (new_v + eps)) * g
        return dict(v=rho * u + (1 - rho) * delta**2, u=new_v, x=x - lr * delta)

    verdict = check(exchanged, "adadelta")
    assert verdict.mistake == "new values exchanged" and [q for q, _, n in verdict.lines if n == 4] == ["v", "u"]


def test_a_helper_s_line_is_told_from_the_line_that_uses_it():
    verdict = check(edited("eve", "change = np.abs(f - f_old) / np.minimum(f, f_old)"), "eve")
    assert [q for q, _, _ in verdict.lines] == ["change"] and "published" in verdict.remarks[-1]


def mean_of_all(x, g, *, lr):
    return x - lr * np.mean(g)


def asks(x, g, *, lr):
    return x - lr * g if np.any(g) else x + 1


@pytest.mark.parametrize("step", [*KNOWN.values(), mean_of_all, asks], ids=lambda step: step.__name__)
def test_all_probes_at_once_give_what_each_gives_alone(step):
    rule = KNOWN.get(step.__name__, KNOWN["sgd"])
    once, alone = Learner(step, rule), Learner(step, rule)
    alone.at_once = False
    with np.errstate(all="ignore"):
        pairs = [(once.on_all(), alone.on_all()), (once.on_all(shaken=0.1), alone.on_all(shaken=0.1))]
    assert not once.at_once if step in (mean_of_all, asks) or is_alone(rule) else once.at_once or takes_matrix(rule)
    assert all(one.keys() == two.keys() and all(same(one[q], two[q]).all() for q in one) for one, two in pairs)


def test_a_half_step_that_is_overwritten_is_a_mistake_of_x():
    verdict = check(edited("santa_sss", "x = x_before + G * u / 2"), "santa_sss")
    assert [line[:2] for line in verdict.lines] == [("x", "x_before + G * u / 2")] and "published" in verdict.remarks[-1]


# Names


def test_every_row_is_complete():
    seen = set()
    for *_, name, message, idea in names.KNOWN:
        assert message.endswith(".") and idea.endswith(".") == bool(idea) and name not in seen, name
        seen.add(name)
    for name, told in names.FOUND.items():
        assert told.message.endswith(".") and told.needs.endswith(".") and told.idea.endswith("."), name


# Met after hundreds of functions.
LATE = {
    "only the step returned", "maximum stored back", "eps inside the root", "1 - {H} squared as well", "{H} on both",
    "no maximum",
}  # fmt: skip


@pytest.mark.xdist_group("rows")  # all ask the same functions
@pytest.mark.parametrize("row", [
    pytest.param(row, id=row[2], marks=[pytest.mark.slow] * (row[2] in LATE)) for row in names.KNOWN
])  # fmt: skip
def test_every_row_is_met(row):
    """No row is dead: somebody of those who wrote without a look at it has made its mistake."""
    name = re.escape(row[2]).replace(r"\{q\}", r"\w+").replace(r"\{H\}", r"\w+")
    expected = sorted(WRONG, key=lambda wrong: not re.search(name, str(wrong[1])))
    sets = [(f, step) for step, _, f in expected] + [row[:2] for row in (*blind_functions.WRONG, *blind_again.WRONG)]
    sets += [row[:2] for row in (*blind_fourth.WRONG, *blind_fifth.WRONG)]
    assert any(re.search(name, verdict_on(f, step).mistake or "") for f, step in sets)


# Edits


def test_an_edit_keeps_the_rest():
    source = edited_source(optlab.adam, "start(v_max=0.0); v_hat = v_max = np.maximum(v_max, v)")
    assert "v_max=0.0, *, lr=" in source and "v_hat = v_max = np.maximum(v_max, v)" in source
    assert source.endswith("return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)")


def test_an_edit_may_ask_for_time_and_for_old_values():
    wrong = edited("rmsprop", "x = x - lr / t * g + 0 * v_before")
    assert wrong(np.array([1.0]), np.array([2.0]), 2, lr=0.5)["x"] == 0.5


def test_an_edit_may_change_one_of_several_names():
    source = edited_source(optlab.learned, "h1 = 0 * h1")
    assert source.index("h1, c1, _ = lstm(") < source.index("h1 = 0 * h1") < source.index("h2, c2, _ = lstm(")


@pytest.mark.parametrize("sentence, step, edit", [
    ("edit assigns to w, and no line of rmsprop does", "rmsprop", "w = x"),
    ("edit is 'swap(x, v)'; it must be assignments or start", "rmsprop", "swap(x, v)"),
    ("edit is 'v = = 1'; it must be assignments", "rmsprop", "v = = 1"),
    ("step is 'rmspropp'; it must be the name of a step", "rmspropp", "v = g"),
])  # fmt: skip
def test_an_edit_that_does_not_fit_is_refused(sentence, step, edit):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        edited(step, edit)


def test_a_formula_is_written_short():
    assert text(parse("x - -(1 * y) + 0")) == "x + y" and text(parse("1 - (1 - beta1)")) == "beta1"


def test_help_speaks_of_edits():
    assert "v_before" in inspect.getmodule(edited_source).__doc__


@pytest.mark.parametrize("value", ["v", "float('nan') * x", "0 * v"])
def test_what_never_moves_earns_nothing(value):
    space = {}
    exec(f"def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):\n    v = {value}\n    return dict(v=v, x=x + v)", space)
    verdict = optlab.check(space["momentum"], "momentum")
    assert not verdict.ok and verdict.score == 0


def test_x_alone_as_it_came_earns_nothing():
    assert check(lambda x, g: x, "momentum").score == 0


# Names from what stands in the source


def planted(step, old, new, space=None):
    """A step with one piece of its source replaced, as a learner would have written it."""
    source, space = edited_source(KNOWN[step], ""), space or {"np": np}
    assert old in source
    exec(source.replace(old, new), space)
    return space[step]


@pytest.mark.parametrize("step, old, new, quantity, mistake", [
    ("eve", "np.clip(change, 1 / c, c)", "np.clip(change, c, 1 / c)", "d", "1 / c and c exchanged"),
    ("nadam", "(1 - beta1) * g / (1", "(1 - beta1) * m / (1", "m_hat", "m in place of g"),
    ("santa_e", "- lr * G * n * g + noise", "- lr * G * n * g", "u", "noise missing"),
    ("santa_e", "a + u ** 2 - lr / beta_t", "a - lr / beta_t", "a", "u ** 2 missing"),
    ("adasecant", "np.maximum(np.sqrt(h), 1)", "np.sqrt(h)", "delta", "maximum missing"),
    ("sgd", "x = x - lr * g", "x = x - np.clip(lr * g, -0.1, 0.1)", "x", "extra np.clip"),
])  # fmt: skip
def test_what_stands_in_the_source_decides_between_equal_numbers(step, old, new, quantity, mistake):
    verdict = check(planted(step, old, new), step)
    assert not verdict.ok and verdict.edit and [q for q, _, _ in verdict.lines] == [quantity], verdict
    assert verdict.mistake == mistake


def test_a_corrected_average_where_the_rule_has_none_is_named():
    def corrected(x, g, t, m=0.0, v=0.0, mem=1.0, *, lr=0.001, eps=1e-16):
        r = 1 / (mem + 1)
        m = (1 - r) * m + r * g
        v = (1 - r) * v + r * g**2
        zeta = (m / (1 - 0.9**t)) ** 2 / (v / (1 - 0.999**t) + eps)
        x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
        return dict(m=m, v=v, mem=1 + mem * (1 - zeta), x=x)

    assert check(corrected, "smorms3").mistake == "extra 1 - 0.9 ** t and extra 1 - 0.999 ** t"


def test_a_switch_is_tried_both_ways():
    deaf = planted("adasecant", "if adagrad:", "if False:")
    assert "does not use adagrad" in check(deaf, "adasecant").remarks[-1]
    assert "Right where adagrad is False" in check(planted("adasecant", "np.sqrt(h), 1", "np.sqrt(h), 2"), "adasecant").message


# Matrices, and steps with points of their own


@pytest.mark.parametrize("step, old, new, line, mistake", [
    ("muon", "b = mu * b + g", "b = mu * b + (1 - mu) * g", ("b", "mu * b_before + (1 - mu) * g"), "average instead of sum"),
    ("muon", "newton_schulz(u)", "newton_schulz(g)", ("o", "newton_schulz(g)"), "g in place of u"),
    ("muon", "newton_schulz(u)", "u / np.linalg.norm(u)", ("o", "u / np.linalg.norm(u)"),
     "newton_schulz missing and extra np.linalg.norm(u)"),
    ("shampoo", "power(L, -1 / 4)", "power(L, -1 / 2)", ("u", "power(L, -0.5) @ g @ power(R, -0.25)"), "-0.5 in place of -0.25"),
    ("soap", "g_turned ** 2", "g ** 2", ("v", "beta2 * v_before + (1 - beta2) * g ** 2"), "g in place of g_turned"),
    ("adafactor", "g / np.sqrt(v)", "g / v", ("u", "g / v"), "root missing"),
    ("schedule_free", "grad(y)", "grad(z)", ("z", "z_1 - lr * grad(z_1)"), "z in place of y"),
    ("schedule_free", "1 / t", "1 / (t + 1)", ("c", "1 / (t + 1)"), "t + 1 in place of t"),
    ("schedule_free", "(1 - beta) * z + beta * x", "(1 - beta) * x + beta * z", ("y", "(1 - beta) * x_before + beta * z_1"),
     "x and z exchanged"),
])  # fmt: skip
def test_mistakes_of_matrices_and_of_points(step, old, new, line, mistake):
    space = dict(KNOWN[step].__globals__)
    verdict = check(planted(step, old, new, space), step)
    assert [told[:2] for told in verdict.lines] == [line] and verdict.edit and verdict.mistake == mistake, verdict


@pytest.mark.parametrize("step, old, new, told", [
    ("eve", "np.minimum(f, f_old)", "np.maximum(f, f_old)", "Yours has no np.minimum. Yours has np.maximum as well."),
    ("eve", "np.abs(f - f_old)", "(f - f_old)", "Directions keep their sign, sizes have none."),
    ("nadam", "beta1 * m / (1 - beta1 ** (t + 1))", "m / (1 - beta1 ** (t + 1))", "m_hat is made of beta1, g, m, t"),
    ("adasecant", "rate * g_tilde", "rate * g", "delta is made of g_tilde, rate and of nothing else. Yours has no g_tilde."),
    ("adam", "m_hat / (np.sqrt(v_hat) + eps)", "(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)",
     "The letters are right:"),
])  # fmt: skip
def test_the_second_hint_says_what_is_missing_and_nothing_else(step, old, new, told):
    verdict = check(planted(step, old, new), step)
    assert told in verdict.hint(2) and "has no m_hat" not in verdict.hint(2), verdict.hint(2)


def test_a_learner_sees_no_name_of_one_line_of_two():
    noisy = check(planted("santa_e", "/ beta_t * G_old", "* beta_t * G_old"), "santa_e")
    early = "y = (1 - beta) * z + beta * x; x = (1 - 1 / t) * x + z / t; z = z - lr * grad(y)"
    late = {"np": np}
    exec("def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):\n    z = x if z is None else z\n    "
         f"{early}\n    return dict(y=y, z=z, x=x)", late)  # fmt: skip
    late = check(late["schedule_free"], "schedule_free")
    assert "The z from before this step" in late.message
    assert not any(name in text for name in ("noise_1", "z_1") for v in (noisy, late) for text in (v.message, *v.hints))


def test_a_state_that_is_still_none_is_said():
    def eager(x, g, t, f, f_old=None, *, lr=1e-3):
        return dict(f_old=f, x=x - lr * g / (1 + np.abs(f - f_old)))

    assert "f_old is None in the first step" in check(eager, "eve").message


def test_lion_s_memory_is_renewed_after_its_use():
    def early(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
        m = beta2 * m + (1 - beta2) * g
        u = np.sign(beta1 * m + (1 - beta1) * g)
        return dict(u=u, m=m, x=x - lr * (u + weight_decay * x))

    assert check(early, "lion").mistake == "m updated before its use"


def test_a_local_name_is_no_quantity_to_remark_on():
    def tuple_of_two(x, g, state=(0.0, 0.0), *, lr=1.0, rho=0.95, eps=1e-6):
        squares, moves = state
        squares = rho * squares + (1 - rho) * g**2
        u = np.sqrt(moves + eps) / np.sqrt(squares + eps) * g
        return x - lr * u, (squares, rho * moves + (1 - rho) * u**2)

    assert check(tuple_of_two, "adadelta").ok and not check(tuple_of_two, "adadelta").remarks


def test_a_memory_that_is_left_from_another_run_is_told():
    v = np.zeros((1, 2))

    def remembers_outside(x, g, *, lr=0.01, mu=0.9):
        nonlocal v
        v = mu * v - lr * g
        return x + v

    verdict = check(remembers_outside, "momentum")
    assert verdict.mistake == "state shared between parameters or runs" and "another run" in verdict.message


def test_a_coordinate_that_is_changed_in_place_is_followed_to_its_hint():
    def by_index(x, g, *, lr=0.1):
        x = x.copy()
        for i in range(len(x) - 1):
            step = lr * g[i]
            x[i] -= step
        return x

    assert "line 5 (x[i] -= step" in check(by_index, "sgd").hints[2]


def test_the_curvatures_that_a_step_is_tried_on_have_both_signs():
    def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
        m = beta1 * m + (1 - beta1) * g
        h = np.where((t - 1) % k == 0, beta2 * h + (1 - beta2) * hess, h)
        u = np.clip(m / np.maximum(gamma * np.abs(h), eps), -1, 1)
        x = x - lr * (u + weight_decay * x)
        return dict(m=m, h=h, u=u, x=x)

    verdict = check(sophia, optlab.sophia)
    assert not verdict.ok and [line[0] for line in verdict.lines] == ["u"]


def test_whose_case_the_first_step_is():
    def plain(x, g, t, v=0.0, *, lr=0.1, mu=0.9):
        v = mu * v + (1 - mu) * g
        return dict(v=v, x=x - lr * v)

    def begun(x, g, t, v=0.0, *, lr=0.1, mu=0.9):
        v = np.where(t == 1, g, mu * v + (1 - mu) * g)
        return dict(v=v, x=x - lr * v)

    assert "The rule has a formula of its own for the first step; yours has none." in check(plain, begun).message
    verdict = check(begun, plain)
    told = "Yours has a formula of its own for the first step; the rule has none. Your v (line 2) is g where t == 1."
    assert verdict.message == told
    assert verdict.edit == "v = np.where(t == 1, g, mu * v + (1 - mu) * g)" and "no case of its own" in verdict.hints[2]
