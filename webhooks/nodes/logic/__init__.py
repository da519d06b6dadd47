"""Nodes that decide and compute."""
