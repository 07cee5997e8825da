"""Keeps what was read."""
