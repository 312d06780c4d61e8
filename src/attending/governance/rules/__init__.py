"""What governance decides, without a database, a file for each subject."""
