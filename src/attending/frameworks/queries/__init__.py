"""What is read of surveys and of evidence kept elsewhere; a constant number of queries each."""
