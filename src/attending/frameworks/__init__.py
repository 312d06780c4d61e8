"""What outside frameworks ask, and which records are relevant evidence for it."""
