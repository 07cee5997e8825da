"""Toponyms become places: gazetteer, geocoding, governorates, vague areas."""
