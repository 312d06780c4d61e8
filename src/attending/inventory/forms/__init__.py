"""What the pages of the inventory ask."""
