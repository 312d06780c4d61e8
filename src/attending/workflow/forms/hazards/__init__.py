"""What people enter about hazards."""
