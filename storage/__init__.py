"""What the bot remembers: what has `tx` as its first parameter happens inside one transaction, nothing else does."""

from storage.engine import Store, StoreBusy, StoreTaken, Transaction

__all__ = ["Store", "StoreBusy", "StoreTaken", "Transaction"]
