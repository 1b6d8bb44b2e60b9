"""The same tasks on a Dask cluster. The course goes with them, so that a worker needs Python, numpy, dask.distributed and a box.

Results are those of one machine. What a lost worker had in hand is done again by another; with no worker left, here.
"""

import io
import os
import sys
import zipfile
from pathlib import Path

from . import pool
from .course import ROOT, stripped

SENT = ("optlab", "tools")


def bundle(source):
    """The course as the bytes of a zip: the package, what grades, the solutions, and the package as it lies in the box."""
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in SENT:
            for path in sorted((ROOT / folder).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    archive.write(path, path.relative_to(ROOT))
        for path in sorted(Path(source).glob("*/*.ipynb")):
            archive.write(path, Path("solutions") / path.relative_to(source))
        for path in sorted(stripped().rglob("*.py")):
            archive.write(path, Path("box") / path.relative_to(stripped()))
    return text.getvalue()


def plugin(data):
    """What each worker of the cluster does once: it unpacks the course, and keeps processes that grade."""
    from distributed import WorkerPlugin

    class Course(WorkerPlugin):
        name = "optlab-course"

        def __init__(self, data):
            self.data = data

        def setup(self, worker):
            import compileall
            import io
            import sys
            import tempfile
            import zipfile

            self.folder = tempfile.TemporaryDirectory(prefix="optlab-course-", dir=worker.local_directory)
            zipfile.ZipFile(io.BytesIO(self.data)).extractall(self.folder.name)
            compileall.compile_dir(os.path.join(self.folder.name, "box"), quiet=2)
            worker.optlab = (self.folder.name, [])
            tools = os.path.join(self.folder.name, "tools")
            sys.path[:0] = [tools] if tools not in sys.path else []

        def teardown(self, worker):
            for process in worker.optlab[1]:
                process.close()
            self.folder.cleanup()

    return Course(data)


def work(task):
    """One task on a worker of the cluster: in a process of its own, since checks compare the state of the process they run in."""
    from distributed import get_worker

    from grading.worker import Worker

    root, idle = get_worker().optlab
    try:
        process = idle.pop()
    except IndexError:
        process = Worker(root)
    result = process.do(dict(task, source=os.path.join(root, "solutions"), package=os.path.join(root, "box")))
    if "error" in result:
        process.close()
    else:
        idle.append(process)
    return result


def run(tasks, address, source):
    """(i, result) of each task, as they come."""
    try:
        import cloudpickle
        from distributed import Client, as_completed
    except ImportError:
        raise SystemExit("--scheduler needs dask.distributed: pip install 'distributed'.") from None

    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    try:
        client = Client(address, timeout=30)
    except OSError as error:
        raise SystemExit(f"No Dask scheduler answers at {address}: {error}") from None
    left = set(range(len(tasks)))
    with client:
        client.register_plugin(plugin(bundle(source)))
        names = {client.submit(work, task, pure=False, retries=2): i for i, task in enumerate(tasks)}
        for future in as_completed(list(names)):
            result = future.result() if future.status == "finished" else {"error": "lost"}
            if "error" not in result:
                left.discard(names[future])
                yield names[future], result
            future.release()
    here = sorted(left)
    for i, result in pool.run([tasks[i] for i in here]):
        yield here[i], result
