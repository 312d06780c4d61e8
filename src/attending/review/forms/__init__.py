"""Every form of the review room."""
