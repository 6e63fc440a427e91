"""Reports of who answered for what: the same question about the past gives the same bytes for ever."""
