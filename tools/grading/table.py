"""The tables: a row for each question, the sums of each student. No cell of them is a formula for a spreadsheet."""

import csv
import io
import time

from .files import write
from .page import page
from .results import short

MANUAL = "needs manual grading"
COLUMNS = ("student", "assignment", "question", "kind", "score", "max", "status", "mistake")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EVERY = 0.5  # seconds between two new tables, while students come in


def rows(student, exercise, found, result, by_hand):
    """The rows of one student and exercise. found : what was handed in, or None; result : what came of it, {} if nothing yet."""
    status = _why_not(found, result)
    for cell in exercise.questions():
        name = cell.name.removesuffix("-check")
        row = dict(student=student.name, id=student.id, assignment=exercise.name, question=name, kind=name.partition("-")[0],
                   title=exercise.titles[cell.name], cell=cell.name, free=cell.kind == "text", score=0.0, max=float(cell.points),
                   status=status, mistake="", verdicts=[], answer=[], printed="", graded=not status, auto=None)  # fmt: skip
        if not status:
            _fill(row, result, found, by_hand.get((exercise.name, student.id, cell.name)))
        yield row


def _why_not(found, result):
    """Why there are no points yet, or ""."""
    if found is None:
        return "not submitted"
    if why := found.broken or result.get("error"):
        return f"broken: {why}"
    return "" if result else "not graded yet"


def _fill(row, result, found, by_hand):
    """What the machine found, and what a person gave."""
    facts = result["questions"][row["cell"]]
    row.update({key: facts[key] for key in ("score", "status", "mistake", "verdicts", "answer", "printed")})
    row["auto"] = None if row["free"] and row["status"].startswith(MANUAL) else row["score"]
    if found.doubt:
        row["status"] = f"{MANUAL} ({found.doubt})"
    if by_hand:
        points, was, _ = by_hand
        row["score"] = points
        if was == short(result, row["cell"]):
            row["status"] = "graded by hand"
        else:
            row["status"] = f"{MANUAL} (handed in anew; a person gave {points:g} for the last answer)"
    if found.remark:
        row["status"] += f" ({found.remark})"


class Tables:
    """The pages and the tables, written as students come in; the tables not more than twice a second."""

    def __init__(self, root, students, rows):
        self.root, self.rows, self.last = root, rows, 0.0
        self.made = {student: list(rows(student)) for student in students}
        self.write(*students)

    def write(self, *students):
        """Make the rows and the page of these students anew."""
        for student in students:
            self.made[student] = list(self.rows(student))
            write(self.root / "feedback" / f"{student.id}.html", page(student.name, self.made[student]))
        if time.monotonic() - self.last > EVERY:
            self.end()

    def end(self):
        """All rows, and the tables of them."""
        every = [row for made in self.made.values() for row in made]
        grades(every, self.root / "grades.csv")
        totals(every, self.root / "totals.csv")
        self.last = time.monotonic()
        return every


def defused(value):
    """A text that a spreadsheet shows and does not run; numbers as they are."""
    if not isinstance(value, str):
        return value
    value = "".join(c if c.isprintable() else " " for c in value)
    return f"'{value}" if value.lstrip().startswith(FORMULA) else value


def grades(every, path):
    """grades.csv. The mark at its beginning lets a spreadsheet see the accents."""
    table = [{c: defused(row[c]) for c in COLUMNS} for row in every]
    write(path, _csv(COLUMNS, table), "utf-8-sig")


def totals(every, path):
    """totals.csv: for each student the points in each exercise, their sum, and how many answers wait for a person."""
    assignments, students, table = list(dict.fromkeys(row["assignment"] for row in every)), {}, []
    for row in every:
        students.setdefault(row["student"], []).append(row)
    for student, mine in students.items():
        points = {name: round(sum(row["score"] for row in mine if row["assignment"] == name), 2) for name in assignments}
        most, waiting = sum(row["max"] for row in mine), sum(row["status"].startswith(MANUAL) for row in mine)
        table.append(
            {"student": defused(student), **points, "total": round(sum(points.values()), 2), "max": most, "to read": waiting}
        )
    write(path, _csv(("student", *assignments, "total", "max", "to read"), table), "utf-8-sig")


def _csv(columns, table):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue()
