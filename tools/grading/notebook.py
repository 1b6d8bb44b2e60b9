"""The notebook as it was graded, for nbgrader's Formgrader: the learner's cells, and under each check what was found."""

import json

META = dict(schema_version=3, grade=False, locked=False, solution=False, task=False)


def autograded(cells, exercise, result):
    """The text of the file."""
    questions, labels = result["questions"], {int(i): name for i, name in result["labels"].items()}
    out = [_cell(cell, f"cell-{i}", exercise.cells.get(labels.get(i)), questions) for i, cell in enumerate(cells)]
    missing = [cell for name, cell in exercise.cells.items() if name not in labels.values()]
    out += [
        _cell(dict(type="markdown" if cell.kind == "text" else "code", source=cell.released), f"back-{i}", cell, questions)
        for i, cell in enumerate(missing)
    ]
    kernel = dict(name="python3", display_name="Python 3 (ipykernel)", language="python")
    return json.dumps(dict(cells=out, metadata=dict(kernelspec=kernel), nbformat=4, nbformat_minor=5), indent=1)


def _cell(cell, id_, ours, questions):
    kind = ("markdown" if ours.kind == "text" else "code") if ours else cell["type"]
    made = dict(cell_type=kind, id=id_, metadata={}, source=cell["source"])
    if ours:
        facts = dict(META, grade_id=ours.name, grade=ours.kind in ("check", "text"), solution=ours.kind in ("answer", "text"),
                     locked=ours.kind in ("check", "given"))  # fmt: skip
        made["metadata"] = {"nbgrader": facts | ({"points": ours.points} if facts["grade"] else {})}
        if ours.kind in ("check", "given"):
            made["source"] = ours.released
    if kind == "code":
        made |= dict(outputs=_outputs(questions.get(ours.name) if ours else None), execution_count=None)
    return made


def _outputs(question):
    if not question:
        return []
    text = "\n".join(f"{'✓' if v['ok'] else '✗'} {v['headline']}\n{v['message']}" for v in question["verdicts"])
    return [dict(output_type="stream", name="stdout", text=f"{text or question['status']}\n{question['score']:g} points\n")]
