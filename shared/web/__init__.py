"""The HTTP side of every service: the door, its problems, its documents and its health."""
