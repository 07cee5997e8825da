"""An Article becomes an Extraction: mentions, events, claims, movements."""

from frontlines.extraction.output import to_format
from frontlines.extraction.reader import READER, extract

__all__ = ["READER", "extract", "to_format"]
