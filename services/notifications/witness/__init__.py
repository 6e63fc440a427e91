"""The witness of the custody ledger: in another database, with a key of its own, it cosigns what holds with
all that it saw before, and keeps both notes of what does not.
"""
