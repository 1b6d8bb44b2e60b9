"""Grade what was handed in: submissions/<student>/<exercise>/<exercise>.ipynb.

    python tools/grade.py submissions                results in grading/
    python tools/grade.py submissions --to here      results in here/
    python tools/grade.py submissions --jobs 4       four notebooks at a time
    python tools/grade.py submissions --scheduler tcp://…    on a Dask cluster

Results: grades.csv, a row for each question; totals.csv, a row for each student; feedback/<student>.html; gradebook.db and
autograded/ in nbgrader's own form. The code of a submission runs in a box that sees nothing of this machine.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]  # not an installed one

from grading import box, collect, course, run  # noqa: E402


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Grade submissions/<student>/<exercise>/<exercise>.ipynb.")
    say = parser.add_argument
    say("submissions", type=Path, help="the folder with one folder for each student")
    say("--to", default="grading", help="where the results go (default: grading)")
    say("--only", nargs="+", default=(), choices=course.names(), metavar="EXERCISE", help="such as 04_momentum; default: all")
    say("--timeout", type=int, default=30, help="seconds for one question (default: 30); a notebook has four times that")
    say("--again", "--force", action="store_true", help="grade also what has not changed since the last time")
    say("--jobs", type=int, default=1, help="notebooks at a time on this machine (default: 1)")
    say("--scheduler", default="", metavar="tcp://…", help="the address of a Dask scheduler, which then does the work")
    say("--container", default="", choices=("docker", "podman"), help="where there is no bubblewrap: run the box in a container")
    say("--image", default=box.IMAGE, help=f"the container's image, with Python and numpy in it (default: {box.IMAGE})")
    say("--unsafe", action="store_true", help="NO ISOLATION: submissions run with your rights, on your files, with your network")
    given = parser.parse_args(arguments)
    if not given.submissions.is_dir() or not collect.students(given.submissions)[0]:
        parser.error(f"{given.submissions} is not a folder with a folder for each student.")
    try:
        far = given.scheduler and not given.container and not given.unsafe
        kind = "" if far else box.choose(given.container, given.unsafe, given.image)
    except box.NoBox as error:
        parser.error(str(error))
    if given.unsafe:
        print("No isolation: submissions run with your rights, on your files, with your network.", file=sys.stderr)
    settings = dict(jobs=max(1, given.jobs), kind=kind, image=given.image, scheduler=given.scheduler)
    try:
        found = run.grade(given.submissions, given.to, tuple(given.only), given.timeout, given.again, **settings)
    except (OSError, KeyboardInterrupt) as error:
        why = "Stopped" if isinstance(error, KeyboardInterrupt) else f"Stopped: {error}"
        parser.exit(1, f"{why}. What was graded is kept in {given.to}; the same command goes on from there.\n")
    for line in run.summary(*found, given.to):
        print(line.encode(sys.stdout.encoding or "utf-8", "replace").decode(sys.stdout.encoding or "utf-8"))


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main())
