"""Every change of an incident: reported, judged, acted on, reported to others, closed."""
