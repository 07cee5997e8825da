"""The page: ``frontlines app`` starts it."""
