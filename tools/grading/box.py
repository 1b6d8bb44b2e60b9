"""The box: a process that sees a Python, numpy and the package without its answers, and nothing else of this machine.

bubblewrap where it is; else the package sandlock, or a container; else nothing, unless the teacher says that there is to be none.
"""

import functools
import importlib.util
import os
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


class NoBox(Exception):
    """There is no box on this machine, and what can be done."""


@functools.cache
def works(kind):
    """Why boxes of this kind do not work here, or ""."""
    if kind == "none":
        return ""
    if kind == "sandlock":
        if sys.platform != "linux" or not importlib.util.find_spec("sandlock"):
            return "sandlock is not installed"
    elif not shutil.which(kind):
        return f"{kind} is not installed"
    elif kind != "bwrap":
        return ""
    line = (
        [*_bwrap(tempfile.gettempdir()), sys.executable, "-c", ""]
        if kind == "bwrap"
        else [*_sandlock(tempfile.gettempdir()), sys.executable, "-c", ""]
    )
    try:
        done = subprocess.run(line, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if done.returncode == 0 else (done.stderr.strip() or "it ends with an error")


def choose(container="", unsafe=False):
    """The kind of box for this run. NoBox, with what can be done, if there is none."""
    if unsafe:
        return "none"
    kinds = [container] if container else ["bwrap", "sandlock"]
    for kind in kinds:
        if not works(kind):
            return kind
    raise NoBox(
        f"Submissions are run in a box only, and there is none here: {'; '.join(map(works, kinds))}. On Linux install bubblewrap "
        "(apt install bubblewrap), or sandlock (pip install sandlock); elsewhere use --container docker or --container podman. "
        "--unsafe runs them without any isolation, with your rights, on your files."
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


def command(kind, course, image=IMAGE, name=""):
    """The command line of a box of this kind."""
    inside = ["-s"]  # nothing of the user's own
    if kind == "bwrap":
        return [*_bwrap(course), *limits.per_process(), sys.executable, *inside, "/course/inside.py"]
    if kind == "none":
        return [sys.executable, *inside, str(Path(course) / "inside.py")]
    if kind == "sandlock":
        return [*_sandlock(course), *limits.per_process(), sys.executable, *inside, str(Path(course) / "inside.py")]
    return [
        *(kind, "run", "--rm", "--interactive", "--name", name, "--network", "none", "--read-only", "--cap-drop", "ALL"),
        *("--security-opt", "no-new-privileges", "--memory", str(limits.MEMORY), "--memory-swap", str(limits.MEMORY)),
        *("--pids-limit", str(limits.PROCESSES), "--ulimit", f"fsize={limits.FILE}", "--user", "65534:65534"),
        *("--workdir", "/tmp", "--tmpfs", f"/tmp:rw,size={limits.DISK}", "--volume", f"{course}:/course:ro"),
        *(part for item in _world("/tmp").items() if item[0] != "PATH" for part in ("--env", "=".join(item))),
        *(image, "python", "/course/inside.py"),
    ]  # fmt: skip


class Box:
    """A running box. `ask` sends a request into it; whatever goes wrong in it is Lost."""

    def __init__(self, kind, course, serve, image=IMAGE):
        self.why, self.kind, self.name = "", kind, f"optlab-{uuid.uuid4().hex[:12]}"
        self.group = limits.Group() if kind == "bwrap" else None
        line = [*(self.group.enter() if self.group else []), *command(kind, course, image, self.name)]
        world = _world("/nowhere" if kind == "sandlock" else str(course)) if kind in ("none", "sandlock") else None
        self.process = subprocess.Popen(
            line, stdin=-1, stdout=-1, stderr=subprocess.DEVNULL, bufsize=0, env=world, start_new_session=True
        )
        self.wire = Wire(self.process.stdout.fileno(), self.process.stdin.fileno(), serve)
        self.watch = limits.Watch(self.process.pid, self.stop) if kind != "docker" else None

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
        self.process.kill()

    def close(self):
        """End it, with all that it has started."""
        if self.watch:
            self.watch.over.set()
        if self.kind in ("none", "sandlock"):
            for _ in range(50):  # until no child is left that could have a new one
                children = limits.family(self.process.pid)[1:]
                for pid in children:
                    _kill(pid)
                if not children:
                    break
                time.sleep(0.01)
        self.process.kill()
        self.process.wait()
        if self.kind in ("docker", "podman"):
            subprocess.run([self.kind, "kill", self.name], capture_output=True)
        self.process.stdin.close()
        self.process.stdout.close()
        if self.group:
            self.group.close()


def _kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
