"""Nodes that end the iterations of a loop."""
