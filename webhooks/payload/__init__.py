"""The payload that a workflow works on: its values, its paths, its JSON text.

Pure like ``ingress/``: nothing here waits, opens anything or reads a clock.
Values behave as in JavaScript, because the exports that we run were written
for it.
"""
