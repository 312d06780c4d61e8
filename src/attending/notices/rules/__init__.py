"""Pure decisions about notices."""
