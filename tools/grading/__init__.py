"""Grading from outside: the learner's code runs in a box and gives values; what judges them runs no line of the learner's."""
