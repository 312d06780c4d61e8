"""Every read of the review room."""
