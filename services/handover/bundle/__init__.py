"""The auditor's bundle: everything up to one signed checkpoint, in one file that is the same whenever it is
made.
"""
