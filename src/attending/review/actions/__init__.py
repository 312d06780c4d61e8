"""Every change of the review room."""
