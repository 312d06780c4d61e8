"""All the AI there is, reviewed or not, and what its vendors claim about it."""
