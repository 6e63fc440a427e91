"""Papers that were given out: what kinds there are, how a copy is told from another, reading what a stranger
drops.
"""
