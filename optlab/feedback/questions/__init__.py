"""What the chapters ask, a file for each; `optlab.predict(name)` finds a question by its name in `QUESTIONS`."""
