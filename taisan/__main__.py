"""`python -m taisan` is the command `taisan`."""

from taisan.cli import main

main(prog_name="taisan")
