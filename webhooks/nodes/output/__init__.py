"""Nodes that tell somebody something."""
