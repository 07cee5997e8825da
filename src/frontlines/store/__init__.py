"""Keeps what was read."""

from frontlines.store.store import Store

__all__ = ["Store"]
