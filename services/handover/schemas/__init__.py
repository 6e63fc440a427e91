"""The shapes that custody takes and answers. Amounts are whole VND; days are ISO dates.

`verify_answers` holds every answer of a test against these.
"""
