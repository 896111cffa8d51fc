"""Labelled pictures drawn with the stage: any number, balanced, free of others' rights."""
