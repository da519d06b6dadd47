"""The language of expressions: JavaScript's operators over templates as values.

``{{...}}`` is a variable with its type here, ``^`` is the power, and nothing can
be assigned, called or reached but what is listed in ``functions.py``.
"""
