"""A believable instance to look at: who is in it, and what happened to them.

What is stored went the way of every request and run, under a clock that tells the
story's time; nothing is written past the code that the product uses.
"""
