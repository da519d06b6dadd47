"""Workflows: what they are, and how they run. Pure: no web, no SQL, no sockets."""
