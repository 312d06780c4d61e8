"""What people enter about workflows."""
