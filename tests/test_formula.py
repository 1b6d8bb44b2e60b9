"""A step's source as mathematics: known lines symbol by symbol, and for every step of the table what must hold of any formula."""

import ast
import inspect
import re

import numpy as np
import pytest
from table import TABLE

import optlab
from optlab import formula, variants
from optlab.worlds.online import on_interval

STEPS = {row.step.__name__: row.step for row in TABLE}


def lines(step):
    return [line.latex.replace(r"\,", "") for line in formula(step).lines]


def test_old_and_new_values_have_their_index():
    assert lines(optlab.momentum) == [r"v_{t} = \mu v_{t-1} - \eta g_{t}", "x_{t} = x_{t-1} + v_{t}"]
    assert lines(variants.nesterov_shifted) == [
        r"x_{t} = x_{t-1} + {\mu}^{2} v_{t-1} - \left(1 + \mu\right) \eta g_{t}",
        r"v_{t} = \mu v_{t-1} - \eta g_{t}",
    ]
    assert lines(optlab.adam)[2:] == [
        r"\hat{m}_{t} = \frac{m_{t}}{1 - {\beta_1}^{t}}",
        r"\hat{v}_{t} = \frac{v_{t}}{1 - {\beta_2}^{t}}",
        r"x_{t} = x_{t-1} - \frac{\eta \hat{m}_{t}}{\sqrt{\hat{v}_{t}} + \varepsilon}",
    ]


def test_values_to_start_from_are_no_step():
    first, second = lines(optlab.santa_e)[:2]
    assert first == r"u_0 = {\eta}^{0.5} \mathcal{N}(0, 1)" and second == r"a_0 = {\eta}^{0.5} C"
    assert r"u_{t} = \left(1 - a_{t}\right) u_{t-1} - \eta G_{t} n g_{t} + \mathrm{noise}_{t}" in lines(optlab.santa_e)
    learned = lines(optlab.learned)
    assert learned[1] == "h^{(1)}_0, c^{(1)}_0, h^{(2)}_0, c^{(2)}_0 = 0"
    assert learned[3].endswith(r"\left(a_{t}, h^{(1)}_{t-1}, c^{(1)}_{t-1}, W_{1}, U_{1}, b_{1}\right)")


def test_a_word_stands_for_itself_and_an_accent_goes_on_its_letter():
    """`rate` is what each step means by it: a clipped rate in AdaBound, a secant in AdaSecant."""
    secant = lines(optlab.adasecant)
    assert r"\tilde{g}_{t} = \frac{g_{t} + \gamma_{t} m_{t}}{1 + \gamma_{t}}" in secant
    assert r"\Delta_{t} = -\mathrm{rate}_{t} \tilde{g}_{t}" in secant
    assert r"h_{t} = h_{t-1} + \left(\tilde{g}_{t}\right)^{2}\quad (\mathrm{adagrad})" in secant
    assert lines(optlab.adabound)[-1] == r"x_{t} = x_{t-1} - \mathrm{rate}_{t} m_{t}"


def test_what_replaces_a_value_of_the_same_step_has_an_arrow():
    def twice(x, g, *, lr=0.1):
        x = x - lr * g / 2
        x = x - lr * g / 2
        return dict(x=x)

    half = r"\frac{\eta g_{t}}{2}"
    assert lines(twice) == [f"x_{{t}} = x_{{t-1}} - {half}", rf"x_{{t}} \leftarrow x_{{t}} - {half}"]
    assert formula(twice).latex.count("&") == 2


def test_a_step_over_a_step_goes_on_where_the_step_ends():
    over = optlab.lookahead(optlab.adam)
    assert formula(over).lines[:5] == formula(optlab.adam).lines
    assert [line.code for line in formula(over).lines[5:]] == [
        "fast = x", "slow = np.where(t % k == 0, slow + alpha * (fast - slow), slow)", "x = np.where(t % k == 0, slow, fast)"
    ]  # fmt: skip
    slow = r"\mathrm{slow}_{t-1} + \alpha \left(\mathrm{fast}_{t} - \mathrm{slow}_{t-1}\right) & t \bmod k = 0"
    assert slow in lines(over)[6] and lines(over)[7].startswith(r"x_{t} \leftarrow \begin{cases} \mathrm{slow}_{t} &")
    with pytest.raises(ValueError, match="^projected is made of another step|^sgd is made of another step"):
        formula(on_interval(optlab.sgd))  # its own line stands nowhere


def test_choices_are_cases():
    def clipped(x, g, *, lr=0.1, most=1e8, eps=1e-8):
        g = np.where((g > most) | (g < -most), most, g)
        x = x - (lr if most > 2e5 else 3e-7) * g
        return dict(g=g, x=x)

    choose, move = lines(clipped)
    assert r"\leftarrow \begin{cases}" in choose and r"\lor" in choose and r"& \text{else} \end{cases}" in choose
    assert r"2 \cdot 10^{5}" in move and r"3 \cdot 10^{-7}" in move


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_step_has_a_formula(step):
    rendered = formula(step)
    for line in rendered.lines:
        plain = line.latex.replace(r"\{", "").replace(r"\}", "")
        plain = plain.replace(r"\leftarrow", "")
        assert plain.count("{") == plain.count("}") and plain.count(r"\left") == plain.count(r"\right"), line
        python = re.search(r"mathtt|np\.|\*|\[|\]|'|\"|None|(?<!\\)lambda|__", line.latex)
        assert not python, f"{line.latex} is Python, not mathematics"
        assert line.code.split("=")[0].strip()
    assert any(re.match(r"x_\{t\}", line.latex) for line in rendered.lines)
    assert rendered.latex.count("&=") + rendered.latex.count(r"&\leftarrow") == len(rendered.lines)
    assert "x_{t-1}" in rendered.latex, "the step starts from the last point"


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_the_printed_signature_fits_a_cell_and_is_the_steps_own(step):
    printed = optlab.source(step)
    head = printed[: printed.index("):\n")]
    assert max(map(len, head.splitlines())) <= 88
    written, shown = (ast.parse(text).body[0].args for text in (inspect.getsource(step), printed))
    assert ast.dump(written) == ast.dump(shown)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_row_of_the_table_has_two_cells(step):
    """A | in a formula or in its code would end a cell: half of the line would be lost in the page."""
    rows = formula(step)._repr_markdown_().splitlines()
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}


# Steps of one's own, in any style: no line is lost.


def branches(x, g, t, m=0.0, *, lr=0.1):
    if t == 1:
        m = g
    else:
        m = 0.9 * m + 0.1 * g
    return dict(m=m, x=x - lr * m)


def loop(x, g, *, lr=0.1, k=3):
    for _i in range(3):
        x -= lr * g // k
    return {"x": x}


def methods(x, g, *, lr=0.1, way="up"):
    size: float = g.clip(-1, 1).mean()
    first = g[0]
    x = x - lr * size * (0 < first < 1 or way == "up")
    return dict(x=x)


def nested(x, g, *, lr=0.1):
    def scaled(a):
        return lr * a

    return dict(x=x - scaled(g))


@pytest.mark.parametrize(
    "step, expected",
    [
        (branches, [r"m_{t} = g_{t}\quad (t = 1)", r"m_{t} = 0.9\, m_{t-1} + 0.1\, g_{t}\quad (\text{else})",
                    r"x_{t} = x_{t-1} - \eta\, m_{t}"]),
        (loop, [r"x_{t} = x_{t-1} - \left\lfloor \frac{\eta\, g_{t}}{k} \right\rfloor\quad "
                r"(\text{for } \mathtt{\_i\ in\ range(3)})"]),
        (methods, [r"\mathrm{size}_{t} = \operatorname{mean}\!\left(\operatorname{clip}\!\left(g_{t}, -1, 1\right)\right)",
                   r"\mathrm{first}_{t} = \left(g_{t}\right)_{0}",
                   r"x_{t} = x_{t-1} - \eta\, \mathrm{size}_{t}\, \left(0 < \mathrm{first}_{t} < 1 \lor \mathrm{way} = "
                   r"\mathrm{up}\right)"]),
        (nested, [r"\mathtt{def\ scaled(a):}", r"x_{t} = x_{t-1} - \operatorname{scaled}\!\left(g_{t}\right)"]),
        (lambda x, g, *, lr=0.1: dict(x=x + lr * g), [r"x_{t} = x_{t-1} + \eta\, g_{t}"]),
    ],
)  # fmt: skip
def test_a_step_of_ones_own_is_written_whole(step, expected):
    assert [line.latex for line in formula(step).lines] == expected
