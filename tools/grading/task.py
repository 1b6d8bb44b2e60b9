"""One notebook, one pure task: data in, data out. It writes nothing, and knows no other notebook."""

import contextlib
import io
import re
import signal
import sys
import time
import warnings

from optlab.run.guard import TooLong

from . import box, course
from .rebuild import rebuild
from .session import Session
from .table import MANUAL

CELLS = 400  # of a notebook that are looked at
LONG = 100_000  # characters of a cell that is run
STOPPED = {
    "it did not come to an end in time": "it did not come to an end in time: look for a loop that never stops",
}


class Marks:
    """What the checks get as `marks`: it keeps the verdicts, and the points by the rule of `optlab.marks`."""

    def __init__(self):
        self.points, self.verdicts = 0.0, []

    def __call__(self, *verdicts, of, partial=True):
        shares = [min(1.0, max(0.0, float(v.score))) if v.ok or partial else 0.0 for v in verdicts]
        self.points = min(float(of), round(float(of) * sum(shares) / len(shares), 2))
        self.verdicts = [_facts(verdict, share) for verdict, share in zip(verdicts, shares)]


def _facts(verdict, share):
    """A verdict as data."""
    hints = [] if verdict.ok else [str(hint)[:400] for hint in verdict.hints[:2] if hint not in verdict.message]
    lines = (
        []
        if verdict.ok
        else [[str(part) if part is not None else None for part in line] for line in getattr(verdict, "lines", ())]
    )
    return dict(ok=bool(verdict.ok), headline=str(verdict.headline)[:200], mistake=str(verdict.mistake or "")[:200],
                message=str(verdict.message)[:800], score=share, hints=hints, lines=lines[:20])  # fmt: skip


def grade(task):
    """Grade one notebook.

    task : dict with `exercise` (its name), `cells` (dicts with type, source, name, id), and settings: `kind` of box or "",
    `package` (its folder as it lies in the box), `image`, `source` of the solutions, `seconds` for a question, `budget` for all,
    `python` (the version that the notebook was written with).
    Returns a dict: `questions` {name of the graded cell: score, status, mistake, verdicts, answer, printed}, `seconds`.
    """
    began = time.monotonic()
    exercise = course.exercise(task["exercise"], task.get("source") or course.SOURCE)
    kind, limits_ = task["kind"] or box.choose(), (task.get("seconds", 30), task.get("budget", 120))
    session = Session(kind, task["package"], task.get("image", ""), *limits_)
    try:
        cells = [dict(cell, source=cell["source"][:LONG]) for cell in task["cells"][:CELLS]]
        if session.parse("").get("error") is not None:
            raise RuntimeError("the box could not be started")
        known = {course.plain(cell.released) for cell in exercise.cells.values() if cell.kind != "answer"} | exercise.texts
        facts = {}
        for cell in cells:
            code = cell["type"] == "code" or "def " in cell["source"]
            if code and cell["source"] not in facts and course.plain(cell["source"]) not in known:
                facts[cell["source"]] = session.parse(cell["source"])
        plan = rebuild(cells, exercise, facts)
        rows = _follow(plan, exercise, session, facts, task.get("seconds", 30), task.get("python", ""))
    finally:
        session.close()
    return dict(questions=rows, labels=plan.label, seconds=round(time.monotonic() - began, 3))


def _follow(plan, exercise, session, facts, seconds, python):
    """Do what the plan says. {name: result of a question}."""
    world, rows, errors, printed, read = dict(_given(exercise)), {}, {}, {}, {}
    for i, step in enumerate(plan.steps):
        checks = [exercise.cells[later.name] for later in plan.steps[i:] if later.what in ("check", "late")]
        session.asked = not any(map(course.asks_for_a_function, checks))
        file = f"<cell {step.cell + 1}>" if step.cell >= 0 else f"<{step.name}>"
        if step.what == "given":
            session.run(file, step.source, quiet=True)
        elif step.what == "learner":
            session.sources[file], read[file] = step.source, facts.get(step.source, {})
            ran = session.run(file, step.source)
            if step.name:
                errors[step.name], printed[step.name] = STOPPED.get(ran.error, ran.error), ran.printed
                if why := _not_theirs(ran.error, python):
                    plan.doubts.setdefault(f"{step.name}-check", []).append(why)
        elif step.what == "check":
            rows[step.name] = _check(exercise, step.name, session, world, read, seconds)
        elif step.what == "late" and _elsewhere(step.name, exercise, plan, facts, rows[step.name]):
            again = _check(exercise, step.name, session, world, read, seconds)
            if again["score"] > rows[step.name]["score"]:
                note = f"the answer was found in another cell, where it gets {again['score']:g} of {again['max']:g}"
                if note not in plan.doubts.setdefault(step.name, []):
                    plan.doubts[step.name].append(note)
                rows[step.name]["verdicts"] = again["verdicts"]
    for cell in exercise.questions():
        name = cell.name.removesuffix("-check")
        row = rows.setdefault(cell.name, _read_by_a_person(cell, plan) if cell.kind == "text" else _row(cell))
        row.update(answer=plan.shown.get(cell.name, []), printed=printed.get(name, "")[:2000])
        _status(row, cell, errors.get(name, ""), plan)
    return rows


def _not_theirs(error, python):
    """Why an error may come from this machine and not from the answer, or ""."""
    here, theirs = sys.version_info[:2], re.match(r"(\d+)\.(\d+)", python)
    if error.startswith("ModuleNotFoundError: No module named"):
        return f"{error.removeprefix('ModuleNotFoundError: ')} where it was graded"
    if error.startswith("SyntaxError") and theirs and tuple(map(int, theirs.groups())) > here:
        return f"it was written with Python {theirs[0]} and graded with {here[0]}.{here[1]}"
    return ""


def _row(cell, **more):
    return dict(score=0.0, max=float(cell.points), status="graded", mistake="", verdicts=[]) | more


def _read_by_a_person(cell, plan):
    text = course.plain("\n".join(plan.shown.get(cell.name, [])))
    return _row(cell, status=MANUAL) if text not in ("", course.plain(cell.released)) else _row(cell, mistake="no answer")


def _status(row, cell, error, plan):
    """What a row says: the mistake, and what a person should look at."""
    if cell.kind == "check":
        wrong = [v["mistake"] or v["message"] for v in row["verdicts"] if not v["ok"]]
        if wrong:
            row["mistake"] = error or "; ".join(wrong)
        elif not row["verdicts"]:
            row["status"] = f"broken: {error or row.pop('why', 'it could not be checked')}"
    row.pop("why", None)
    if doubts := plan.doubts.get(cell.name):
        if row["score"] < row["max"] or cell.kind == "text":
            row["status"] = f"{MANUAL} ({'; '.join(doubts)})"
        else:
            row["status"] += f" ({'; '.join(doubts)})"
    elif row["status"] == "graded" and plan.remarks.get(cell.name):
        row["status"] += f" ({'; '.join(plan.remarks[cell.name])})"


def _elsewhere(graded, exercise, plan, facts, row):
    """Whether an answer looks empty while another cell gives its names."""
    name = graded.removesuffix("-check")
    if row["score"] >= row["max"] or name not in exercise.cells:
        return False
    wanted = course.given_names(exercise.cells[name].source)
    return any(step.what == "learner" and not step.name and wanted & set(facts.get(step.source, {}).get("names", ()))
               for step in plan.steps)  # fmt: skip


def _check(exercise, name, session, world, read, seconds):
    """Run a check cell of the course on what the notebook has made."""
    cell, marks = exercise.cells[name], Marks()
    (code, used), names = course.compiled(cell), dict(world, marks=marks)
    with session.check(seconds) as over:
        try:
            alarm = _alarm(seconds, lambda: over() and not session.asking)
            with alarm, contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for wanted in sorted(used & exercise.answers()):
                    names[wanted] = session.get(wanted, read)
                exec(code, names)
        except TooLong:
            pass
        except Exception as error:
            if not over():
                return _row(cell, why=" ".join(f"{type(error).__name__}: {error}".split())[:300])
        if over():  # what was broken off somewhere is no verdict
            return _row(cell, why=STOPPED["it did not come to an end in time"])
    return _row(cell, score=marks.points, verdicts=marks.verdicts)


@contextlib.contextmanager
def _alarm(seconds, due):
    """TooLong in these lines where it is due, from so many seconds on each second: the checks catch much."""

    def ring(*_):
        if due():
            raise TooLong

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_worlds = {}


def _given(exercise):
    """What the cells that the course has given make on the trusted side: once for each exercise."""
    key = exercise.name, hash(exercise.texts)
    if key not in _worlds:
        world = {"__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for cell in exercise.cells.values():
                if cell.kind == "given":
                    exec(course.compiled(cell)[0], world)
        _worlds[key] = world
    return _worlds[key]
