"""A process that grades: a task comes in a line, its result goes out in a line. Killed with the one that started it."""

import contextlib
import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback

from . import limits

if sys.platform == "linux":
    import resource

EXTRA = 60  # seconds for a notebook beyond what it may take itself on a busy machine


class Worker:
    """Such a process, from outside."""

    def __init__(self, root):
        path = os.pathsep.join([os.path.join(root, "tools"), root])
        world = os.environ | {
            "PYTHONPATH": path,
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "NBGRADER_EXECUTION": "autograde",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grading.worker"], stdin=-1, stdout=-1, bufsize=0, env=world, cwd=root
        )

    def do(self, task):
        """The result of a task, or {"error": why}. It never raises."""
        try:
            self.process.stdin.write(json.dumps(task).encode() + b"\n")
            end, data = time.monotonic() + limits.MOST * task["budget"] + EXTRA, b""
            while not data.endswith(b"\n"):
                left = end - time.monotonic()
                if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                    return {"error": "grading it did not come to an end"}
                part = os.read(self.process.stdout.fileno(), 1 << 20)
                if not part:
                    return {"error": "grading it was stopped"}
                data += part
            return json.loads(data)
        except OSError as error:
            return {"error": f"grading it was stopped ({error.strerror})"}

    def alive(self):
        return self.process.poll() is None

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def main():
    from .task import grade

    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        most = resource.getrlimit(resource.RLIMIT_DATA)[1]  # what it starts, a box, has its own limit
        resource.setrlimit(resource.RLIMIT_DATA, (limits.CHECKS, most))  # a submission says how large arrays are
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        try:
            result = grade(json.loads(line))
        except BaseException as error:
            if os.environ.get("OPTLAB_DEBUG"):
                traceback.print_exc()
            result = {"error": " ".join(f"{type(error).__name__}: {error}".split())[:300]}
        out.write(json.dumps(result).encode() + b"\n")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        main()
