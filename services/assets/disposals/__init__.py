"""Disposal of public property: the life of a case, and the papers it prints."""
