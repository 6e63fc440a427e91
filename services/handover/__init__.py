"""CUSTODY: handover and return records, recall cases, signatures, and the ledger that proves them."""
