"""The whole set on one machine: the command line, the embedded servers, the demo data."""
