"""A compiler from screenplays to storyboard books."""

__version__ = "0.1.0"
