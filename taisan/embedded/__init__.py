"""Servers that taisan starts for itself: a private PostgreSQL."""
