"""Grade what was handed in: submissions/<student>/<exercise>/<exercise>.ipynb.

    python tools/grade.py submissions            results in grading/
    python tools/grade.py submissions --to here  results in here/

Results: grades.csv, a row for each question; feedback/<student>.html; gradebook.db and autograded/ in nbgrader's own form.
The code of a submission runs on this machine with your rights: grade strangers' work in a container.
"""

import argparse
import csv
import logging
import re
import shutil
import sys
import time
import warnings
from pathlib import Path

import nbformat
from feedback import page
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from submissions import find, grade_id, students
from tqdm import tqdm
from traitlets import Integer

from exercises import ROOT, generate, names, settings
from optlab.feedback.marks import MIME

COLUMNS = ("student", "assignment", "question", "kind", "score", "max", "status", "mistake")
MANUAL = "needs manual grading"


class ExecuteAll(Execute):
    """nbgrader's Execute, which gets to the end: a dead kernel costs the cells from there on, not those before it."""

    budget = Integer(300, help="seconds for one notebook").tag(config=True)
    largest = 200_000  # characters of output kept from one cell

    def preprocess(self, nb, resources):
        self.end, self.lost = time.monotonic() + self.budget, ""
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, index):
        self.printed = 0
        if time.monotonic() > self.end and not self.lost:
            self.lost = f"the notebook took more than {self.budget} seconds"
        if not self.lost:
            try:
                return super().preprocess_cell(cell, resources, index)
            except DeadKernelError:
                self.lost = "the kernel died"
            except CellTimeoutError:
                self.lost = "the code could not be stopped"
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("error", ename="NotRun", evalue=self.lost, traceback=[])]
        return cell, resources

    def process_message(self, msg, cell, cell_index):
        content = msg["content"]
        self.printed += len(content.get("text", "")) + sum(len(str(value)) for value in content.get("data", {}).values())
        if self.printed > self.largest and msg["msg_type"] in ("stream", "display_data", "execute_result"):
            return None
        return super().process_message(msg, cell, cell_index)


class Course:
    """A folder in nbgrader's own layout, with a copy of the solutions, in which everything happens."""

    def __init__(self, root, only=(), timeout=30, source=ROOT / "solutions"):
        self.root = Path(root).resolve()
        self.root.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "nbgrader_config.py", self.root)
        only = only or names(source)
        self.changed = set()
        for name in only:
            mine, copied = (folder / name / f"{name}.ipynb" for folder in (Path(source), self.root / "solutions"))
            if copied.exists() and copied.read_bytes() != mine.read_bytes():
                self.changed.add(name)  # since the last time: what was graded is graded again
            shutil.copytree(Path(source) / name, self.root / "solutions" / name, dirs_exist_ok=True)
        generate(only, self.root, database=True)
        read = lambda name: nbformat.read(self.root / "exercises" / name / f"{name}.ipynb", as_version=4)  # noqa: E731
        self.exercises = {name: read(name) for name in only}
        config = settings(self.root)
        config.Execute.timeout = timeout
        config.Execute.extra_arguments = ["--log-level=40"]  # a kernel says nothing but errors into the progress bar
        steps = Autograde(coursedir=CourseDirectory(config=config)).autograde_preprocessors
        config.Autograde.autograde_preprocessors = [ExecuteAll if step is Execute else step for step in steps]
        self.nbgrader = NbGraderAPI(CourseDirectory(config=config), config=config)
        self.nbgrader.log.setLevel(logging.CRITICAL)

    def run(self, student, name, notebook, again=False):
        """Run one notebook and write its marks into the gradebook. Returns why it could not be graded, or ""."""
        path = self.root / "submitted" / student / name / f"{name}.ipynb"
        graded, text = self.graded(student, name), nbformat.writes(notebook)
        if not again and name not in self.changed and graded.exists() and path.exists() and path.read_text("utf-8") == text:
            return ""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader's own talk with its data base
            done = self.nbgrader.autograde(name, student)
        if done["success"] and graded.exists():
            return ""
        return (done.get("error") or done.get("log") or "nbgrader gave no reason").strip().splitlines()[-1]

    def graded(self, student, name):
        return self.root / "autograded" / student / name / f"{name}.ipynb"

    def rows(self, student, name):
        """One dict for each question of a graded notebook: the columns, and for the feedback the verdicts and the answer."""
        cells = {grade_id(cell): cell for cell in nbformat.read(self.graded(student, name), as_version=4).cells}
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as book:
            for question in self.questions(name):
                grade = book.find_grade(question["cell"], name, name, student)
                check, answer = cells[question["cell"]], cells.get(question["question"])
                facts = [o["data"][MIME] for o in check.get("outputs", []) if MIME in o.get("data", {})]
                wrong = [str(f["mistake"] or f["message"]) for f in facts if not f["ok"]]
                status, mistake = "graded", (_error(answer) or "; ".join(wrong)) if wrong else ""
                if grade.needs_manual_grade:  # also when an answer that has been read was handed in anew
                    status = MANUAL
                elif grade.manual_score is not None:
                    status = "graded by hand"
                elif check.cell_type == "markdown":
                    mistake = "no answer"
                elif not facts and (_error(check) or _error(answer)):
                    status = f"broken: {_error(answer) or _error(check)}"
                yield dict(question, score=round(grade.score, 2), status=status, mistake=mistake, verdicts=facts,
                           answer=answer.source if answer else "")  # fmt: skip

    def questions(self, name):
        """The questions of an exercise: a graded cell `implement-momentum-check`, or `explain-loss`, which a person reads."""
        title, empty = "", dict(score=0, status="", mistake="", verdicts=[], answer="")
        for cell in self.exercises[name].cells:
            if cell.cell_type == "markdown" and cell.source.startswith("## "):
                title = cell.source.splitlines()[0].removeprefix("## ")
            if grade_id(cell) and cell.metadata["nbgrader"]["grade"]:
                question = grade_id(cell).removesuffix("-check")
                facts = dict(assignment=name, question=question, kind=question.partition("-")[0], title=title)
                yield dict(facts, cell=grade_id(cell), max=cell.metadata["nbgrader"]["points"], **empty)

    def none(self, name, status):
        return [dict(question, status=status) for question in self.questions(name)]


# How nbgrader and ExecuteAll name what ended a cell from outside.
STOPPED = {
    "KeyboardInterrupt": "it did not come to an end in time: look for a loop that never stops",
    "CellTimeoutError": "it did not come to an end in time: look for a loop that never stops",
    "NotRun": "it was not run, because of an earlier cell",
}


def _error(cell):
    """The first error of a cell, in a line, or ""."""
    for output in cell.get("outputs", []) if cell else []:
        if output.output_type == "error":
            text = re.sub(
                r"\(\d+\.py, ", "(", f"{output.ename}: {output.evalue}".strip(": ").splitlines()[0]
            )  # a cell has no file
            return STOPPED.get(output.ename, text) + (f" ({output.evalue})" if output.ename == "NotRun" else "")
    return ""


def grade(folder, to="grading", only=(), timeout=30, again=False, quiet=False, source=ROOT / "solutions"):
    """Grade every submission in a folder. Returns the rows of grades.csv; one broken submission never stops the others."""
    everyone = students(folder)
    course = Course(to, only, timeout, source)
    handed_in = {student: find(path, course.exercises) for student, (_, path) in everyone.items()}
    asked = [name for name in course.exercises if only or any(name in found for found, _ in handed_in.values())]
    (course.root / "feedback").mkdir(exist_ok=True)
    table = []
    with tqdm(total=len(everyone) * len(asked), unit="notebook", disable=quiet) as bar:
        for student, (called, _) in everyone.items():
            found, strays = handed_in[student]
            rows = []
            for name in asked:
                bar.set_postfix_str(f"{called}, {name}")
                rows += _one(course, student, name, found.get(name), strays, again)
                bar.update()
            (course.root / "feedback" / f"{student}.html").write_text(page(called, rows), "utf-8")
            table += [dict(row, student=called) for row in rows]
    with open(course.root / "grades.csv", "w", newline="", encoding="utf-8-sig") as file:  # the mark lets Excel see the accents
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(dict(row, score="") if row["status"].startswith(MANUAL) else row for row in table)
    return table


def _one(course, student, name, found, strays, again):
    """The rows of one student and exercise."""
    if found is None:
        return course.none(name, f"broken: {'; '.join(strays)}" if strays else "not submitted")
    if found.broken:
        return course.none(name, f"broken: {found.broken}")
    try:
        why = course.run(student, name, found.notebook, again)
        rows = [] if why else list(course.rows(student, name))
    except Exception as error:  # whatever it is, the others are graded
        why = f"{type(error).__name__}: {error}".splitlines()[0]
    if why:
        return course.none(name, f"broken: {why}")
    return [dict(row, status=f"{row['status']} ({found.remark})") if found.remark else row for row in rows]


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Grade submissions/<student>/<exercise>/<exercise>.ipynb.")
    parser.add_argument("submissions", type=Path, help="the folder with one folder for each student")
    parser.add_argument("--to", default="grading", help="where the results go (default: grading)")
    parser.add_argument(
        "--only", nargs="+", default=(), choices=names(), metavar="EXERCISE", help="such as 04_momentum; default: all handed in"
    )
    parser.add_argument("--timeout", type=int, default=30, help="seconds that one cell may take (default: 30)")
    parser.add_argument("--again", action="store_true", help="run also what has not changed since the last time")
    given = parser.parse_args(arguments)
    if not given.submissions.is_dir() or not students(given.submissions):
        parser.error(f"{given.submissions} is not a folder with a folder for each student.")
    table = grade(given.submissions, given.to, given.only, given.timeout, given.again)
    for kind in ("broken", "not submitted", MANUAL):
        if count := sum(row["status"].startswith(kind) for row in table):
            print(f"{count} of {len(table)} answers: {kind}")
    print(f"Results: {Path(given.to) / 'grades.csv'} and {Path(given.to) / 'feedback'}")


if __name__ == "__main__":
    sys.exit(main())
