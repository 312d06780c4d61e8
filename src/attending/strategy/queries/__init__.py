"""Every read of strategy; a constant number of queries each."""
