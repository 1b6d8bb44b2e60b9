"""The feedback page of one student: one file that opens offline. Points, what is wrong, what the lines do, the answer itself.

No test and no solution stands in it, nothing is run by it, and all that a submission could have written is escaped.
"""

from html import escape

RULE = (
    "A function that is not right keeps the share of its lines that are. "
    "Code that was handed out half right counts when it is repaired."
)
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color-scheme: light dark }
section { border-left: 4px solid #0072B2; padding: .2em 1em; margin: 1.5em 0 }
section.right { border-color: #009E73 } section.wrong { border-color: #D55E00 }
h3 { margin: 0 } p, ul { margin: .3em 0 } pre { overflow-x: auto; padding: .5em; border: 1px solid #8888; tab-size: 4 }
.marks { float: right; font-weight: 600 } .rule { opacity: .75 }
table { border-collapse: collapse } td { padding: 0 1em 0 0 }
@media print { details { display: block } }
"""


def page(student, rows):
    """HTML for a student and their rows, in their order."""
    parts = []
    for name in dict.fromkeys(row["assignment"] for row in rows):
        mine = [row for row in rows if row["assignment"] == name]
        waiting = "; a person will read the rest" if any(row["status"].startswith("needs") for row in mine) else ""
        parts.append(f"<h2>{escape(name)}</h2><p>{_number(mine, 'score')} of {_number(mine, 'max')} points{waiting}.</p>")
        parts += map(question, mine)
    title = f"Feedback for {escape(student)}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1>{''.join(parts)}"
        f'<p class="rule">{RULE}</p></body></html>\n'
    )


def question(row):
    """A question: points, verdicts, and the answer as it was handed in."""
    status, said = row["status"], "".join(map(verdict, row["verdicts"]))
    if status.startswith("broken"):
        said = f"<p>This could not be graded. {_sentence(status.removeprefix('broken: '))}</p>"
    elif status.startswith("not submitted"):
        said = "<p>Nothing was handed in.</p>"
    elif status.startswith("needs"):
        said += "<p>A person will read this answer.</p>"
    elif not said or row["mistake"] and not any(row["mistake"] in (v["mistake"], v["message"]) for v in row["verdicts"]):
        said = f"<p>{_sentence(row['mistake'] or status)}</p>" + said
    open_ = status.startswith("needs") and row["free"]
    kind = "open" if status.startswith("needs") else "right" if row["score"] == row["max"] else "wrong"
    mark = {"right": "✓ ", "wrong": "✗ ", "open": ""}[kind]
    answer = "".join(f"<pre>{escape(source[:20_000])}</pre>" for source in row["answer"])
    answer = f"<details><summary>Your answer</summary>{answer}</details>" if answer else ""
    printed = (
        f"<details><summary>What it printed</summary><pre>{escape(row['printed'])}</pre></details>" if row["printed"] else ""
    )
    marks = f"{mark}{'–' if open_ else _number([row], 'score')} of {_number([row], 'max')}"
    head = f'<section class="{kind}"><span class="marks">{marks}</span><h3>{escape(row["title"])}</h3>'
    return f"{head}{said}{answer}{printed}</section>"


def verdict(facts):
    """One verdict: what is wrong, two hints, and what each wrong line computes."""
    mark = "✓" if facts["ok"] else "✗"
    hints = "".join(f"<li>{escape(hint)}</li>" for hint in facts["hints"])
    rows = [line for line in facts["lines"] if len(line) == 3 and line[1]]
    lines = "".join(
        f"<tr><td>{escape(name)}</td><td><code>{escape(formula)}</code></td><td>{escape(f'line {n}') if n else ''}</td></tr>"
        for name, formula, n in rows
    )
    lines = f"<p>What your lines do:</p><table>{lines}</table>" if lines else ""
    head = f"<p><strong>{mark} {escape(facts['headline'])}</strong><br>{escape(facts['message'])}</p>"
    return head + lines + (f"<ul>{hints}</ul>" if hints else "")


def _sentence(text):
    text = escape(text[:1].upper() + text[1:])
    return text if text.endswith((".", "!", "?")) else text + "."


def _number(rows, key):
    return f"{round(sum(row[key] for row in rows), 2):g}"
