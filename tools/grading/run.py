"""Grade a folder of submissions: what is new is graded, each result is kept as a file, and all else is made from these files."""

import os
from pathlib import Path

from tqdm import tqdm

from . import collect, course, gradebook, pool, similar, table
from .box import IMAGE
from .files import alone, write
from .notebook import autograded
from .results import Results


@alone
def grade(folder, to="grading", only=(), seconds=30, again=False, quiet=False, source=course.SOURCE, jobs=1, kind="bwrap",
          image=IMAGE, scheduler=""):  # fmt: skip
    """Grade every submission in a folder.

    Returns the rows of grades.csv, one for each question of each student, whatever was handed in; sentences for the teacher; and
    those on notebooks that are alike.
    """
    root = Path(to).resolve()
    exercises = {name: course.exercise(name, source) for name in only or course.names(source)}
    everyone, work, asked, said = collect.everything(folder, exercises, only)
    results = Results(root / "results", source, work)
    by_hand, more = gradebook.by_hand(root, results.answer)
    todo = results.missing(again)

    def rows(student):
        for name in asked:
            found, result = work.get((student, name)), results.graded.get((student, name), {})
            yield from table.rows(student, exercises[name], found, result, by_hand)

    tables = table.Tables(root, everyone, rows)
    settings = dict(kind=kind, image=image, seconds=seconds, budget=4 * seconds, source=str(source))
    tasks = [settings | dict(exercise=name, cells=list(found.cells), python=found.python) for (_, name), found in todo]
    with tqdm(total=len(tasks), unit="notebook", disable=quiet or not tasks) as bar:
        for i, result in _graded(tasks, jobs, scheduler, source):
            (student, name), found = todo[i]
            results.add(student, name, result)
            if "error" not in result:
                write(root / "autograded" / student.id / name / f"{name}.ipynb", autograded(found.cells, exercises[name], result))
            tables.write(student)
            bar.set_postfix_str(f"{student.name[:30]}, {name}")
            bar.update()
    every = tables.end()
    said = list(dict.fromkeys([*said, *more, *gradebook.update(root, every, by_hand, source)]))
    alike = list(similar.report(work, exercises))
    for name, lines in (("similar", alike), ("notes", said)):
        write(root / f"{name}.txt", "".join(f"{line}\n" for line in lines))
    return every, said, alike


def _graded(tasks, jobs, scheduler, source):
    """(i, result) of each task, as they come: from this machine, or from a cluster."""
    if scheduler:
        from . import cluster

        return cluster.run(tasks, scheduler, source)
    return pool.run(tasks, jobs)


def summary(rows, said, alike, to):
    """What the teacher reads at the end, line by line."""
    for kind in ("broken", "not submitted", table.MANUAL):
        if count := sum(row["status"].startswith(kind) for row in rows):
            yield f"{count} of {len(rows)} answers: {kind}"
    yield from said[:10]
    if len(said) > 10:
        yield f"… and {len(said) - 10} more: {Path(to) / 'notes.txt'}"
    yield from alike[:5]
    yield f"Results: {Path(to) / 'grades.csv'}, {Path(to) / 'totals.csv'} and {Path(to) / 'feedback'}{os.sep}"
