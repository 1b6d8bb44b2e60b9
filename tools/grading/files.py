"""Files that are there whole or not at all."""

import json
import os
import tempfile
from pathlib import Path


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
