"""Pages for administrators: the organisation, its people, seats, sites and units; and what leaders name."""
