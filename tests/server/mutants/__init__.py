"""Servers that are broken on purpose, to prove that tests can fail."""
