"""Grading on a Dask cluster: the results of one machine, also when a worker is lost."""

import os
import pathlib
import signal
import sys
import threading

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed: exercises cannot be made or graded")
distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed: pip install --editable '.[cluster]'")

ROOT = pathlib.Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

from grading import run  # noqa: E402
from test_grading import boxed, hand_in, tiny  # noqa: E402

pytestmark = [boxed, pytest.mark.filterwarnings("ignore")]


def test_a_cluster_gives_the_same_and_loses_nothing(tmp_path):
    source, folder = tmp_path / "solutions", tmp_path / "in"
    hand_in(source, "tiny", tiny(), "tiny.ipynb")
    for i in range(12):
        hand_in(folder, f"student {i:02}", tiny(f"import time\ntime.sleep(0.3)\nnumber = {i} % 3"), "tiny/tiny.ipynb")
    one = run.grade(folder, tmp_path / "one", quiet=True, source=source, jobs=4)[0]
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        victim = next(iter(cluster.workers.values())).pid
        timer = threading.Timer(1.5, os.kill, (victim, signal.SIGKILL))
        timer.start()
        two = run.grade(folder, tmp_path / "two", quiet=True, source=source, scheduler=cluster.scheduler_address, kind="")[0]
        timer.join()
    assert two == one and [row["score"] for row in one] == [0.0, 0.0, 2.0] * 4
