"""Files that people send: cleaned before they are kept, read in processes of their own."""
