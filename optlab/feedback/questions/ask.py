"""`optlab.predict`: a question that the reader answers in the page, before the answer is told. No kernel is needed.

A chapter names its question; what is asked and what is right stand in the files beside this one, one for each chapter, so that
the cell that asks does not tell. In the page the answer is written as character references: a browser reads them, an eye does
not.
"""

import base64
import difflib
import html
import importlib
import inspect
import json
import pathlib
import pkgutil
import re
import secrets
from collections.abc import Callable
from typing import NamedTuple

_HERE = pathlib.Path(__file__).parent
_KEYS = "data-lm-suppress-shortcuts=true"  # JupyterLab leaves the keys to what is in focus


class Question(NamedTuple):
    """What a chapter asks. `answer` and the wrong numbers may be functions of named parameters.

    asks : the question, one or two sentences. answer : a number, or the label of the right choice.
    wrong : {number: sentence}, or {label: sentence} for choices: which wrong idea it shows.
    why : the reason, told after the answer. measured : a function that runs it and returns the answer; a test compares.
    unit : of a number, such as "steps". tolerance : relative, of a number.
    """

    asks: str
    answer: float | str | Callable
    wrong: dict
    why: str
    measured: Callable | None = None
    unit: str = ""
    tolerance: float = 0.02


def questions():
    """{name: Question} of all chapters, and those that `optlab.check.predict` asks in the exercises."""
    found = {}
    for file in sorted(module.name for module in pkgutil.iter_modules([str(_HERE)])):
        for name, row in getattr(importlib.import_module(f".{file}", __package__), "QUESTIONS", {}).items():
            if name in found:
                raise ValueError(f"questions/{file}.py asks {name!r}, a name that is taken: choose another.")
            found[name] = row
    return found


def predict(question, answer=None, *, wrong=None, why="", unit="", tolerance=0.02, ask="", **parameters):
    """A callout that asks for a number or a choice, and tells what is right only after a try.

    question : the name of a question in `optlab/feedback/questions`, or a sentence of your own; then also
    answer : the right number or label. wrong : {number or label: which wrong idea it shows}. why : the reason.
    unit, tolerance : of a number; the tolerance is relative. ask : other words for a question that has a name.
    **parameters : those of the question, where they differ from its own.

    >>> predict("momentum_gain", mu=0.95)
    Predict: How many times longer than lr g the step becomes on a constant gradient g. (mu = 0.95)
    >>> predict("Which one ends lower?", "momentum", wrong={"gradient descent": "It has no memory of the long way."})
    Predict: Which one ends lower? [gradient descent / momentum]
    """
    if answer is None:
        known = questions()
        if question not in known:
            near = difflib.get_close_matches(str(question), known, n=1)
            meant = f"did you mean {near[0]!r}?" if near else "it must be a name from optlab/feedback/questions."
            raise ValueError(f"question is {question!r}, and no answer is given; {meant}")
        row = known[question]
    else:
        row = Question(question, answer, wrong or {}, why, None, unit, tolerance)
    return Callout(row._replace(asks=ask or row.asks), parameters)


class Callout:
    """A question as a page shows it: an input or choices, a verdict, then the answer and its reason."""

    def __init__(self, row, parameters):
        self.row = row
        self.answer = _value(row.answer, parameters)
        self.wrong = _wrong(row.wrong, parameters)
        self.choices = sorted([self.answer, *self.wrong], key=_in_order) if isinstance(self.answer, str) else ()
        known = inspect.signature(row.answer).parameters if callable(row.answer) else {}
        self.given = {name: parameters.get(name, known[name].default) for name in known}

    def __repr__(self):
        given = f" ({', '.join(f'{name} = {value:g}' for name, value in self.given.items())})" if self.given else ""
        return f"Predict: {self.row.asks}{given}" + (f" [{' / '.join(self.choices)}]" if self.choices else "")

    def _repr_html_(self):
        """The question, what can be chosen, and the answer to be opened; the script makes a form of it where it may run."""
        given = f" Here {', '.join(f'{_marked(name)} = {value:g}' for name, value in self.given.items())}." if self.given else ""
        told = self.answer if self.choices else f"{float(self.answer):.4g} {self.row.unit}".strip()
        answer = _referenced(f"<strong>{_marked(told)}.</strong> {_marked(self.row.why)}")
        field = " · ".join(map(_marked, self.choices)) if self.choices else f"… {_marked(self.row.unit)}"
        return (
            f'<div class=optlab-ask data-key="{self._key()}" role=group aria-label=Prediction><style>{_file("ask.css")}</style>'
            f"<p><strong>Predict.</strong> {_marked(self.row.asks)}{given}</p><p class=optlab-field>{field}</p>"
            f"<p class=optlab-verdict role=status aria-live=polite></p>"
            f"<details><summary {_KEYS}>Answer</summary><p>{answer}</p></details><script>{_file('ask.js')}</script></div>"
        )

    def _form(self):
        """What the script puts into the page: without a script, nothing stands there that does not work."""
        buttons = f"<button {_KEYS} type=submit>Check</button> <button {_KEYS} type=button hidden>Show me</button>"
        if not self.choices:
            box = f"<input {_KEYS} type=text inputmode=decimal size=8 autocomplete=off>"
            return f"<label><span class=optlab-unseen>Your prediction</span>{box}</label> {_marked(self.row.unit)} {buttons}"
        name = "choice-" + secrets.token_hex(4)  # radio buttons of one question, and of no other on the page
        radios = (
            f'<label><input {_KEYS} type=radio name={name} value="{html.escape(label)}"> {_marked(label)}</label>'
            for label in self.choices
        )
        return f"<fieldset><legend class=optlab-unseen>Your prediction</legend>{''.join(radios)}</fieldset>{buttons}"

    def _key(self):
        """What the script needs, as base64."""
        answer = self.answer if self.choices else float(self.answer)
        wrong = [[value, _marked(sentence)] for value, sentence in self.wrong.items()]
        key = dict(answer=answer, tolerance=self.row.tolerance, wrong=wrong, fields=self._form())
        return base64.b64encode(json.dumps(key).encode()).decode()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def _value(value, parameters):
    if not callable(value):
        return value
    try:
        return value(**parameters)
    except TypeError:
        allowed = ", ".join(inspect.signature(value).parameters) or "none"
        raise TypeError(f"the question has other parameters than {', '.join(parameters)}; it has {allowed}.") from None


def _wrong(wrong, parameters):
    """{value: sentence}, from {value or function: sentence} or {sentence: function}."""
    pairs = ((key, value) if callable(key) or not callable(value) else (value, key) for key, value in wrong.items())
    return {(key if isinstance(key, str) else float(_value(key, parameters))): sentence for key, sentence in pairs}


def _in_order(label):
    """The order of choices, which must not tell: by the alphabet, and numbers by size."""
    return [(float(part), "") if k % 2 else (0.0, part) for k, part in enumerate(re.split(r"(\d+\.?\d*)", label))]


def _marked(text):
    """Text as HTML: escaped, `code` in backticks, *stress* between stars, a power such as x^2 or x^(k+1) raised."""
    text = html.escape(str(text), quote=False)
    text = re.sub(r"\*(\w[^*]*)\*", r"<em>\1</em>", text)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    return re.sub(r"\^(?:\(([^)]*)\)|(-?\w+))", lambda m: f"<sup>{m[1] or m[2]}</sup>", text)


def _referenced(text):
    """Every letter outside a tag as a character reference: readable in the page, not in its source."""
    parts = re.split(r"(<[^>]*>|&\w+;)", text)
    return "".join(part if k % 2 else "".join(f"&#{ord(letter)};" for letter in part) for k, part in enumerate(parts))


def _file(name):
    return (_HERE / name).read_text("utf-8")
