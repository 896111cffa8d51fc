"""`s2b`, which is also `python -m screenplay2board`.

Worker processes load the module that the program was started from. They need no command line, so that it is loaded here
only when it runs.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from screenplay2board.cli import main as command

    command(prog_name="s2b")


if __name__ == "__main__":
    main()
