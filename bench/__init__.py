"""What taisan costs above a bare floor on the same PostgreSQL: `make bench`."""
