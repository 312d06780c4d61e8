"""Every change of the hazard log."""
