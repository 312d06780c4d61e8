"""Every read of safety; a constant number of queries each."""
