"""The custody ledger: what is hashed, how entries hang together, and a verifier apart from our code."""
