"""Every change of strategy; each checks the right to act and appends to the ledger."""
