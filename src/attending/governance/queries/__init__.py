"""What is read of governance, a file for each subject."""
