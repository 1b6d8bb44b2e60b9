"""A hostile class: submissions that try to earn points, to read, to break or to outlive what grades them.

    python -m grading.attacks           all of them, between honest neighbours; says what got through
    python -m grading.attacks --quick   those that take no time

An attack is the text of one answer, or a function that writes the submission into a folder. Whoever finds another one adds a line.
"""

import argparse
import hashlib
import io
import json
import os
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from . import course, run

RIGHT = "def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):\n    v = mu * v - lr * g\n    return dict(v=v, x=x + v)"
HEAD = "def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9):\n    "
FORGE = "import json, os, time, threading\ndef say(text):\n    for fd in range(3, 40):\n        try: os.write(fd, text)\n        except OSError: pass\n"
STEP = """import sys
from types import SimpleNamespace
import __main__ as m
frame = sys._getframe()
while frame and 'wire' not in frame.f_globals: frame = frame.f_back
inside = frame.f_globals
"""

# Points that are not deserved: the text of the first answer that has code

CODE = {
    "marks replaced": "import optlab\nmarks = optlab.marks = lambda *a, **k: 3.0",
    "claim replaced": "import optlab\nclaim = optlab.claim = lambda *a, **k: True\nown = optlab.own = claim",
    "check replaced": "import optlab\noptlab.check = lambda *a, **k: type('V', (), dict(ok=True, score=1.0, hints=()))()",
    "verdict patched": "import optlab.feedback.checks as c\nc.Silent.ok = True\nc.Silent.__bool__ = lambda s: True\nc.Silent.score = 1.0",
    "module replaced": "import sys, types\nfor n in list(sys.modules):\n    if 'optlab' in n: sys.modules[n] = types.SimpleNamespace()",
    "builtins replaced": "import builtins\nfor n in ('isinstance', 'abs', 'all', 'any', 'len'): setattr(builtins, n, lambda *a, **k: True)",
    "numpy replaced": "import numpy as np\nnp.allclose = np.array_equal = np.isfinite = lambda *a, **k: True",
    "variable taken away": "import os\nos.environ.pop('NBGRADER_EXECUTION', None)\nos.environ['NBGRADER_EXECUTION'] = ''",
    "magic": "%precision %.0f marks\n!echo 3\n",
    "shell of the notebook": "get_ipython().run_cell = lambda *a, **k: 3",
    "transformer": "get_ipython().ast_transformers.append(None)",
    "the package's own": "import optlab\nmomentum = optlab.momentum",
    "the package's own, called": f"import optlab\n{HEAD}return optlab.momentum(x, g, v, lr=lr, mu=mu)",
    "the package's own, wrapped": f"import optlab\n_m = getattr(optlab, 'momen' + 'tum')\n{HEAD}return _m(x, g, v, lr=lr, mu=mu)",
    "a variant": f"import optlab\n_m = optlab.variants.momentum_torch\n{HEAD}return _m(x, g, v, lr=lr, mu=mu)",
    "asked in a thread": f"import optlab, threading\n{HEAD}out = []\n    t = threading.Thread(target=lambda: out.append(optlab.momentum(x, g, v, lr=lr, mu=mu)))\n"
                         "    t.start(); t.join()\n    return out[0]",
    "asked over the wire": f"{STEP}{HEAD}return inside['ask'](op='step', name='momentum', a=[inside['pack'](q) for q in (x, g, v)], k=dict(lr=lr, mu=mu))",
    "a loop on the other side": f"{STEP}{HEAD}\n    for i in range(10**9): inside['wire'].send(dict(op='back', i=0, a=[]))",
    "another module asked for": STEP + "for n in ('variants.np', 'variants.__loader__', '__class__', 'os.system', 'variants.__builtins__'):\n"
                                "    try: inside['ask'](op='step', name=n, a=['id > /tmp/optlab-attack'], k={})\n    except Exception: pass",
    "other operations": STEP + "for n in ('run', 'get', 'exec', '', None, 'back'):\n"
                        "    try: inside['ask'](op=n, name='marks', source='marks = 3', i=-1, a=[])\n    except BaseException: pass",
    "solutions looked for": "import glob, os\nfound = [p for top in ('/', '..', '/root', '/home', '/work', '/tmp') for p in glob.glob(top + '/*/*olutions*/*/*.ipynb')]\n"
                            "for top, _, names in os.walk('/'):\n    if top.startswith(('/proc', '/usr')): continue\n"
                            "    found += [top + '/' + n for n in names if n.endswith('.ipynb')]\nraise ValueError(open(found[0]).read())",
    "steps looked for": "import importlib.util, glob\np = glob.glob('/**/steps/classic.py', recursive=True)\n"
                        "s = importlib.util.spec_from_file_location('c', p[-1]); c = importlib.util.module_from_spec(s); s.loader.exec_module(c)\nmomentum = c.momentum",
    "a package on the network": "import urllib.request, subprocess, sys\nsubprocess.run([sys.executable, '-m', 'pip', 'download', 'numpy'], timeout=20)\n"
                                "urllib.request.urlopen('http://example.com', timeout=5)",
    "a lying number": f"class L(float):\n    def __eq__(s, o): return True\n    __hash__ = None\n    def __abs__(s): return L(0)\n    def __sub__(s, o): return L(0)\n    __rsub__ = __sub__\n"
                      f"gain = half_life = limit = L(1)\n{HEAD}return dict(v=L(1), x=L(1))",
    "a lying array": f"import numpy as np\nclass A(np.ndarray):\n    def __array_ufunc__(s, *a, **k): return np.True_\n    def __eq__(s, o): return np.True_\n{HEAD}return dict(v=x.view(A), x=x.view(A))",
    "a lying dict": f"class D(dict):\n    def __getitem__(s, k): return Everything()\nclass Everything:\n    def __array__(s, *a, **k): import numpy as np; return np.zeros(4)\n"
                    f"    def __eq__(s, o): return True\n{HEAD}return D(v=Everything(), x=Everything())",
    "a lying class": "class Landscape:\n    f = grad = staticmethod(lambda x: float('nan'))\n    start = box = minima = noise = None\nlandscape, lr, mu = Landscape(), 0.1, 0.9",
    "a landscape that answers nonsense": "class Landscape:\n    n = 0\n    def f(s, x): s.n += 1; return -s.n\n    grad = f\n    start, box, minima, noise = (1.0, 1.0), ((-1, 1), (-1, 1)), (), 0.0\n"
                                         "landscape, lr, mu = Landscape(), 0.1, 0.9",
    "a verdict shown": "from IPython.display import display\ndisplay({'application/vnd.optlab.verdict+json': {'ok': True, 'score': 1}}, raw=True)\nprint('13 of 13 points')",
    "a verdict returned": f"class Verdict:\n    ok, score, hints, message, headline, mistake = True, 1.0, (), '', '', None\n{HEAD}return Verdict()",
    "not a number": f"{HEAD}return dict(v=float('nan') * x, x=float('nan') * x)\ngain = half_life = limit = float('nan')",
    "infinite": f"{HEAD}return dict(v=x / 0, x=x / 0)\ngain = half_life = limit = float('inf')",
    "a big number": "gain = half_life = limit = 10**5000",
    "an answer written": f"{FORGE}say(b'{{\"r\": {{\"v\": {{\"t\": \"d\", \"v\": []}}, \"in\": [], \"drawn\": false}}}}\\n' * 50)",
    "answers for ever": f"{FORGE}threading.Thread(target=lambda: [say(b'{{\"r\": 1}}\\n') for _ in range(10**7)], daemon=True).start()",
    "points on the wire": f"{FORGE}say(b'{{\"questions\": {{\"implement-momentum-check\": {{\"score\": 3}}}}}}\\n' * 9)",
    "points in the answer": STEP + "inside['pack'] = lambda *a, **k: dict(score=3.0, points=3.0, ok=True, t='d', v=[['ok', True]])",
    "no JSON": f"{FORGE}say(b'\\xff\\xfe\\x00' * 1000 + b'\\n')",
    "a long line": f"{FORGE}say(b'x' * 10_000_000)",
    "deep JSON": f"{FORGE}say(b'[' * 1_000_000 + b'\\n')",
    "much JSON": f"{FORGE}say(b'{{\"r\": [' + b'[],' * 1_200_000 + b'[]]}}\\n')",
    "a huge number in JSON": f"{FORGE}say(b'{{\"r\": ' + b'9' * 3_000_000 + b'}}\\n')",
    "a shape too large": STEP + "inside['pack'] = lambda *a, **k: {'t': 'a', 'd': '<f8', 's': [10**12, 0], 'v': '', 'g': False}",
    "an array of objects": STEP + "inside['pack'] = lambda *a, **k: {'t': 'a', 'd': 'O', 's': [1], 'v': 'gASVKAAAAAAAAAA=', 'g': False}",
    "a type of numpy's": STEP + "inside['pack'] = lambda *a, **k: {'t': 'a', 'd': 'M8[Y]', 's': [1], 'v': 'AAAAAAAAAAA=', 'g': False}",
    "functions that are none": STEP + "inside['get'] = lambda n: {'t': 'function', 'v': [['x', 1, False, None], ['lr=__import__(\"os\")._exit(0)', 1, False, None]], 'n': 'f', 'm': ''}",
    "a name that is code": STEP + "inside['get'] = lambda n: {'t': 'function', 'v': [['x', 1, False, None]], 'n': 'f(): pass\\nimport os; os._exit(0)\\ndef g', 'm': 'optlab.steps'}",
    "a parameter of ours": f"def momentum(x, g, v=0.0, *, lr=0.01, mu=0.9, _optlab_call=print, _optlab_copy={{'': 1}}):\n    return dict(v=v, x=x)",
    "a thousand parameters": "momentum = eval('lambda ' + ', '.join(f'a{i}' for i in range(1000)) + ': 0')",
    "parameters out of order": STEP + "inside['get'] = lambda n: {'t': 'function', 'v': [['a', 4, False, None], ['b', 0, True, 1], ['c', 2, False, None], ['a', 1, False, None]], 'n': 'f', 'm': ''}",
    "a line number": STEP + "inside['failure'] = lambda e, f: {'types': ['ValueError'], 'text': 'x', 'name': '', 'line': 10**12}\n" + HEAD + "raise ValueError",
    "an exit as an error": STEP + "inside['failure'] = lambda e, f: {'types': ['SystemExit', 'KeyboardInterrupt', 'GeneratorExit'], 'text': 'x', 'name': '', 'line': 1}\n" + HEAD + "raise ValueError",
    "an error of other kinds": STEP + "inside['failure'] = lambda e, f: {'types': [['a']], 'text': {'a': 1}, 'name': [1], 'line': 'x'}\n" + HEAD + "raise ValueError",
    "an error that is a list": STEP + "inside['answer'] = lambda m: {'e': ['x']}",
    "an error of 100 MB": f"{HEAD}raise ValueError('x' * 100_000_000)",
    "an error that cannot be shown": f"class E(Exception):\n    def __str__(s): raise SystemExit\n{HEAD}raise E",
    "an error with a page in it": f"{HEAD}raise ValueError('<script>alert(1)</script><img src=x onerror=alert(1)>')",
    "a formula": f"{HEAD}raise ValueError('=HYPERLINK(\"http://x\")')",
    "exit in a function": f"import os\n{HEAD}os._exit(0)",
    "SystemExit in a function": f"{HEAD}raise SystemExit(0)",
    "a generator": f"{HEAD}yield dict(v=v, x=x)",
    "a coroutine": f"async {HEAD}return dict(v=v, x=x)",
    "a class": "class momentum:\n    def __init__(s, *a, **k): pass\n    def __getitem__(s, k): return s",
    "a callable object": "class M:\n    __name__ = 'momentum'\n    def __call__(s, x, g, v=0.0, *, lr=0.01, mu=0.9): return dict(v=v, x=x)\n    @property\n    def __signature__(s): raise MemoryError\nmomentum = M()",
    "trace": f"import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\n{HEAD}return dict(v=v, x=x)",
    "frames of the caller": f"import sys\n{HEAD}f = sys._getframe()\n    while f: f.f_locals.update(x=1, score=1.0); f = f.f_back\n    return dict(v=v, x=x)",
    "garbage collector": "import gc\nfor o in gc.get_objects():\n    try:\n        if isinstance(o, dict) and 'functions' in o: o['functions'].clear()\n    except Exception: pass",
    "operators above each other": f"momentum = lambda x, g: {'-' * 30_000}1",
    "brackets in each other": f"x = {'(' * 150}1{')' * 150}\ny = {'[' * 5000}{']' * 5000}",
    "a long sum": f"x = {'+'.join(['1'] * 40_000)}",
    "many lines": "x = 1\n" * 50_000,
    "null characters": "x = 1\0\n",
    "a surrogate": "x = '\ud83d'\nmomentum = lambda x, g: x",
    "the wrong end": "import atexit, weakref\natexit.register(print, 3)\nclass D:\n    def __del__(s): print('13 of 13')\nd = D()",
}  # fmt: skip

# Harm: memory, time, processes, files, neighbours. None of them is an answer either.

HARM = {
    "memory": "x = bytearray(8_000_000_000)\nx[::4096] = b'1' * len(x[::4096])",
    "memory in pieces": "x = []\nwhile True: x.append(bytearray(b'1' * 10_000_000))",
    "memory of children": "import os, time\nfor _ in range(30):\n    if os.fork() == 0:\n        x = bytearray(b'1' * 400_000_000); time.sleep(600)\ntime.sleep(20)",
    "memory in files without names": "import os\nfor i in range(200):\n    f = os.memfd_create(str(i)); [os.write(f, b'1' * 1_000_000) for _ in range(30)]",
    "a fork bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "processes that sleep": "import subprocess\nfor _ in range(5000): subprocess.Popen(['sleep', '9999'])",
    "threads": "import threading, time\nfor _ in range(5000): threading.Thread(target=time.sleep, args=(999,), daemon=True).start()",
    "a survivor": "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(9999)\n    os._exit(0)",
    "a survivor that hears nothing": "import os, signal, time\nif os.fork() == 0:\n    for s in range(1, 65):\n        try: signal.signal(s, signal.SIG_IGN)\n        except OSError: pass\n    os.setsid(); time.sleep(9999)",
    "everybody killed": "import os, signal\nos.kill(-1, signal.SIGKILL)",
    "the parent killed": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos.kill(1, signal.SIGKILL)",
    "the parent stopped": "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)\nos.kill(1, signal.SIGSTOP)",
    "all numbers stopped": "import os, signal\nfor pid in range(2, 70000):\n    try: os.kill(pid, signal.SIGSTOP)\n    except OSError: pass",
    "for ever": "while True: pass",
    "for ever, deaf": "import signal\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True: pass",
    "for ever in a function": f"{HEAD}\n    while True: pass",
    "asleep": "import time\ntime.sleep(9999)",
    "asleep in each function": f"import time\n{HEAD}time.sleep(9999)\nmomentum_ema = repaired = equal_lr = momentum",
    "a deep recursion": "import sys\nsys.setrecursionlimit(10**9)\nf = lambda: f()\nf()",
    "a crash": "import ctypes\nctypes.string_at(0)",
    "output": "while True: print('y' * 100_000)",
    "a full disk": "i = 0\nwhile True:\n    i += 1; open(f'/tmp/{i}', 'wb').write(b'1' * 10_000_000)",
    "a full shared memory": "i = 0\nwhile True:\n    i += 1; open(f'/dev/shm/{i}', 'wb').write(b'1' * 10_000_000)",
    "a large file": "f = open('/tmp/x', 'wb'); f.truncate(10**13)\nwhile True: f.write(b'1' * 10_000_000)",
    "open files": "x = []\nwhile True: x.append(open('/dev/null'))",
    "everything removed": "import shutil\nfor p in ('/', '/course', '/tmp', '/work', '/home', '/root', '..'): shutil.rmtree(p, ignore_errors=True)",
    "everything overwritten": "import os\nfor top, _, names in os.walk('/'):\n    if top.startswith(('/proc', '/sys')): continue\n    for n in names:\n        if n.endswith(('.py', '.ipynb', '.db', '.csv', '.json')):\n"
                              "            try: open(os.path.join(top, n), 'a').write('# optlab-attack')\n            except OSError: pass",
    "a start-up file": "import os, site\nfor p in (os.path.expanduser('~/.ipython/profile_default/startup/00.py'), site.getusersitepackages() + '/x.pth', '/etc/sitecustomize.py'):\n"
                       "    try: os.makedirs(os.path.dirname(p), exist_ok=True); open(p, 'w').write('# optlab-attack')\n    except OSError: pass",
    "through /proc": "import os\nfor pid in [p for p in os.listdir('/proc') if p.isdigit()]:\n    for part in ('root/work', 'root/root', 'root/home', 'cwd', 'root/etc/shadow', 'environ'):\n"
                     "        try: os.listdir(f'/proc/{pid}/{part}'); raise SystemExit(open(f'/proc/{pid}/environ').read())\n        except OSError: pass",
    "other users' secrets": "text = ''\nfor p in ('/etc/shadow', '/root/.ssh/id_rsa', '/root/.bashrc', '/etc/hostname'):\n    try: text += open(p).read()\n    except OSError: pass\nimport os\nraise ValueError(text + str(dict(os.environ)))",
    "mounts": "import ctypes, subprocess\nc = ctypes.CDLL(None)\nc.unshare(0x10000000); c.mount(b'none', b'/', None, 0x44000, None); c.mount(b'/dev/vda', b'/tmp', b'ext4', 0, None); c.umount2(b'/proc', 2); c.chroot(b'.')",
    "a tracer": "import ctypes, os\nc = ctypes.CDLL(None)\nfor pid in range(1, 2000): c.ptrace(16, pid, 0, 0)",
    "sockets": "import socket\nfor kind, place in ((socket.AF_INET, ('127.0.0.1', 22)), (socket.AF_INET, ('1.1.1.1', 53)), (socket.AF_UNIX, '/run/docker.sock'), (socket.AF_UNIX, '\\0/tmp/.X11-unix/X0')):\n"
               "    try: s = socket.socket(kind); s.settimeout(1); s.connect(place); open('/tmp/optlab-attack', 'w')\n    except OSError: pass",
    "devices": "for p in ('/dev/sda', '/dev/vda', '/dev/mem', '/dev/kmsg', '/dev/tty', '/dev/console', '/dev/pts/0'):\n    try: open(p, 'wb').write(b'x')\n    except OSError: pass",
    "limits raised": "import resource\nfor r in range(16):\n    try: resource.setrlimit(r, (resource.RLIM_INFINITY,) * 2)\n    except (OSError, ValueError): pass\nx = []\nwhile True: x.append(bytearray(b'1' * 10_000_000))",
    "a group left": "import glob, os\nfor p in glob.glob('/sys/fs/cgroup/**/cgroup.procs', recursive=True):\n    try: open(p, 'w').write(str(os.getpid()))\n    except OSError: pass",
}  # fmt: skip


# Submissions that are files of another kind


def _file(folder, data, path="04_momentum/04_momentum.ipynb"):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())


def _link(to):
    def make(folder):
        (folder / "04_momentum").mkdir()
        (folder / "04_momentum" / "04_momentum.ipynb").symlink_to(to)

    return make


def _zip(*members):
    def make(folder):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members:
                info = zipfile.ZipInfo(name)
                info.external_attr, info.compress_type = (0o120777 << 16 if data.startswith(b"/") else 0o644 << 16), zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
        _file(folder, buffer.getvalue(), "work.zip")

    return make


def _changed(change):
    def make(folder):
        notebook = _exercise()
        change(notebook)
        _file(folder, notebook)

    return make


def _exercise(name="04_momentum"):
    return json.loads((course.ROOT / "exercises" / name / f"{name}.ipynb").read_text("utf-8"))


def _facts(notebook, **facts):
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(facts)


def _outputs(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [dict(output_type="execute_result", data={"text/plain": "3.0"}, metadata={}, execution_count=1)]


def _checks(notebook):
    for cell in notebook["cells"]:
        if (cell["metadata"].get("nbgrader") or {}).get("grade") and cell["cell_type"] == "code":
            cell["source"] = "3.0"


def _pipe(folder):
    (folder / "04_momentum").mkdir()
    os.mkfifo(folder / "04_momentum" / "04_momentum.ipynb")


def _folder(folder):
    (folder / "04_momentum" / "04_momentum.ipynb").mkdir(parents=True)


def _sparse(folder):
    _file(folder, b"")
    os.truncate(folder / "04_momentum" / "04_momentum.ipynb", 20_000_000_000)


def _many(folder):
    for i in range(3000):
        _file(folder, b"{}", f"{i % 40}/{i}.ipynb")


def _deep(folder):
    _file(folder, b"{}", "/".join("d" * 40) + "/04_momentum.ipynb")


FILES = {
    "a link to the solution": _link(course.SOURCE / "04_momentum" / "04_momentum.ipynb"),
    "a link to a neighbour": _link("../../ada/04_momentum/04_momentum.ipynb"),
    "a link to nothing": _link("/nowhere/x.ipynb"),
    "a link to itself": _link("04_momentum.ipynb"),
    "a link to all zeros": _link("/dev/zero"),
    "a folder that is a link": lambda folder: (folder / "04_momentum").symlink_to(course.SOURCE / "04_momentum"),
    "a pipe": _pipe,
    "a folder for a file": _folder,
    "20 GB": _sparse,
    "3000 files": _many,
    "deep folders": _deep,
    "a zip that grows": _zip(("04_momentum/04_momentum.ipynb", b"0" * 300_000_000)),
    "a zip that climbs": _zip(("../../../../tmp/optlab-attack", b"{}"), ("/tmp/optlab-attack", b"{}")),
    "a zip with a link": _zip(("04_momentum/04_momentum.ipynb", str(course.SOURCE / "04_momentum" / "04_momentum.ipynb").encode())),
    "no zip": lambda folder: _file(folder, b"PK\x03\x04" + b"?" * 100, "04_momentum.zip"),
    "a deep JSON": lambda folder: _file(folder, b'{"cells": ' + b"[" * 200_000),
    "a JSON of many": lambda folder: _file(folder, b'{"cells": [' + b"{}," * 100_000 + b"{}]}"),
    "names that are lists": _changed(lambda notebook: _facts(notebook, grade_id=["a", {"b": 1}])),
    "a hundred points": _changed(lambda notebook: _facts(notebook, points=100)),
    "all checks are answers": _changed(lambda notebook: _facts(notebook, grade=False, solution=True, locked=False)),
    "one name for all": _changed(lambda notebook: _facts(notebook, grade_id="implement-momentum-check")),
    "checks rewritten": _changed(_checks),
    "checks left out": _changed(lambda notebook: notebook["cells"].__delitem__(slice(4, None))),
    "outputs that say 3.0": _changed(_outputs),
    "a number where text belongs": _changed(lambda notebook: [cell.update(source=7) for cell in notebook["cells"]]),
    "cells of another kind": _changed(lambda notebook: [cell.update(cell_type=["code"], metadata="x") for cell in notebook["cells"]]),
    "5000 cells": _changed(lambda notebook: notebook["cells"].extend([dict(cell_type="code", metadata={}, source="x = 1")] * 5000)),
}
NAMES = ["=1+1", "-rf", "x" * 250, "a\nb", "<b>", "'; drop table", "..hidden", "__init__", b"Andr\xe9", "con", "ada ", "ADA", "\u202etxt"]


def hand_in(folder, quick=False):
    """Write the class: the attackers, and honest neighbours before, between and behind them. {student's folder: most points}."""
    most = {}

    def notebook(text="", ada=False):
        whole = _exercise()
        for cell in whole["cells"]:
            name = (cell["metadata"].get("nbgrader") or {}).get("grade_id")
            if name == "implement-momentum":
                cell["source"] = RIGHT if ada else text
        return whole

    def student(name, most_points):
        path = folder / name if isinstance(name, str) else Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.mkdir()
        most[path.name] = most_points
        return path

    attacks = dict(CODE) if quick else CODE | HARM
    for i, (name, text) in enumerate(attacks.items()):
        _file(student(f"{i:03} {name}".replace("/", "|"), 0.0), notebook(text))
    for i, (name, make) in enumerate(FILES.items()):
        make(student(f"f{i:02} {name}", 0.0))
    for name in NAMES:
        _file(student(name, 3.0), notebook(ada=True))
    for name in ("ada", "f00 ada", "m ada", "zoe", "050 ada"):
        _file(student(name, 3.0), notebook(ada=True))
    return most


def world():
    """What must be the same afterwards: the course, and the places that attacks write to."""
    found = {}
    for top in ("optlab", "solutions", "exercises", "tools"):
        for path in sorted((course.ROOT / top).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    for path in (Path("/tmp/optlab-attack"), Path.home() / ".ipython" / "profile_default" / "startup" / "00.py", Path("/dev/shm/1")):
        found[str(path)] = path.exists()
    return found


def survivors():
    """Processes that came from a box."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes()
        except OSError:
            continue
        if b"/course/inside.py" in line and b"bwrap" not in line.split(b"\0")[0]:
            found.append(path.parent.name)
    return found


def leaks(out):
    """Lines of hidden tests and solutions, and secrets of the machine, in what students get to see."""
    exercise = course.exercise("04_momentum")
    hidden = {line.strip() for cell in exercise.cells.values() for part in course.HIDDEN.findall(cell.source) for line in part.splitlines()}
    secret = {line for line in hidden if len(line) > 25 and "###" not in line} | {"BEGIN SOLUTION", "root:x:", str(course.ROOT)}
    return [f"{path.name}: {line}" for path in (out / "feedback").glob("*.html") for line in secret if line in path.read_text("utf-8")]


def attack(folder, quick=False, jobs=2, seconds=6):
    """Grade the hostile class. {what got through: names}."""
    inn, out = folder / "in", folder / "out"
    inn.mkdir()
    most, before, alive = hand_in(inn, quick), world(), set(survivors())
    began = time.monotonic()
    rows = run.grade(inn, out, only=("04_momentum",), seconds=seconds, jobs=jobs, quiet=not sys.stderr.isatty())[0]
    took = time.monotonic() - began
    time.sleep(1)
    from .collect import shown

    points = {}
    for row in rows:
        points.setdefault(row["student"], []).append(row["score"])
    names = {shown(name): limit for name, limit in most.items()}
    honest = {name for name, limit in names.items() if limit}
    return dict(
        forged=[name for name, limit in names.items() if sum(points.get(name, [])) > limit],
        neighbours=[name for name in honest if sum(points.get(name, [])) != 3.0],
        lost=[name for name in names if len(points.get(name, [])) != 6],
        survivors=sorted(set(survivors()) - alive),
        changed=[path for path, what in world().items() if before.get(path) != what],
        leaks=leaks(out),
    ), _slowest(out), len(most) - len(honest), took


def _slowest(out):
    """The attacks that took longest: [(seconds, student)]."""
    found = [(json.loads(path.read_text())["seconds"], path.parent.name) for path in (out / "results").glob("*/*.json")]
    return sorted(found, reverse=True)[:5]


def main():
    parser = argparse.ArgumentParser(description="Grade a hostile class and say what got through.")
    parser.add_argument("--quick", action="store_true", help="without those that take memory, time and processes")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="optlab-attack-") as folder:
        found, slowest, attacks, took = attack(Path(folder), given.quick, given.jobs)
    for what, names in found.items():
        print(f"{len(names):4} {what}{': ' if names else ''}{', '.join(map(str, names))}")
    print(f"{attacks} attacks in {took:.0f} s; longest: {', '.join(f'{name} {seconds:.0f} s' for seconds, name in slowest)}")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
