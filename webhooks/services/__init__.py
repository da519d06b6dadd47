"""Use cases: what the faces ask for, in terms of storage and runtime."""
