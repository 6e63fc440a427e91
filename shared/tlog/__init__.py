"""Transparency logs: Merkle trees (RFC 6962) and signed checkpoints (C2SP), for the log and its witnesses."""
