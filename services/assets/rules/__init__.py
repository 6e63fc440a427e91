"""Decisions of the register, pure: a file per noun. No database, no clock, no HTTP."""
