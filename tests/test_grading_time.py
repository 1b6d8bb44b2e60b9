"""Grading and time: what else the machine does decides nothing, and an answer that comes late is nobody's."""

import json
import os
import pathlib
import subprocess
import sys
import time

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed: exercises cannot be made or graded")
ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from grading import box, course, limits, task, wire  # noqa: E402
from grading.session import Session  # noqa: E402

from optlab.run.guard import TooLong  # noqa: E402

NO_BOX = "" if sys.platform != "linux" else box.works("bwrap")
boxed = pytest.mark.skipif(bool(NO_BOX) or sys.platform != "linux", reason=f"no box here: {NO_BOX or sys.platform}")

HEAD = "def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):\n    sys.calls += 1\n"
HALF = "    v = mu * v - lr * g\n    return dict(v=v, x=x + 1.01 * v)"  # one of two lines is right: half the points


def graded(momentum, seconds):
    """{question: row} of the solved exercise with another answer to one question."""
    cells = []
    for cell in json.loads((ROOT / "solutions" / "04_momentum" / "04_momentum.ipynb").read_text("utf-8"))["cells"]:
        name, source = cell["metadata"].get("nbgrader", {}).get("grade_id"), "".join(cell["source"])
        source = f"import sys, time\n\nsys.calls = 0\n\n\n{momentum}" if name == "implement-momentum" else source
        cells.append(dict(type=cell["cell_type"], source=source, name=name, id=cell.get("id", "")))
    settings = dict(kind="bwrap", package=str(course.stripped()), seconds=seconds, budget=4 * seconds)
    return task.grade(settings | dict(exercise="04_momentum", cells=cells))["questions"]


@boxed
@pytest.mark.parametrize("load", [0.0, 1000.0])
def test_a_busy_machine_gives_a_slow_answer_no_more_time(load, monkeypatch):
    """It sleeps for longer than a check may take, and for less than five times as long."""
    monkeypatch.setattr(os, "getloadavg", lambda: (load, load, load), raising=False)
    rows = graded(f"{HEAD}    time.sleep(0.013)\n{HALF}", 2)
    assert (rows["implement-momentum-check"]["score"], rows["implement-momentum-check"]["verdicts"]) == (0, [])
    assert graded(HEAD + HALF, 5)["implement-momentum-check"]["score"] == 1.5


@boxed
def test_a_check_that_was_broken_off_counts_for_nothing():
    """All that is compared is there in time; what comes then is not, and the checker takes it as it is."""
    late = "    time.sleep(0.3 * (sys.calls > 140))\n" + HALF.replace("1.01", "(1 + 1e-3 * sys.calls)")
    row = graded(HEAD + late, 2)["implement-momentum-check"]
    assert (row["score"], row["verdicts"]) == (0, []) and "did not come to an end in time" in row["status"]


@boxed
def test_a_slow_answer_costs_the_next_question_nothing():
    """Its check is over while the box still computes: what it then says is no answer to what it is asked next."""
    rows = graded(f"{HEAD}    time.sleep(0.3)\n{HALF}", 1)
    assert (rows["implement-momentum-check"]["score"], rows["implement-average-check"]["score"]) == (0, 3)


@boxed
@pytest.mark.parametrize("stop", [TooLong, KeyboardInterrupt, wire.Lost])
def test_no_answer_is_taken_for_that_to_another_question(stop, monkeypatch):
    """Whatever breaks a question off, the box that has heard it is asked no more."""
    session = Session("bwrap", course.stripped(), "", 30, 600)

    def broken(*_):
        raise stop

    try:
        session.run("<cell 1>", "a, b = 1, 2")
        with monkeypatch.context() as change, pytest.raises(stop):
            change.setattr(wire.Wire, "receive", broken)
            session.ask(dict(op="get", name="a"), 5)
        assert (session.get("b"), session.get("a")) == (2, 1)
    finally:
        session.close()


def test_who_reads_nothing_stops_nobody():
    come, go = os.pipe()
    try:
        began = time.monotonic()
        with pytest.raises(wire.Lost, match="come to an end"):
            wire.Wire(come, go, None).ask({"text": "?" * 1_000_000}, 0.2)
        assert time.monotonic() - began < 5
    finally:
        os.close(come), os.close(go)


def test_who_asks_without_end_comes_to_an_end():
    """Though there is always something to read."""
    (come, theirs), (ours, go) = os.pipe(), os.pipe()
    line = sys.executable, "-c", "import os\nwhile True: os.write(1, b'{\"op\": 1}\\n'), os.read(0, 1 << 16)"
    with subprocess.Popen(line, stdin=come, stdout=go) as other:
        with pytest.raises(wire.Lost, match="come to an end"):
            wire.Wire(ours, theirs, lambda message: {}).ask({}, 0.5)
        other.kill()
    for end in (come, theirs, ours, go):
        os.close(end)


# The clock


def test_the_clock_leaves_out_what_was_spent_waiting_for_a_processor(monkeypatch):
    now, waits = [100.0], {"self": 7.0, 5: 2.0}
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(limits, "waited", lambda pid: waits[pid])
    clock = limits.Clock()
    clock.box = 5
    now[0] += 10
    assert clock() == pytest.approx(8)  # the box has waited 2 s while it began
    now[0], waits["self"], waits[5] = now[0] + 10, 12.0, 4.0
    assert clock() == pytest.approx(11)
    waits[5] = 0.0  # it has ended
    now[0] += 1
    assert clock() == pytest.approx(12)
    now[0], waits["self"] = now[0] + 79, 500.0
    assert clock() == pytest.approx(100 / limits.MOST)  # everything comes to an end
    waits["self"] = 7.0
    assert clock() >= 100 / limits.MOST  # and it never goes back


@pytest.mark.skipif(not os.path.exists("/proc/self/schedstat"), reason="no waits are told here")
def test_beside_another_on_one_processor_the_clock_goes_as_the_work():
    """A process that computes takes by the clock what it takes of the processor, however many others want it."""
    where = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(where)})
    other = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        time.sleep(0.3)  # until it runs
        clock, began = limits.Clock(), time.process_time()
        wall = time.monotonic()
        while time.process_time() - began < 0.4:
            pass
        worked, wall = time.process_time() - began, time.monotonic() - wall
        time.sleep(0.02)
        assert wall > 1.3 * worked and 0.8 * worked < clock() < worked + 0.3 * wall
    finally:
        other.kill(), other.wait()
        os.sched_setaffinity(0, where)
