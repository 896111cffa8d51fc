"""`python -m screenplay2board` is `s2b`."""

from screenplay2board.cli import main

main(prog_name="s2b")
