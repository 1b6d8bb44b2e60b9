"""Files that are there whole or not at all, and folders that do not outlive the process that uses them."""

import atexit
import contextlib
import functools
import json
import os
import shutil
import tempfile
from pathlib import Path

if os.name == "nt":
    import msvcrt
else:
    import fcntl


def write(path, text, encoding="utf-8"):
    """Write a file aside and give it its name at the end; one with the same text stays as it is."""
    path, data = Path(path), text.encode(encoding, "replace")
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    number, aside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(number)
        os.chmod(aside, 0o644)
        os.replace(aside, path)
    except BaseException:
        os.unlink(aside)
        raise


def read(path, otherwise=None):
    """What is in a file of JSON; the other value if there is none that can be read."""
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError):
        return otherwise


def hold(path):
    """Hold a file until this process ends, however it ends: the open file. None if another one holds it, or none can be held."""
    file = open(path, "a")
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1) if os.name == "nt" else fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    file.truncate(0)
    file.write("held")  # a file in which this stands was held once
    file.flush()
    return file


def alone(grade):
    """A function grade(folder, to, …) that no other process runs for the same folder of results: BlockingIOError if one does."""

    @functools.wraps(grade)
    def guarded(folder, to="grading", *more, **named):
        root = Path(to).resolve()
        root.mkdir(parents=True, exist_ok=True)
        held = hold(root / ".held")
        if not held and (root / ".held").stat().st_size:  # it is empty where files cannot be held
            raise BlockingIOError(f"another grader writes to {to}; wait until it ends, or choose another folder with --to")
        try:
            return grade(folder, to, *more, **named)
        finally:
            if held:
                held.close()

    return guarded


def own_folder(prefix):
    """A folder for temporary files, which goes when this process ends. What one that was killed has left behind goes now."""
    for old in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with contextlib.suppress(OSError):  # another grader may be as fast
            ours = not old.is_symlink() and (os.name == "nt" or old.stat().st_uid == os.getuid())
            if ours and (old / "held").stat().st_size and (held := hold(old / "held")):
                held.close()
                shutil.rmtree(old)
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    held = hold(folder / "held")
    atexit.register(lambda: (held and held.close(), shutil.rmtree(folder, ignore_errors=True)))
    return folder
