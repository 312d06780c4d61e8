"""Every change of concerns and incidents."""
