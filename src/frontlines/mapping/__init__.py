"""Draws zones, fronts, movements and events on an offline folium map."""
