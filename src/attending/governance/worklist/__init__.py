"""What governance asks of people, a file for each subject."""
