"""The tables: a row for each question, the sums of each student. No cell of them is a formula for a spreadsheet."""

import csv
import io

from .files import write

MANUAL = "needs manual grading"
COLUMNS = ("student", "assignment", "question", "kind", "score", "max", "status", "mistake")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def defused(value):
    """A text that a spreadsheet shows and does not run; numbers as they are."""
    if not isinstance(value, str):
        return value
    value = "".join(c if c.isprintable() else " " for c in value)
    return f"'{value}" if value.lstrip().startswith(FORMULA) else value


def grades(rows, path):
    """grades.csv. The mark at its beginning lets a spreadsheet see the accents."""
    table = [{c: defused(row[c]) for c in COLUMNS} for row in rows]
    write(path, _csv(COLUMNS, table), "utf-8-sig")


def totals(rows, path):
    """totals.csv: for each student the points in each exercise, their sum, and how many answers wait for a person."""
    assignments = list(dict.fromkeys(row["assignment"] for row in rows))
    table = []
    for student in dict.fromkeys(row["student"] for row in rows):
        mine = [row for row in rows if row["student"] == student]
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
