"""Tests of the live figures in a real JupyterLab in a real browser."""
