"""What can go wrong with the record, in words that say what to do."""


class LedgerError(Exception):
    """The record refused something, or cannot answer; the message says why and what to do."""


class OutsideTransactionError(LedgerError):
    """An entry was to be appended outside ``transaction.atomic()``, where it could outlive what it records."""


class NoCheckpointError(LedgerError):
    """No signed checkpoint covers the entry yet."""
