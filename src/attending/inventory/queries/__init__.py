"""Every read of the inventory."""
