"""Every read of the program; a constant number of queries each."""
