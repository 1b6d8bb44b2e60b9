"""What nbgrader needs to know of this course. `solutions/` is the source, `exercises/` what learners get."""

import os

c = get_config()  # noqa: F821  (nbgrader calls this file and gives it the function)

c.CourseDirectory.course_id = "optlab"
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

# What stands where the solution stood. A function keeps its signature and docstring, so a comment is enough.
c.ClearSolutions.code_stub = {"python": "# Your code here."}
c.ClearSolutions.text_stub = "*Your answer here.*"

c.OverwriteCells.add_missing_cells = True  # a deleted check cell comes back before it is graded
c.Execute.timeout = 60  # seconds for a cell, in Validate and when grading
