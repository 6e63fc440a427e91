"""All that changes disposal cases, a file per part of their life."""
