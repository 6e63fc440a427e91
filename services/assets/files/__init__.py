"""What a photo or a paper may belong to in the register. Cleaning is shared/files."""
