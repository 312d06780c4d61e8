"""What the pages of governance show, a file for each subject."""
