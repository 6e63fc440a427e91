"""Notices: who must be told what has happened, by which channel, and the proof that it was sent."""
