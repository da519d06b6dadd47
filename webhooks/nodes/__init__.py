"""Every trigger and node type: one declaration in one file each."""
