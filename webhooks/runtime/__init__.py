"""Machinery that lives as long as the process: replies, live view, limits."""
