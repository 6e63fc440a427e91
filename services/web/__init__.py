"""The people's side: pages that work as plain forms. It keeps accounts and sessions, no business data."""
