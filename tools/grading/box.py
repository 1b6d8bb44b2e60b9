"""The box: a process that sees a Python, numpy and the package without its answers, and nothing else of this machine.

bubblewrap where it is; else the package sandlock, or a container; else nothing, unless the teacher says that there is to be none.
"""

import contextlib
import functools
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import uuid
from pathlib import Path

from . import limits
from .wire import Lost, Wire

IMAGE = "optlab-box"
CONTAINERS = ("docker", "podman")
GUARD = str(Path(__file__).with_name("guard.py"))
START = 30.0  # seconds in which a box must be there


class NoBox(Exception):
    """There is no box on this machine, and what can be done."""


@functools.cache
def works(kind, image=IMAGE):
    """Why boxes of this kind do not work here, or ""."""
    if kind == "none":
        return ""
    if not (importlib.util.find_spec(kind) if kind == "sandlock" else shutil.which(kind)):
        return f"{kind} is not installed"
    with tempfile.TemporaryDirectory() as empty:
        line = command(kind, empty, image, _name(), ("-c", "import numpy" if kind in CONTAINERS else ""))
        try:
            done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=START)
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"{kind}: {error}"
    if done.returncode == 0:
        return ""
    why = f"{kind}: {' '.join(done.stderr.split())[-200:] or 'it ends with an error'}"
    if kind in CONTAINERS:
        python, numpy = platform.python_version(), importlib.metadata.version("numpy")
        build = f"{kind} build --tag {image} --build-arg PYTHON={python} --build-arg NUMPY={numpy} {Path(__file__).parent}"
        why += f" (the image is made once, with: {build})"
    return why


def choose(container="", unsafe=False, image=IMAGE):
    """The kind of box for this run. NoBox, with what can be done, if there is none."""
    if unsafe:
        return "none"
    kinds = [container] if container else ["bwrap", "sandlock"]
    for kind in kinds:
        if not works(kind, image):
            return kind
    raise NoBox(
        f"Submissions are run in a box only, and there is none here: {'; '.join(works(kind, image) for kind in kinds)}. "
        "On Linux install bubblewrap (apt install bubblewrap), or sandlock (pip install sandlock); elsewhere use --container "
        "docker or podman. --unsafe runs them without any isolation, with your rights, on your files."
    )


def _sandlock(course):
    return [sys.executable, str(Path(__file__).with_name("landlocked.py")), str(course)]


def _bwrap(course):
    """bubblewrap: no network, no home, nothing to write but 64 MB in /tmp, processes of its own that end with this one."""
    wanted = dict.fromkeys([sys.base_prefix, sys.prefix, *(os.path.realpath(p) for p in (sys.base_prefix, sys.prefix))])
    python = [
        part for path in wanted if not path.startswith("/usr/") or path == "/usr/local" for part in ("--ro-bind", path, path)
    ]
    libraries = []
    for path in ("/lib", "/lib64", "/bin"):
        libraries += ["--symlink", os.readlink(path), path] if os.path.islink(path) else ["--ro-bind-try", path, path]
    installed = Path(sysconfig.get_path("purelib")) / "optlab"
    hidden = ["--tmpfs", str(installed), "--remount-ro", str(installed)] if installed.is_dir() else []
    return [
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv", "--hostname", "box"),
        *("--ro-bind", "/usr", "/usr", *libraries, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"),
        *("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--size", str(limits.DISK), "--tmpfs", "/tmp"),
        *(*python, *hidden, "--ro-bind", str(course), "/course"),  # after /tmp, where this Python may lie
        *(part for name, value in _world("/tmp").items() for part in ("--setenv", name, value)),
        *("--remount-ro", "/", "--chdir", "/tmp"),
    ]  # fmt: skip


def _world(home):
    """The environment of the box: the same on every machine, one thread for numpy."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return threads | dict(HOME=home, MPLBACKEND="agg", PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0", PATH="/usr/bin:/bin",
                          LANG="C.UTF-8", MPLCONFIGDIR=home)  # fmt: skip


def _container(kind, course, image, name):
    """A container: the same limits, and a name by which it is ended. It asks no registry, and no log keeps what comes out."""
    limited = (f"{what}={value}:{value}" for what, value in (limits.EACH | dict(nproc=64 * limits.PROCESSES)).items())
    return [
        *(kind, "run", "--rm", "--interactive", "--name", name, "--pull", "never", "--log-driver", "none", "--hostname", "box"),
        *("--network", "none", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--user", "65534:65534"),
        *("--memory", str(limits.MEMORY), "--memory-swap", str(limits.MEMORY), "--pids-limit", str(limits.PROCESSES)),
        *(part for limit in limited for part in ("--ulimit", limit)),
        *("--read-only", *(["--read-only-tmpfs=false"] if kind == "podman" else []), "--shm-size", "1m"),
        *("--tmpfs", f"/tmp:rw,size={limits.DISK}", "--workdir", "/tmp", "--volume", f"{course}:/course:ro,z"),
        *(part for item in _world("/tmp").items() if item[0] != "PATH" for part in ("--env", "=".join(item))),
        *("--entrypoint", "python", image),
    ]  # fmt: skip


def _name():
    return f"optlab-{uuid.uuid4().hex[:12]}"


def command(kind, course, image=IMAGE, name="", arguments=()):
    """The command line of a box of this kind, in which Python runs the folder's `inside.py`; or with other arguments."""
    inside = Path(course if kind in ("none", "sandlock") else "/course", "inside.py").as_posix()
    arguments = ["-s", *(arguments or [inside])]  # -s: nothing of the user's own
    if kind in CONTAINERS:
        return [*_container(kind, course, image, name), *arguments]
    python = [sys.executable, *arguments]
    if kind == "none":
        return python
    return [*(_bwrap if kind == "bwrap" else _sandlock)(course), *limits.per_process(), *python]


class Box:
    """A running box. `ask` sends a request into it; whatever goes wrong in it is Lost."""

    def __init__(self, kind, course, serve, image=IMAGE, clock=time.monotonic):
        self.why, self.group, name = "", limits.Group(kind not in CONTAINERS), _name()
        line = [*self.group.enter(), *command(kind, course, image, name)]
        world = _world("/nowhere" if kind == "sandlock" else str(course)) if kind in ("none", "sandlock") else None
        pipes = dict(stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
        self.process = subprocess.Popen(line, stdout=subprocess.PIPE, bufsize=0, env=world, **pipes)
        self.wire = Wire(self.process.stdout.fileno(), self.process.stdin.fileno(), serve, clock)
        ends = [kind, name] if kind in CONTAINERS else [str(self.process.pid)]
        self.guard = subprocess.Popen([sys.executable, "-S", GUARD, *ends], **pipes) if kind != "bwrap" else None
        self.watch = limits.Watch(self.process.pid, self.stop) if kind not in CONTAINERS else None

    def ask(self, message, seconds):
        try:
            return self.wire.ask(message, seconds)
        except Lost as error:
            why = self.why or str(error)
            self.close()
            raise Lost(why) from None

    def stop(self, why):
        """End it from outside, for a reason."""
        self.why = why
        self._kill()

    def close(self):
        """End it, with all that it has started."""
        if self.watch:
            self.watch.over.set()
        self.process.stdin.close()
        self.process.stdout.close()
        if self.guard:
            self.guard.communicate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(START)  # a container's client, until it is taken away
        self._kill()
        self.process.wait()
        self.group.close()

    def _kill(self):
        """With its group: a bubblewrap that is killed while it begins leaves a half of itself, which waits for ever."""
        if self.process.poll() is None:
            with contextlib.suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
