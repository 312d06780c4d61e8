"""What goes wrong with AI where care happens: concerns from the units, and incidents."""
