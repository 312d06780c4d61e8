"""What safety answers for as findings."""
