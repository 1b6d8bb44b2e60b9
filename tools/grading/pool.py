"""Run tasks on this machine: some processes at a time, and those that only wait do not hold up the others."""

import queue
import threading
import time
from types import SimpleNamespace

from . import limits
from .course import ROOT, stripped
from .worker import Worker

SLOW = 4.0  # seconds after which a task that only waits gets out of the way: another one starts beside it
LANES = 8  # processes for each that was asked for, at most


def run(tasks, jobs=1):
    """(i, result) of each task, as they come. A result is what `task.grade` gives, or {"error": why}."""
    tasks = [dict(task, package=str(stripped())) for task in tasks]
    todo, done, busy, threads = queue.SimpleQueue(), queue.SimpleQueue(), {}, []
    for item in enumerate(tasks):
        todo.put(item)
    over = threading.Event()

    def slow():
        """How many tasks only wait."""
        return sum(task.waits for task in list(busy.values()))

    def look():
        """Which tasks have used next to no processor time since they were looked at last."""
        now = time.monotonic()
        for task in list(busy.values()):
            if now - task.since > SLOW and now - task.seen > 1:
                used = limits.used(task.worker.process.pid)
                task.waits = task.seen > task.since and used - task.used < 0.02 * (now - task.seen)
                task.seen, task.used = now, used

    def work():
        me, worker = threading.get_ident(), Worker(str(ROOT))
        workers.append(worker)
        try:
            while not over.is_set():
                if sum(thread.is_alive() for thread in threads) - slow() > jobs:
                    return  # the slow ones are through
                i, task = todo.get_nowait()
                busy[me] = SimpleNamespace(worker=worker, since=time.monotonic(), seen=0.0, used=0.0, waits=False)
                result = worker.do(task)
                busy.pop(me, None)
                done.put((i, result))
                if "error" in result or not worker.alive():
                    worker.close()
                    worker = Worker(str(ROOT))
                    workers.append(worker)
        except queue.Empty:
            pass
        finally:
            worker.close()

    def start():
        threads.append(threading.Thread(target=work, daemon=True))
        threads[-1].start()

    left, workers = len(tasks), []
    try:
        while left:
            look()
            running = sum(thread.is_alive() for thread in threads)
            if not todo.empty() and running < jobs * LANES and running - slow() < jobs:
                start()
                continue
            try:
                yield done.get(timeout=0.2)
                left -= 1
            except queue.Empty:
                pass
    finally:
        over.set()
        for worker in workers:
            if worker.alive():
                worker.process.kill()
        for thread in threads:
            thread.join(5)
