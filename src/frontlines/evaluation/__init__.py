"""Scores extractions and control against what is known."""

from frontlines.evaluation.scorer import as_lines, read_gold, score

__all__ = ["as_lines", "read_gold", "score"]
