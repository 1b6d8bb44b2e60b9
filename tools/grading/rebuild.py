"""Put a notebook that was handed in back into the order in which it is graded, from the types and sources of its cells alone.

Each cell that nbgrader knows is found by its name, by its id, or by its text; each answer also by the names that it gives.
What is missing is put back: an answer as early as possible, so that it overwrites nothing, a check as late as possible.
"""

from typing import NamedTuple

from .course import given_names, plain


class Step(NamedTuple):
    """One thing to do: run a cell that is "given" or the "learner"'s, try a "check", look at a "text", check again "late"."""

    what: str
    name: str  # of the cell of the course, or ""
    source: str = ""
    cell: int = -1  # its place in the notebook


class Plan(NamedTuple):
    """What to do, and what a person should know of each question: {name of the graded cell: sentences}."""

    steps: list
    doubts: dict
    remarks: dict
    shown: dict  # {name of the graded cell: sources of all cells of the answer}
    label: dict  # {place in the notebook: name}


def rebuild(cells, exercise, facts):
    """The plan for a notebook.

    cells : dicts with type, source, name (nbgrader's) and id. facts : what the box said of each source, {source: facts}.
    """
    doubts, remarks = {}, {}
    label = _labels(cells, exercise, doubts)
    _by_names(cells, exercise, facts, label, remarks)
    order = list(exercise.cells)
    place = {name: i for i, name in label.items()}
    steps, late = [], {}
    for name, cell in exercise.cells.items():  # what is missing and belongs to the front
        if name not in place and (cell.kind == "given" and name == order[0] or cell.kind == "answer"):
            steps.append(Step("given" if cell.kind == "given" else "learner", name, cell.released))
    missing = [name for name in order if name not in place and not any(step.name == name for step in steps)]
    for i in _in_order(cells, exercise, label, place):
        raw, name = cells[i], label.get(i)
        if name is None:
            if raw["type"] == "code" or _was_code(raw, facts):
                steps.append(Step("learner", "", raw["source"], i))
            continue
        before = [n for n in missing if order.index(n) < order.index(name) and _question(n) != _question(name)]
        steps += [_step(exercise, n) for n in before]
        missing = [n for n in missing if n not in before]
        for question in [q for q in late if _question(q) != _question(name)]:
            steps.append(late.pop(question))
        steps.append(_step(exercise, name, raw["source"], i))
        if exercise.cells[name].kind == "check":
            late[name] = Step("late", name)
    steps += [_step(exercise, name) for name in missing] + list(late.values())
    steps = _helped(steps, cells, exercise, place, doubts)
    steps += _elsewhere(cells, exercise, facts, label, place)
    shown = {cell.name: _shown(cell, cells, exercise, facts, label, place) for cell in exercise.questions()}
    _loose_text(cells, exercise, label, place, doubts)
    return Plan(steps, doubts, remarks, shown, label)


def _in_order(cells, exercise, label, place):
    """The places of the cells in the order in which they are run: as they stand, but what the course has given not behind what
    comes after it in the course, and a check not before its answer."""
    rank = {name: i for i, name in enumerate(exercise.cells)}
    moved = {label[i]: i for i in label if exercise.cells[label[i]].kind != "text"}

    def key(i):
        name = label.get(i)
        kind = exercise.cells[name].kind if name else ""
        first = min([i] + [j for other, j in moved.items() if rank[other] > rank[name]]) if kind == "given" else i
        last = max(i, place.get(_question(name), i)) if kind == "check" else i
        return (first, -1) if first < i else (last, 1) if last > i else (i, 0)

    return sorted(range(len(cells)), key=key)


def _elsewhere(cells, exercise, facts, label, place):
    """Where an answer is as it was handed out, and cells of the learner's give all its names: these once more, and its check."""
    for name, cell in exercise.cells.items():
        if cell.kind != "answer" or (name in place and not _untouched(cells[place[name]], cell)):
            continue
        wanted, gives = given_names(cell.source), lambda raw: set(facts.get(raw["source"], {}).get("names", ()))
        givers = [i for i, raw in enumerate(cells) if i not in label and wanted & gives(raw)]
        if wanted and wanted <= set().union(*(gives(cells[i]) for i in givers)):
            yield from (Step("learner", "", cells[i]["source"], i) for i in givers)
            yield Step("late", f"{name}-check")


def _untouched(raw, cell):
    return plain(raw["source"]) in ("", plain(cell.released))


def _step(exercise, name, source="", i=-1):
    kind = exercise.cells[name].kind
    return Step("learner" if kind == "answer" else kind, name, exercise.cells[name].source if kind == "given" else source, i)


def _question(name):
    return name.removesuffix("-check")


def _was_code(raw, facts):
    """A cell whose type was changed by a key, and whose text is code with a def."""
    return raw["type"] != "code" and bool(facts.get(raw["source"], {}).get("defs"))


def _labels(cells, exercise, doubts):
    """{place: name} of the cells that the course knows, each name once."""
    found = {}
    ids = {cell.id: name for name, cell in exercise.cells.items() if cell.id}
    texts = {plain(cell.released): name for name, cell in exercise.cells.items() if cell.released}
    for key in (lambda raw: raw["name"] if raw["name"] in exercise.cells else None, lambda raw: ids.get(raw["id"])):
        new = {}
        for i, raw in enumerate(cells):
            name = key(raw)
            if name and name not in found.values() and i not in found:
                new.setdefault(name, []).append(i)
        for name, places in new.items():
            found[_one(name, places, cells, exercise, doubts)] = name
    for i, raw in enumerate(cells):
        name = texts.get(plain(raw["source"]))
        if name and name not in found.values() and i not in found:
            found[i] = name
    return found


def _one(name, places, cells, exercise, doubts):
    """Which of several cells with one name counts: the last that was worked on, as in nbgrader."""
    worked = [i for i in places if not _untouched(cells[i], exercise.cells[name])]
    if exercise.cells[name].kind in ("answer", "text") and len({plain(cells[i]["source"]) for i in worked}) > 1:
        graded = name if exercise.cells[name].kind == "text" else f"{name}-check"
        doubts.setdefault(graded, []).append(f"there are {len(worked)} different answers; the last one was taken")
    return (worked or places)[-1]


def _by_names(cells, exercise, facts, label, remarks):
    """An answer that has lost its name is known by the names that it gives."""
    for name, cell in exercise.cells.items():
        if cell.kind == "answer" and name not in label.values():
            wanted = given_names(cell.source)
            fits = [
                i
                for i, raw in enumerate(cells)
                if i not in label and wanted <= set(facts.get(raw["source"], {}).get("names", ()))
            ]
            limit = [i for i, other in label.items() if other == f"{name}-check"]
            fits = [i for i in fits if not limit or i < limit[0]] or fits
            if fits:
                label[fits[-1]] = name
                remarks.setdefault(f"{name}-check", []).append("the answer was found by its names")


def _helped(steps, cells, exercise, place, doubts):
    """Lines that a learner wrote into a check cell: they are run if the answer is empty, and a person is told."""
    out = []
    for step in steps:
        if step.what == "check" and step.cell >= 0:
            ours, mine = exercise.cells[step.name].released.splitlines(), step.source.splitlines()
            kept = {line.strip() for line in ours}
            more = [line for line in mine if line.strip() and line.strip() not in kept]
            answer = place.get(_question(step.name))
            empty = answer is None or _untouched(cells[answer], exercise.cells[_question(step.name)])
            if more and empty:
                doubts.setdefault(step.name, []).append("the check cell was changed and the answer above it is empty")
                text = "\n".join(mine)
                rest = text.replace("\n".join(ours), "")
                out.append(Step("learner", "", rest if rest != text else text, step.cell))
        out.append(step)
    return out


def _shown(graded, cells, exercise, facts, label, place):
    """All cells of an answer: its own, and those of the learner's that give one of its names beside it."""
    if graded.kind == "text":
        return [cells[place[graded.name]]["source"]] if graded.name in place else []
    name = _question(graded.name)
    wanted = given_names(exercise.cells[name].source) if name in exercise.cells else set()
    first, last = place.get(name, -1), place.get(graded.name, len(cells))
    fits = [
        i for i, raw in enumerate(cells)
        if label.get(i) == name or (i not in label and first < i < last and raw["type"] == "code" and raw["source"].strip()
        and (wanted & set(facts.get(raw["source"], {}).get("names", ())) or _between(i, name, label)))
    ]  # fmt: skip
    return [cells[i]["source"] for i in fits]


def _between(i, name, label):
    """Whether a cell lies right behind an answer, with nothing of the course in between."""
    before = [j for j in label if j < i]
    return bool(before) and label[max(before)] == name


def _loose_text(cells, exercise, label, place, doubts):
    """Text of the learner's own beside an empty answer."""
    for graded in exercise.questions():
        if graded.kind != "text":
            continue
        at = place.get(graded.name)
        if at is not None and not _untouched(cells[at], graded):
            continue
        texts = [raw["source"] for i, raw in enumerate(cells) if i not in label and raw["type"] != "code"]
        own = [text for text in texts if plain(text) not in exercise.texts and len(text.split()) >= 5]
        if own:
            said = " ".join(own[-1].split())[:80]
            doubts.setdefault(graded.name, []).append(f"the answer is empty, and there is text in a cell of its own: “{said}”")
