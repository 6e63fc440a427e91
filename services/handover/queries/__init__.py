"""All that only looks."""
