"""An Article becomes an Extraction: mentions, events, claims, movements."""
