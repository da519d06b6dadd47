"""Servers that are broken on purpose, to prove that tests can fail."""

# How many deliveries get to the disk of ``early_answer`` before it hangs.
STORED_AT_MOST = 30
