"""Claims that a few lines of code can test, and the marks for a cell: what nbgrader reads."""

import os

from ..verdict import Verdict

MIME = "application/vnd.optlab.verdict+json"
_SAID = {  # what Python says of a slip, and what it means
    "'str'": "a text stands where a number is needed",
    "for ^": "a power is written **; ^ is something else",
    "NoneType": "a call that returns nothing stands where a value is needed, such as rng.shuffle",
}


def claim(name, test, right="Right."):
    """The verdict on a claim that a few lines of code can test, where there is no function to compare with a reference.

    name : what the verdict is headed with. test : a function without arguments; an AssertionError in it carries the sentence that
    says what does not hold. right : what is said if the test passes.

    >>> def test():
    ...     assert 2 + 2 == 5, "The sum is not 5."
    >>> print(claim("sum", test))
    ✗ sum: not yet
    The sum is not 5.
    """
    try:
        test()
    except AssertionError as error:
        return Verdict(False, str(error) or "This does not hold.", name)
    except Exception as error:
        told = " ".join(str(error).split()) or type(error).__name__
        told = next((said for sign, said in _SAID.items() if isinstance(error, TypeError) and sign in told), told)
        return Verdict(False, f"Your answer cannot be tested: {told}", name)
    return Verdict(True, right, name, score=1.0)


def own(function, name):
    """The verdict on whether a function is the learner's own, and neither the package's nor a call of it.

    >>> import optlab
    >>> own(lambda x, g: optlab.sgd(x, g), "sgd").message
    "This is the package's own. Write the lines yourself."
    """

    def written():
        if not hasattr(function, "__code__"):
            raise AssertionError(f"There is no function {name} yet.")
        if str(function.__module__).startswith("optlab.") or "optlab" in function.__code__.co_names:
            raise AssertionError("This is the package's own. Write the lines yourself.")

    return claim(name, written, "Your own work.")


def marks(*verdicts, of, partial=True):
    """Show the verdicts and give marks for them: their mean score times `of`.

    A learner sees the verdicts. nbgrader, when it grades, reads the number of marks that is returned: partial credit. nbgrader's
    Validate, which would say "partial credit" only, gets an AssertionError with the messages of what is not right.

    verdicts : one or more Verdict. of : the points of the cell, a number ≥ 0, the same as in the cell's metadata.
    partial : False gives a verdict that is not right no marks: for functions that are handed out half right.

    >>> import optlab
    >>> marks(optlab.check(optlab.sgd, "sgd"), of=2)
    ✓ Gradient descent: right
    Right: it agrees with the rule on every probe.
    """
    if not verdicts:
        raise ValueError("there is no verdict; marks needs at least one.")
    from IPython import get_ipython
    from IPython.display import display

    scores = [float(v.score) if v.ok or partial else 0.0 for v in verdicts]
    for verdict, score in zip(verdicts, scores):
        print(verdict) if get_ipython() is None else display(bundle(verdict, score, of / len(verdicts)), raw=True)
    stage = os.environ.get("NBGRADER_EXECUTION")
    if stage == "autograde":
        # Not more than `of`, which is an error for nbgrader, and a float of Python, whose repr it can read.
        return min(float(of), round(float(of) * sum(scores) / len(scores), 2))
    if stage == "validate" and not all(verdicts):
        __tracebackhide__ = True  # noqa: F841  (IPython then shows the sentence without these lines)
        raise AssertionError(" ".join(f"{v.step}: {v.message}" for v in verdicts if not v))


def bundle(verdict, score, of):
    """The verdict for the eye, and for `make grade`, which reads the mistake from it."""
    hints = [hint for hint in verdict.hints[:2] if not verdict.ok and hint not in verdict.message]
    facts = dict(
        ok=verdict.ok, headline=verdict.headline, mistake=verdict.mistake, message=verdict.message, score=score, hints=hints
    )
    return {"text/plain": str(verdict), "text/html": verdict.page((round(score * of, 2), of)), MIME: facts}
