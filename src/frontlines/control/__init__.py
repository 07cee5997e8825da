"""Claims become who held what: state, zones, fronts, change."""
