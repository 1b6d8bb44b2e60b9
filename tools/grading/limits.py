"""How much one box may use of the machine, all its processes together."""

import contextlib
import itertools
import os
import shutil
import signal
import threading
import time
from pathlib import Path

MEMORY = 1_500_000_000  # bytes, all processes together
CHECKS = 600_000_000  # bytes of memory of the process that checks
PROCESSES = 64
FILE = 32_000_000  # bytes of one file; all files together: DISK
DISK = 64_000_000
SPARE = 300_000_000  # bytes of memory that the machine must have left
MOST = 5  # times as long as its limit is the most that anything may take by the clock on the wall
EACH = dict(data=MEMORY, fsize=FILE, core=0, nofile=256, cpu=240, stack=16_000_000)  # of each process: bytes, files, seconds

GROUPS = Path("/sys/fs/cgroup")
_number = itertools.count()


class Clock:
    """The seconds that grading itself has taken: not those in which a process was ready and another one had the processor.

    Limits are measured by it, so that what else the machine does decides nothing: who sleeps gets no more time where all wait.
    It goes at least a fifth as fast as the clock on the wall (MOST), so that everything comes to an end.
    """

    def __init__(self):
        self.began = self.looked = time.monotonic()
        self.box, self.now, self.waits = 0, 0.0, {}
        self.base = waited("self")

    def __call__(self):
        wall = time.monotonic()
        if wall - self.looked > 0.01:
            self.looked, self.waits["self"] = wall, waited("self") - self.base
            if self.box:
                self.waits[self.box] = max(self.waits.get(self.box, 0.0), waited(self.box))
        wall -= self.began
        self.now = max(self.now, wall - sum(self.waits.values()), wall / MOST)
        return self.now


def waited(pid):
    """Seconds that a process was ready to run and did not; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def used(pid):
    """Seconds of processor time that a process and its family have used."""
    total = 0
    for member in family(pid):
        with contextlib.suppress(OSError, ValueError, IndexError):
            total += sum(map(int, Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return total / os.sysconf("SC_CLK_TCK")


def per_process():
    """The command that sets what Linux limits for each process by itself."""
    limits = EACH | (dict(nproc=_threads_of_user() + 4 * PROCESSES) if os.geteuid() else {})  # of all that this user runs
    return [shutil.which("prlimit") or "prlimit", *(f"--{what}={value}" for what, value in limits.items())]


def _threads_of_user():
    count = 0
    for task in Path("/proc").glob("[0-9]*/task"):
        with contextlib.suppress(OSError):
            count += len(os.listdir(task)) if task.stat().st_uid == os.geteuid() else 0
    return count


class Group:
    """A control group of its own for a box, where we may make one: memory and number of processes, kept by the kernel."""

    def __init__(self, wanted=True):
        self.paths, number = [], next(_number)
        name = f"optlab-{os.getpid()}-{number}"
        with contextlib.suppress(OSError):
            if not wanted:
                return
            if number == 0:
                _bury()
            if (GROUPS / "cgroup.controllers").exists():
                self._make(GROUPS / name, {"memory.max": MEMORY, "memory.swap.max": 0, "pids.max": PROCESSES})
            elif (GROUPS / "memory").is_dir() and (GROUPS / "pids").is_dir():
                self._make(GROUPS / "memory" / name, {"memory.limit_in_bytes": MEMORY})
                self._make(GROUPS / "pids" / name, {"pids.max": PROCESSES})

    def _make(self, path, limits):
        path.mkdir()
        self.paths.append(path)
        for file, value in limits.items():
            if (path / file).exists() or "swap" not in file:
                (path / file).write_text(str(value))

    def enter(self):
        """The command that goes into the group and then runs the rest of the line."""
        lines = "".join(f"echo 0 > '{path}/cgroup.procs'; " for path in self.paths)
        return ["/bin/sh", "-c", lines + 'exec "$@"', "sh"] if self.paths else []

    def close(self):
        for path in self.paths:
            for _ in range(50):  # a moment until the kernel has buried its processes
                try:
                    path.rmdir()
                    break
                except OSError:
                    time.sleep(0.01)
        self.paths = []


def _bury():
    """Remove the groups of graders that were killed."""
    for path in (*GROUPS.glob("optlab-*"), *GROUPS.glob("*/optlab-*")):
        if not Path("/proc", path.name.split("-")[1]).exists():
            with contextlib.suppress(OSError):
                path.rmdir()


def family(pid):
    """A process and all that came from it, as long as they are children of each other."""
    found, open_ = [], [pid]
    while open_:
        pid = open_.pop()
        found.append(pid)
        with contextlib.suppress(OSError, ValueError):
            for task in os.listdir(f"/proc/{pid}/task"):
                open_ += map(int, Path(f"/proc/{pid}/task/{task}/children").read_text().split())
        if len(found) > 10 * PROCESSES:
            break
    return found


def end_family(pid):
    """Kill what came from a process, until nothing is left that could have a new child, and then itself."""
    for _ in range(50):
        children = family(pid)[1:]
        for child in children or [pid]:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        if not children:
            break
        time.sleep(0.01)


class Watch(threading.Thread):
    """Looks at a box from outside ten times a second; where the sum is too much, it calls `stop` with the reason."""

    def __init__(self, pid, stop):
        super().__init__(daemon=True)
        self.pid, self.stop, self.over = pid, stop, threading.Event()
        if Path(f"/proc/{pid}/task/{pid}/children").exists():
            self.start()

    def run(self):
        page = os.sysconf("SC_PAGE_SIZE")
        while not self.over.wait(0.1):
            pids, memory, threads = family(self.pid), 0, 0
            for pid in pids:
                with contextlib.suppress(OSError, ValueError, IndexError):
                    sizes = Path(f"/proc/{pid}/statm").read_text().split()
                    memory += (int(sizes[1]) - (int(sizes[2]) if len(pids) > 3 else 0)) * page  # what is shared counts once
                    threads += len(os.listdir(f"/proc/{pid}/task"))
            if memory > MEMORY:
                return self.stop("it used too much memory")
            if max(len(pids), threads) > PROCESSES + 8:
                return self.stop("it started too many processes")
            if _free() < SPARE:
                return self.stop("the machine has no memory left")


def _free():
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable"):
            return 1024 * int(line.split()[1])
    return 1 << 60
