"""Pure decisions about concerns and incidents."""
