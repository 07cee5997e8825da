"""A file, a web page or pasted text becomes an Article."""

from frontlines.reading.source import READABLE, STDIN, read

__all__ = ["READABLE", "STDIN", "read"]
