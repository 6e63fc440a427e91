"""Yearly wear: the set-based statement, what it is given, and the worked table for people."""
