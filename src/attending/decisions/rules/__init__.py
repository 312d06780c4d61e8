"""What may be decided by whom, and what exactly is signed. Pure: facts in, verdicts and texts out."""
