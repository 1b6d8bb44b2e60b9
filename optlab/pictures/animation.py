"""`animate`: a comparison as a film, drawn with the frames of the live figures."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import warnings

import numpy as np

from ..run import inputs
from ..theory import rates
from . import plots, runs, views
from .progress import Progress

_ENDINGS = (".mp4", ".webp", ".gif")


def animate(step, landscape, filename, *, fps=25, size=(900, 480), x0=None, steps=125, seed=0, log=True, hold=1.0, **look):
    """Write a film of runs on a landscape, one frame a step: an .mp4, an animated .webp or a .gif.

    step : a step, (step, dict[, label]), a list of those, or a line-up's name, as for `explore`.
    landscape : a `Landscape` of one or two coordinates or its name. x0, steps, seed : as in `descend`.
    fps : frames a second. size : (width, height) in pixels, rounded up to even numbers. hold : seconds that the last frame stays.
    log : whether the loss has a logarithmic axis. **look : theme ("light" or "dark") and scale of `plots.Painter`.

    Returns the path of the file. An .mp4 needs the program ffmpeg; without it the film becomes a .webp beside it, with a
    warning. The file appears when it is complete: an interrupted film leaves nothing.
    """
    path = pathlib.Path(filename)
    if path.suffix.lower() not in _ENDINGS:
        raise ValueError(f"filename is {str(filename)!r}; it must end in {', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]}.")
    if not path.parent.is_dir():
        raise ValueError(f"filename is {str(filename)!r}; its folder does not exist.")
    if not 1 <= fps <= 100:
        raise ValueError(f"fps is {inputs.show(fps)}; it must be in [1, 100].")
    if path.suffix.lower() == ".mp4" and shutil.which("ffmpeg") is None:
        path = path.with_suffix(".webp")
        warnings.warn(f"the program ffmpeg is not there, so the film is {path.name}.", stacklevel=2)
    size = tuple(int(side) + int(side) % 2 for side in size)
    chosen, landscape = runs.take(step), runs.take_landscape(landscape)
    scenes = _scenes(chosen, landscape, x0, inputs.steps(steps), seed, log)
    painter = plots.Painter(size, legend=True, **look)
    part = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        with Progress(steps + 1, path.name) as progress:
            frames = _frames(painter, scenes, progress)
            if path.suffix.lower() == ".mp4":
                _with_ffmpeg(frames, size, fps, hold, part)
            else:
                _with_pillow(frames, fps, hold, part, path.suffix.lower()[1:])
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _scenes(chosen, landscape, x0, steps, seed, log):
    """One scene for each step, all with the same limits: only curves and marks are drawn anew."""
    curvature = rates.curvature(landscape) if len(landscape.start) == 2 else None
    traces = [runs.descent(run, landscape, x0, steps, seed) for run in chosen]
    view = views.terrain if len(landscape.start) == 2 else views.race
    over = views.grounds(landscape)
    start = list(landscape.start if x0 is None else x0)
    for shown in range(steps + 1):
        yield view(chosen, traces, landscape, over, start=start, shown=shown, steps=steps, log=log, curvature=curvature)


def _frames(painter, scenes, progress):
    """RGB frames (height, width, 3)."""
    for scene in scenes:
        yield np.ascontiguousarray(painter.frame(scene))
        progress.step()


def _with_ffmpeg(frames, size, fps, hold, part):
    command = ["ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}",
               "-r", str(fps), "-i", "-", "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f", "mp4", str(part)]  # fmt: skip
    with tempfile.TemporaryFile() as said:
        ffmpeg = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said)
        try:
            for frame in frames:
                ffmpeg.stdin.write(frame.data)
            for _ in range(round(hold * fps) - 1):
                ffmpeg.stdin.write(frame.data)
            ffmpeg.stdin.close()
            failed = ffmpeg.wait() != 0
        except BrokenPipeError:
            failed = True
        finally:
            if ffmpeg.poll() is None:
                ffmpeg.kill()
            ffmpeg.wait()
            with contextlib.suppress(BrokenPipeError):
                ffmpeg.stdin.close()
        if failed:
            said.seek(0)
            raise RuntimeError(f"ffmpeg could not write the film: {said.read().decode(errors='replace').strip()}")


def _with_pillow(frames, fps, hold, part, kind):
    from PIL import Image

    images = [Image.fromarray(frame) for frame in frames]
    if kind == "gif":
        palette = images[-1].quantize(128, dither=Image.Dither.NONE)  # one palette, from the frame with the most on it
        images = [image.quantize(palette=palette, dither=Image.Dither.NONE) for image in images]
    times = [round(1000 / fps)] * len(images)
    times[-1] = max(times[-1], round(1000 * hold))
    # A film of lines at quality 65 is a tenth of the lossless one, and looks the same.
    options = dict(quality=65, method=4, minimize_size=True) if kind == "webp" else dict(optimize=False)
    images[0].save(part, kind.upper(), save_all=True, append_images=images[1:], duration=times, loop=0, **options)
