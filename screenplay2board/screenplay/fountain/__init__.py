"""The Fountain 1.1 reader (https://fountain.io/syntax)."""

from screenplay2board.screenplay.fountain.reader import read_fountain

__all__ = ["read_fountain"]
