"""How senders sign what they send: one engine for what the shelf declares.

The providers themselves are one file each in ``ingress/providers/``.
"""
