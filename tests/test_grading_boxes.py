"""Boxes of each kind: what they let through, what they cost the machine, and what is left of them."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time

import numpy as np
import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed: exercises cannot be made or graded")

ROOT = pathlib.Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

from grading import box, course, limits, run  # noqa: E402
from grading.session import Session  # noqa: E402
from test_grading import hand_in, tiny, wait_for  # noqa: E402

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="boxes are tried on Linux"),
    pytest.mark.filterwarnings("ignore"),
]
KINDS = ("bwrap", "sandlock", *box.CONTAINERS)
IMAGE = f"optlab-box-test-{os.getpid()}"  # of this run alone: where one is taken away, the containers made of it end


def image(engine, root):
    """Make an image of this machine's own Python and numpy: no registry is asked."""
    stdlib, packages, python = (pathlib.Path(p) for p in (sysconfig.get_path("stdlib"), np.__path__[0], sys.executable))
    packages, python, skip = packages.parent, python.resolve(), ("test*", "site-packages", "__pycache__", "*.a")

    def copy(path, to):
        to = root / str(to).lstrip("/")
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(path, to, ignore=shutil.ignore_patterns(*skip)) if path.is_dir() else shutil.copy(path, to)

    copy(stdlib, stdlib), copy(python, python)
    for path in packages.glob("numpy*"):
        copy(path, stdlib / "site-packages" / path.name)
    binaries = [python, *stdlib.glob("lib-dynload/*.so"), *packages.glob("numpy*/**/*.so*")]
    needed = subprocess.run(["ldd", *binaries], capture_output=True, text=True).stdout
    for library in sorted(set(re.findall(r"(/\S+) \(0x", needed))):
        if not library.startswith(str(packages)):
            copy(pathlib.Path(library), library)
    for folder in ("tmp", "proc", "sys", "dev", "etc", "course", "usr/bin"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    root.chmod(0o755)
    (root / "usr/bin/python").symlink_to(python)
    with subprocess.Popen(["tar", "-C", root, "-c", "."], stdout=subprocess.PIPE) as tar:
        line = [engine, "import", "--change", "ENV PATH=/usr/bin", "-", IMAGE]
        subprocess.run(line, stdin=tar.stdout, capture_output=True, check=True)


@pytest.fixture(scope="module", params=KINDS)
def kind(request, tmp_path_factory):
    """Each kind that works here. Where a container's engine works, its image is made of this machine."""
    kind = request.param
    if kind in box.CONTAINERS and shutil.which(kind):
        there = subprocess.run([kind, "info"], capture_output=True, text=True, timeout=60)
        if there.returncode:
            pytest.skip(f"{kind} does not work here: {' '.join(there.stderr.split())[:200]}")
        image(kind, tmp_path_factory.mktemp("image"))
        request.addfinalizer(lambda: subprocess.run([kind, "rmi", "--force", IMAGE], capture_output=True))  # a skip leaves none
    if why := box.works(kind, IMAGE):
        pytest.skip(f"no box of this kind here: {why}")
    return kind


def containers(kind):
    """The names of this run's containers that are there."""
    line = [kind, "ps", "--all", "--format", "{{.Names}} {{.Image}}"]
    listed = subprocess.run(line, capture_output=True, text=True).stdout.splitlines() if kind in box.CONTAINERS else []
    return [row.split()[0] for row in listed if IMAGE in row]


LOOK = """
import os, socket
def can(do, *what):
    try:
        do(*what).close()
        return True
    except Exception:
        return False
def much():
    for i in range(10):
        with open(f"/tmp/{i}", "wb") as file:
            file.write(b"x" * 20_000_000)
    return file
reads = [path for path in SECRETS if can(open, path)]
writes = [path for path in PLACES if can(open, path, "w")]
calls = can(socket.create_connection, ("127.0.0.1", PORT), 2)
fills = can(much)
"""


def test_a_box_lets_nothing_through(kind, tmp_path):
    """It reads no file of this machine's, writes none but in a small /tmp, and reaches nothing over the network."""
    secret = tmp_path / "secret"
    secret.write_text("?")
    session = Session(kind, course.stripped(), IMAGE, 30, 300)
    with socket.create_server(("127.0.0.1", 0)) as server:
        places = ["/new", "/usr/new", "/course/new", "/dev/new", "/var/tmp/new", "/run/new", str(tmp_path / "new")]
        facts = dict(SECRETS=[str(secret), "/etc/shadow", str(ROOT / "README.md")], PLACES=places, PORT=server.getsockname()[1])
        source = "".join(f"{name} = {value!r}\n" for name, value in facts.items()) + LOOK
        ran = session.run("<cell 1>", source)
        found = {name: session.get(name) for name in ("reads", "writes", "calls", "fills")}
    session.close()
    assert ran.error == "" and found == dict(reads=[], writes=[], calls=False, fills=False)
    assert wait_for(lambda: not containers(kind), 10)


EATERS = {
    "memory": "x = [b'x' * 100_000_000 for _ in range(40)]",
    "processes": "import os, time\nfor _ in range(500): os.fork() or time.sleep(100)",
    "a crash": "import os\nos.abort()",
    "time": "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: time.sleep(1)",
}


@pytest.mark.parametrize("what", EATERS)
def test_a_box_has_limits_and_the_next_one_goes_on(kind, what):
    session = Session(kind, course.stripped(), IMAGE, 2, 300)
    session.run("<cell 1>", "x = 5")
    assert session.run("<cell 2>", EATERS[what]).error != ""
    assert session.run("<cell 3>", "x = x + 1").error == "" and session.get("x") == 6
    session.close()
    assert wait_for(lambda: not containers(kind), 10)


def test_a_class_is_graded_in_a_box_of_each_kind(kind, tmp_path):
    answers = {
        "dead": "import os\nos._exit(1)",
        "endless": "number = 2\nwhile True: pass",
        "left alone": "import os, time\nif not os.fork():\n    os.setsid()\n    time.sleep(600)\nnumber = 2",
        "loud": "number = 2\nprint('y' * 10_000_000)",
        "right": "number = 2",
        "wrong": "number = 3",
    }
    hand_in(tmp_path / "solutions", "tiny", tiny(), "tiny.ipynb")
    for student, answer in answers.items():
        hand_in(tmp_path / "in", student, tiny(answer), "tiny/tiny.ipynb")
    settings = dict(seconds=4, source=tmp_path / "solutions", jobs=2, kind=kind, image=IMAGE)  # a container may start slowly
    rows = run.grade(tmp_path / "in", tmp_path / "out", quiet=True, **settings)[0]
    assert {row["student"]: row["score"] for row in rows} == {
        "dead": 0, "endless": 0, "left alone": 2, "loud": 2, "right": 2, "wrong": 0
    }  # fmt: skip
    assert wait_for(lambda: not containers(kind), 10)


def test_a_box_that_is_ended_while_it_begins_leaves_nothing(monkeypatch):
    """Before its second half has asked to die with the first."""
    monkeypatch.setattr(box, "command", lambda *given: ["sh", "-c", "sleep 600 & exec sleep 600"])
    one = box.Box("bwrap", "", print)
    group = str(one.process.pid)

    def alive():
        for path in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                state, _, its = (path / "stat").read_text().rpartition(")")[2].split()[:3]
                if its == group and state != "Z":
                    yield path.name

    assert wait_for(lambda: len([*alive()]) == 2, 5)
    one.close()
    assert wait_for(lambda: not [*alive()], 5)


def test_a_box_ends_with_the_one_that_asked(kind, tmp_path):
    """Though it hears nothing, and its parent was killed."""
    deaf = "import signal, os\nfor n in range(1, 32):\n    if n not in (9, 17, 19): signal.signal(n, signal.SIG_IGN)\nos.fork()\n"
    say = (
        "import sys, threading\nfrom grading import course, limits\nfrom grading.session import Session\n"
        "kind, image, cell = sys.argv[1:]\nsession = Session(kind, course.stripped(), image, 300, 300)\nsession.parse('')\n"
        "threading.Timer(1, lambda: print(*limits.family(session.box.process.pid), flush=True)).start()\n"
        "session.run('<cell 1>', cell)"
    )
    world = os.environ | {"PYTHONPATH": f"{ROOT / 'tools'}{os.pathsep}{ROOT}", "TMPDIR": str(tmp_path)}
    line = [sys.executable, "-c", say, kind, IMAGE, f"{deaf}while True: pass"]
    said = tmp_path / "said"
    with said.open("w") as there, subprocess.Popen(line, env=world, stdout=subprocess.PIPE, stderr=there, text=True) as grader:
        family = grader.stdout.readline().split()
        assert family, said.read_text()
        assert kind not in box.CONTAINERS or containers(kind)
        grader.kill()
    assert wait_for(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in family), 15)
    assert wait_for(lambda: not containers(kind), 15)


# Without an engine: a program that is called docker and writes down how it was called

FAKE = """#!{python}
import json, os, signal, sys
with open({log!r}, "a") as log:
    print(json.dumps(sys.argv[1:]), file=log)
said = dict(zip(sys.argv, sys.argv[1:]))
if sys.argv[1] == "run":
    with open(os.path.join({folder!r}, said["--name"]), "w") as file:
        file.write(str(os.getpid()))
    os.execv({python!r}, [{python!r}, "-s", os.path.join(said["--volume"].removesuffix(":/course:ro,z"), "inside.py")])
if sys.argv[1] == "kill":
    os.kill(int(open(os.path.join({folder!r}, sys.argv[2])).read()), signal.SIGKILL)
"""


def test_how_a_container_is_asked_for(tmp_path, monkeypatch):
    """Its limits are those of limits.py, it is ended by its name, in time also when it hears nothing."""
    fake, log = tmp_path / "docker", tmp_path / "log"
    fake.write_text(FAKE.format(python=sys.executable, log=str(log), folder=str(tmp_path)))
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    session = Session("docker", course.stripped(), "an-image", 1, 300)
    assert session.run("<cell 1>", "x = 5").error == "" and session.get("x") == 5
    began = time.monotonic()
    assert "did not come to an end" in session.run("<cell 2>", EATERS["time"]).error and time.monotonic() - began < 20
    assert session.get("x") == 5  # in a new one
    session.close()
    calls = [json.loads(line) for line in log.read_text().splitlines()]
    (first, ended, second, last) = calls
    name = first[first.index("--name") + 1]
    assert (ended, last) == (["kill", name], ["kill", second[second.index("--name") + 1]]) and ended != last
    assert first[0] == "run" and first[-4:] == ["python", "an-image", "-s", "/course/inside.py"]
    given = " ".join(first)
    for part in ("--rm --interactive", "--pull never", "--log-driver none", "--network none", "--cap-drop ALL", "--read-only ",
                 "--security-opt no-new-privileges", "--user 65534:65534", f"--volume {course.stripped()}:/course:ro,z",
                 f"--memory {limits.MEMORY} --memory-swap {limits.MEMORY}", f"--pids-limit {limits.PROCESSES}",
                 f"--ulimit fsize={limits.FILE}:{limits.FILE}", f"--tmpfs /tmp:rw,size={limits.DISK}"):  # fmt: skip
        assert part in given, part
    assert first.count("--volume") == 1 and "--privileged" not in first and str(ROOT) not in given


def test_an_engine_without_the_image_is_told_how_to_make_it(tmp_path, monkeypatch):
    fake = tmp_path / "docker"
    fake.write_text("#!/bin/sh\necho 'No such image' >&2\nexit 125\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(box.NoBox, match=r"docker: No such image \(.*docker build --tag not-there .*tools/grading\)"):
        box.choose("docker", image="not-there")
