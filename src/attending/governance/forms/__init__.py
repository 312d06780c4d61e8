"""The forms of governance, a file for each subject."""
