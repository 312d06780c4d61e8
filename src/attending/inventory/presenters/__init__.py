"""What the pages of the inventory show."""
