"""Every change of the program. Each runs in one transaction, checks the right to act, and appends to the ledger."""
