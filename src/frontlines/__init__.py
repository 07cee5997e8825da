"""Frontlines reads news reports of the Syria conflict and draws them, with the sentence behind every mark."""

__version__ = "0.1.0"
