"""`python -m training STEP`."""

from training.cli import main

main()
