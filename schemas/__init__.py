"""The records that travel between steps and the tables they end in: one definition each."""
