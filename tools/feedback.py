"""The feedback page of one student: marks, the mistake by its name, two hints. No test, no solution, and nothing is run by it."""

from html import escape

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color-scheme: light dark }
section { border-left: 4px solid #0072B2; padding: .2em 1em; margin: 1.5em 0 }
section.right { border-color: #009E73 } section.wrong { border-color: #D55E00 }
h3 { margin: 0 } p, ul { margin: .3em 0 } pre { overflow-x: auto; padding: .5em; border: 1px solid #8888; tab-size: 4 }
.marks { float: right; font-weight: 600 }
"""


def page(student, rows):
    """HTML for a student and the rows of `grade`, in their order."""
    parts = []
    for name in dict.fromkeys(row["assignment"] for row in rows):
        mine = [row for row in rows if row["assignment"] == name]
        waiting = " so far: a person will read the rest" if any(row["status"].startswith("needs") for row in mine) else ""
        parts.append(f"<h2>{escape(name)}</h2><p>{_number(mine, 'score')} of {_number(mine, 'max')} points{waiting}.</p>")
        parts += map(question, mine)
    title = f"Feedback for {escape(student)}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1>{''.join(parts)}</body></html>\n"
    )


def question(row):
    status, said = row["status"], "".join(map(verdict, row["verdicts"]))
    if status.startswith("broken"):
        said = f"<p>This could not be graded. {_sentence(status.removeprefix('broken: '))}</p>"
    elif status.startswith("not submitted"):
        said = "<p>Nothing was handed in.</p>"
    elif status.startswith("needs"):
        said = "<p>A person will read this answer.</p>"
    elif not said:
        said = f"<p>{_sentence(row['mistake'] or status)}</p>"
    kind = "right" if row["score"] == row["max"] else "wrong" if not status.startswith("needs") else "open"
    answer = f"<details><summary>Your answer</summary><pre>{escape(row['answer'])}</pre></details>" if row["answer"] else ""
    marks = f"{_number([row], 'score')} of {_number([row], 'max')}" if kind != "open" else f"– of {_number([row], 'max')}"
    return f'<section class="{kind}"><span class="marks">{marks}</span><h3>{escape(row["title"])}</h3>{said}{answer}</section>'


def verdict(facts):
    """One verdict as `optlab.marks` stored it. All of it is escaped: a submission could have forged it."""
    mark = "✓" if facts["ok"] else "✗"
    hints = "".join(f"<li>{escape(str(hint))}</li>" for hint in facts.get("hints", ()))
    hints = f"<ul>{hints}</ul>" if hints else ""
    return f"<p><strong>{mark} {escape(str(facts['headline']))}</strong><br>{escape(str(facts['message']))}</p>{hints}"


def _sentence(text):
    text = escape(text[:1].upper() + text[1:])
    return text if text.endswith((".", "!", "?")) else text + "."


def _number(rows, key):
    return f"{sum(row[key] for row in rows):g}"
