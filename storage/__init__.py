"""What the bot remembers: what has `tx` as its first parameter happens inside one transaction, nothing else does."""

from storage.engine import Store, StoreBusy, Transaction

__all__ = ["Store", "StoreBusy", "Transaction"]
