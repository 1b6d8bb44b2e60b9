"""`check(function, "adam")`: compares a function with a rule; the other questions of the exercises are its methods."""

import inspect
from dataclasses import replace

from ..formulas.edits import edited_source
from ..run import inputs
from ..run.apply import apply
from ..run.nearest import nearest
from ..run.signature import check_step, signature
from ..steps import KNOWN
from ..worlds.probes import probes, reference
from .diagnosis import diagnose
from .questions.breaks import broken
from .questions.exercises import PREDICTIONS, judged
from .questions.museum import PUBLISHED as BUGS
from .verdict import Verdict


class Check:
    """`optlab.check(function, "adam")`, and the other kinds of question as methods."""

    def __call__(self, function, step=None):
        """Compare a function with a rule, line by line: what is wrong, and what your lines compute instead.

        function : as you wrote it; argument names and the form of the return may differ.
        step : the name of the method, such as "adam", or any step function, for instance a rule of your own.

        Returns a Verdict. Raises ValueError or TypeError, in one sentence, if step is neither, or does not run.

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
        if not callable(function) or isinstance(function, type):
            verdict = Verdict(False, _not_a_function(function, step), step.__name__)
        else:
            verdict = diagnose(function, step)
        return replace(verdict, title=title_of(step))

    def predict(self, name, value, **parameters):
        """Compare a predicted number with its formula.

        name : which prediction. value : your number. parameters : those of the question, where they differ from its own.

        >>> Check().predict("momentum_gain", 10).ok, Check().predict("momentum_gain", 20, mu=0.95).ok
        (True, True)
        >>> Check().predict("momentum_gain", 1).message
        'Not 1. That is the averaged form: its gain is 1. Classic momentum sums.'
        """
        question = PREDICTIONS[_known(name, PREDICTIONS, "name", "'momentum_gain'")]
        return judged(name, question, value, parameters)

    def bug(self, name):
        """The code of a published bug, as text, in this course's notation.

        >>> print(Check().bug("cancelled-lr"))
        def adagrad(x, g, h=0.0, *, lr=0.01, eps=1e-08):
            h = h + (lr * g) ** 2
            x = x - lr * g / (np.sqrt(h) + eps)
            return dict(h=h, x=x)
        """
        bug = BUGS[_known(name, BUGS, "name", "'cancelled-lr'")]
        return edited_source(KNOWN[bug.step], bug.edit)

    def fixed(self, function, name):
        """Whether a function repairs a published bug.

        >>> import optlab
        >>> Check().fixed(optlab.adagrad, "cancelled-lr").ok
        True
        """
        bug = BUGS[_known(name, BUGS, "name", "'cancelled-lr'")]
        verdict = self(function, bug.step)
        told = f"Repaired. It was found in {bug.seen}. {bug.story}"
        return Verdict(True, told, bug.step, score=1.0, remarks=verdict.remarks) if verdict.ok else verdict

    def breaks(self, step, landscape=None, *, signal=None, steps=500, x0=None, **hyper):
        """Whether a method fails where you send it: it diverges, climbs, or is not near a minimum after so many steps.

        step : the name of the method. landscape : one of `optlab.landscapes`; or signal : an array (steps,) of gradients, on
        which a method fails if it leaves the floats or walks against the mean gradient. **hyper : hyperparameters.

        >>> import optlab
        >>> Check().breaks("sgd", optlab.landscapes.simple_quadratic, steps=100, lr=1.1).ok
        True
        """
        name = _known(getattr(step, "__name__", step), KNOWN, "step", "'adam'")
        if (landscape is None) == (signal is None):
            return Verdict(False, "Give either a landscape or a signal, and the run is made on it.", name)
        return broken(KNOWN[name], landscape, signal, steps, x0, hyper)

    def explain(self, text, rubric=()):
        """Record a free answer; a person grades it. The rubric is shown where it is given: in the teacher's copy.

        >>> Check().explain("The sum of the weights is 1, so the average keeps the units of the gradient.").message
        'Recorded: 16 words. A person will read it.'
        """
        words = text.split() if isinstance(text, str) else []
        if len(words) < 5 or set(words) <= {"...", "…", "YOUR", "ANSWER", "HERE"}:
            return Verdict(False, "Nothing to record yet: write two or three sentences of your own.")
        told = f"Recorded: {len(words)} words. A person will read it."
        return Verdict(True, told, remarks=tuple(f"Look for: {point}" for point in rubric))


def _not_a_function(what, step):
    """What to change, for whoever hands in a class, an optimizer with step(), a dictionary, a number."""
    sentence = f"You handed in {inputs.show(what)}; a function is needed: check(your_function, {step.__name__!r})."
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
    return first.replace("`", "").partition(" (")[0] if colon and KNOWN.get(step.__name__) is step else step.__name__


def _step(step):
    """The step function that is meant: a name, a function of the package, or one of your own."""
    if not callable(step):
        return KNOWN[_known(step, KNOWN, "step", "'adam'")]
    check_step(step)
    signature(step)
    if KNOWN.get(step.__name__) is not step:  # it runs here first, so that what it cannot do is not said of the learner
        try:
            reference(step)
        except Exception as fault:
            said, probe = fault, probes(step)[0]
            try:
                apply(step, probe.x0, probe.g[0] if "g" in signature(step).inputs else None, 1)
            except Exception as told:  # what the driver says of the first step is clearer where it says something
                said = told if step.__name__ in str(told) else fault
            raise TypeError(f"step is {step.__name__}, which does not run on the checks: {said}") from None
    return step


def _known(name, table, argument, example):
    """The name, if the table has it; else one sentence with the nearest known name."""
    if not isinstance(name, str):
        raise TypeError(f"{argument} is {inputs.show(name)}; it must be a name such as {example}.")
    if name in table:
        return name
    near = nearest(name, table)
    hint = f"did you mean {near!r}?" if near else f"known are {', '.join(table)}."
    raise ValueError(f"{argument} is {name!r}; {hint}")


check = Check()
