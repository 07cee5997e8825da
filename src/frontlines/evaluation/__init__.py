"""Scores extractions and control against what is known."""
