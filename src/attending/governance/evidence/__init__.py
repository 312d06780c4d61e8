"""What governance can say as evidence, a file for each subject."""
