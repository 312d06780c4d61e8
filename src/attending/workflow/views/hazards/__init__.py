"""The pages of the hazard log."""
