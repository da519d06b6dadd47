"""Templates and expressions: the languages in which workflows read a payload.

Pure like ``payload/``: nothing here waits or opens anything, and the clock is
given. Text from users becomes closures once; a budget stops each run of them.
"""
