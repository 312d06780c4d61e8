"""The forms of the room."""
