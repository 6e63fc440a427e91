"""One package per service; no service imports another."""
