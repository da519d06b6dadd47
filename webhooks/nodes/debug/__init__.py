"""Nodes for whoever looks at a run."""
