"""A file, a web page or pasted text becomes an Article."""

from frontlines.reading.front_matter import Part
from frontlines.reading.source import READABLE, STDIN, largest, read, reports_of
from frontlines.reading.tables import TABLES

__all__ = ["READABLE", "STDIN", "TABLES", "Part", "largest", "read", "reports_of"]
