"""Every change of the room: a survey is made, evidence kept elsewhere is recorded or withdrawn."""
