"""A review on paper: as text for a terminal, as one HTML file, as PDF. The same figures everywhere; no database."""
