"""Declarations turned into Markdown."""
