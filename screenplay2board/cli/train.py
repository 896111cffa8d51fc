"""`s2b train STEP`: the steps of `python -m training`."""

from training.cli import command

__all__ = ["command"]
