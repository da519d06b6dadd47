"""Notes on the canvas."""
