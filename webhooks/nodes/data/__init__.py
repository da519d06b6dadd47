"""Nodes that fetch and keep data."""
