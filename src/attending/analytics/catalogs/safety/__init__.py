"""Facts about concerns and incidents: what may be tapped, how harm is judged, and to whom it is reported."""
