"""Asset books: bytes of a spreadsheet in, typed rows and named faults out. Pure: no database, no clock."""
