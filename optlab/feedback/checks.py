"""`optlab.check`: the questions of the exercises. `check(function, "adam")`; check.predict, .fixed, .breaks, .explain."""

import difflib
import inspect
from dataclasses import replace

import numpy as np

from ..run import inputs
from ..run.drive import descend, drive
from ..run.signature import check_step, signature
from . import foreign
from .diagnosis import diagnose
from .foreign import Guard, Stumble, TooLong
from .lines import edited_source
from .probes import known
from .programming import PROGRAMMING
from .questions.exercises import PREDICTIONS
from .questions.museum import PUBLISHED as BUGS
from .verdict import Verdict

SECONDS = 8.0  # the longest run that `check.breaks` waits for


class Check:
    """`optlab.check(function, "adam")`, and the other kinds of question as methods."""

    def __call__(self, function, step):
        """Compare a function with a rule, line by line: what is wrong, and what your lines compute instead.

        function : as you wrote it; argument names and the form of the return may differ.
        step : the name of the method, such as "adam", or any step function, for instance a rule of your own.

        Returns a Verdict. Raises ValueError or TypeError, in one sentence, if step is neither.

        >>> check = Check()
        >>> def sgd(w, gradient, learning_rate):
        ...     return w - learning_rate * gradient
        >>> check(sgd, "sgd").ok
        True
        >>> verdict = check(lambda x, g, lr: x + lr * g, "sgd")
        >>> verdict.mistake, verdict.lines, verdict.edit
        ('ascent', (('x', 'x_before + lr * g', None),), 'x = x + lr * g')
        """
        step = _step(step)
        name = step.__name__
        if not callable(function) or isinstance(function, type):
            return Verdict(False, _not_a_function(function, step), name, title=title_of(step))
        if foreign.is_empty(function):
            hints = PROGRAMMING["return missing"][1:]
            return Verdict(
                False, "Your function is still empty: write your lines below the def.", name, "return missing", hints=hints
            )
        title = title_of(step)
        try:
            return replace(diagnose(function, step), title=title)
        except Stumble as stumble:
            hints = PROGRAMMING.get(stumble.kind, ())[1:]
            return Verdict(False, stumble.sentence, name, stumble.kind if hints else None, hints=hints, title=title)

    def predict(self, name, value, **parameters):
        """Compare a predicted number with its formula.

        name : which prediction. value : your number. parameters : those of the question, where they differ from its own.

        >>> Check().predict("momentum_gain", 10).ok, Check().predict("momentum_gain", 20, mu=0.95).ok
        (True, True)
        >>> Check().predict("momentum_gain", 1).message
        'Not 1. That is the averaged form: its gain is 1. Classic momentum sums.'
        """
        question = PREDICTIONS[_known(name, PREDICTIONS, "name", "'momentum_gain'")]
        try:
            right = float(question.answer(**parameters))
        except TypeError:
            allowed = ", ".join(question.answer.__code__.co_varnames[: question.answer.__code__.co_argcount]) or "none"
            raise TypeError(f"{name} has other parameters than {', '.join(parameters)}; it has {allowed}.") from None
        hints, title = (question.question, question.first, question.why), question.title
        if value is ... or value is None:
            return Verdict(False, "There is no number yet: put one in its place.", name, title=title)
        try:
            number = float(np.asarray(value, float).reshape(()))
        except (TypeError, ValueError):
            number = np.nan
        if np.isnan(number):
            return Verdict(False, f"You predicted {inputs.show(value)}; a number is needed.", name, title=title)

        def near(target):
            return abs(number - target) <= question.tolerance * max(abs(target), 1e-12)

        if near(right):
            return Verdict(True, f"Right. {question.why}", name, score=1.0, title=title)
        for mistake, (sentence, formula) in question.wrong.items():
            if near(float(formula(**parameters))):
                return Verdict(False, f"Not {number:.6g}. {sentence}", name, mistake, hints=hints, title=title)
        if parameters and near(float(question.answer())):
            given = ", ".join(f"{p} = {v:g}" for p, v in parameters.items())
            sentence = f"Not {number:.6g}. That is the number for other values; here {given}."
            return Verdict(False, sentence, name, "other values", hints=hints, title=title)
        if near(-right):
            return Verdict(False, "The size is right; the sign is not.", name, "sign", 0.5, hints=hints, title=title)
        if right and near(1 / right):
            return Verdict(False, "That is one over the right number.", name, "upside down", 0.5, hints=hints, title=title)
        side = "large" if abs(number) > abs(right) else "small"
        return Verdict(False, f"{number:.6g} is too {side}.", name, hints=hints, title=title)

    def bug(self, name):
        """The code of a published bug, as text, in this course's notation.

        >>> print(Check().bug("cancelled-lr"))
        def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-08):
            h = h + (lr * g) ** 2
            x = x - lr * g / (np.sqrt(h) + eps)
            return dict(h=h, x=x)
        """
        bug = BUGS[_known(name, BUGS, "name", "'cancelled-lr'")]
        return edited_source(known()[bug.step], bug.edit)

    def fixed(self, function, name):
        """Whether a function repairs a published bug.

        >>> import optlab
        >>> Check().fixed(optlab.adagrad, "cancelled-lr").ok
        True
        """
        bug = BUGS[_known(name, BUGS, "name", "'cancelled-lr'")]
        verdict = self(function, bug.step)
        if verdict.ok:
            return Verdict(
                True, f"Repaired. It was found in {bug.seen}. {bug.story}", bug.step, score=1.0, remarks=verdict.remarks
            )
        return verdict

    def breaks(self, step, landscape=None, *, signal=None, steps=500, x0=None, **hyper):
        """Whether a method fails where you send it: it diverges, climbs, or is not near a minimum after so many steps.

        step : the name of the method. landscape : one of `optlab.landscapes`; or signal : an array (steps,) of gradients, on
        which a method fails if it leaves the floats or walks against the mean gradient. **hyper : hyperparameters.

        >>> import optlab
        >>> Check().breaks("sgd", optlab.landscapes.simple_quadratic, steps=100, lr=1.1).ok
        True
        """
        name = _known(getattr(step, "__name__", step), known(), "step", "'adam'")
        function = known()[name]
        if (landscape is None) == (signal is None):
            return Verdict(False, "Give either a landscape or a signal, and the run is made on it.", name)
        try:
            with Guard(operations=np.inf, seconds=SECONDS) as guard:
                if signal is not None:
                    trace = guard.call(drive, function, signal, **hyper)
                    failed, message = _against(trace, np.asarray(signal, float))
                else:
                    trace = guard.call(descend, function, landscape, x0, steps, **hyper)
                    failed, message = _stuck(trace, landscape)
        except TooLong:
            message = f"The run is not over after {SECONDS:g} seconds: take fewer steps, or look for a loop that never stops."
            return Verdict(False, message, name)
        except (TypeError, ValueError) as error:
            return Verdict(False, f"The run could not be made: {error}", name)
        return Verdict(failed, message, name, score=float(failed), hints=() if failed else _BREAK_HINTS)

    def explain(self, text, rubric=()):
        """Record a free answer; a person grades it. The rubric is shown where it is given: in the teacher's copy.

        >>> Check().explain("The sum of the weights is 1, so the average keeps the units of the gradient.").message
        'Recorded: 16 words. A person will read it.'
        """
        words = text.split() if isinstance(text, str) else []
        if len(words) < 5 or set(words) <= {"...", "…", "YOUR", "ANSWER", "HERE"}:
            return Verdict(False, "Nothing to record yet: write two or three sentences of your own.")
        return Verdict(
            True, f"Recorded: {len(words)} words. A person will read it.", remarks=tuple(f"Look for: {point}" for point in rubric)
        )


_BREAK_HINTS = (
    "The method still works there.",
    "What does it divide by, what does it remember, and what would that do on a very steep, flat or jumping slope?",
    "Push one hyperparameter past its limit, or let the gradient change its size suddenly.",
)


def _against(trace, signal):
    if trace.diverged:
        return True, f"It fails: {trace.diverged}"
    moved, mean = trace.update.sum(axis=0), signal.mean(axis=0)
    if np.any(moved * mean < 0):
        return True, "It fails: all in all it moves up the mean gradient instead of down."
    return False, "It does not fail: all in all it moves down the mean gradient."


def _stuck(trace, landscape):
    if trace.diverged:
        return True, f"It fails: {trace.diverged}"
    loss = trace.loss
    if loss[-1] > loss[0]:
        return True, f"It fails: the loss rises from {loss[0]:.4g} to {loss[-1]:.4g} in {len(trace)} steps."
    minima = np.asarray(landscape.minima, float)
    if not len(minima):
        return False, f"It does not fail: the loss falls from {loss[0]:.4g} to {loss[-1]:.4g}."
    away = float(np.linalg.norm(minima[0] - trace.x[-1], axis=-1))
    size = max(high - low for low, high in landscape.box)
    if away > 0.05 * size:
        return True, f"It fails: after {len(trace)} steps it is still {away:.3g} away from the best minimum."
    return False, f"It does not fail: after {len(trace)} steps it is {away:.3g} away from the best minimum."


def _not_a_function(what, step):
    """What to change, for whoever hands in a class, an optimizer with step(), a dictionary, a number."""
    called = f"the class {what.__name__}" if isinstance(what, type) else inputs.show(what)
    sentence = f"You handed in {called}; a function is needed: check(your_function, {step.__name__!r})."
    if isinstance(what, type) or hasattr(what, "step") or hasattr(what, "update"):
        given = ", ".join((*signature(step).inputs, *(f"{s}={v}" for s, v in signature(step).state.items())))
        back = ", ".join(f"{s}={s}" for s in (*signature(step).state, "x"))
        sentence += f" Write one step, def {step.__name__}({given}, *, …), that ends with return dict({back}):"
        sentence += " what stands in self is an argument, and the loop over the parameters stays outside."
    return sentence


def title_of(step):
    """What a step is called in words: the beginning of its docstring, else its name.

    >>> import optlab
    >>> title_of(optlab.sgd), title_of(lambda x, g: x)
    ('Gradient descent', '<lambda>')
    """
    first, colon, _ = (inspect.getdoc(step) or "").partition("\n")[0].partition(":")
    return first.replace("`", "").partition(" (")[0] if colon and known().get(step.__name__) is step else step.__name__


def _step(step):
    """The step function that is meant: a name, a function of the package, or one of your own."""
    if not callable(step):
        return known()[_known(step, known(), "step", "'adam'")]
    check_step(step)
    signature(step)
    return step


def _known(name, table, argument, example):
    """The name, if the table has it; else one sentence with the nearest known name."""
    if not isinstance(name, str):
        raise TypeError(f"{argument} is {inputs.show(name)}; it must be a name such as {example}.")
    if name in table:
        return name
    low = name.lower()

    def likeness(other):
        return (sorted(other) == sorted(low)) + other.startswith(low) + difflib.SequenceMatcher(None, low, other).ratio()

    near = max(table, key=likeness)
    hint = f"did you mean {near!r}?" if likeness(near) > 0.5 else f"known are {', '.join(table)}."
    raise ValueError(f"{argument} is {name!r}; {hint}")


check = Check()
