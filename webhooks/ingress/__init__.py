"""Deciding what to do with an inbound request: values in, decisions out.

Code here does no I/O, reads no clock, and knows neither Flask nor SQL.
Everything it needs is an argument, so every rule is tested with a literal.
"""
