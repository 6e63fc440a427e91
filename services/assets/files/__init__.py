"""Photos and papers of things of the register: cleaned before they are kept, never deleted."""
