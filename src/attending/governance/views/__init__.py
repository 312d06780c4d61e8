"""The pages of governance, a file for each subject."""
