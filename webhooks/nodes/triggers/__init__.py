"""The ways for a workflow to start."""
