"""A pair of keys for the examples: published here, so of no use for anything else."""

from typing import Final

PRIVATE_KEY: Final = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgb/fysVrYGy23ABv4
nzrR9El7VSmoPtgalxAZAvux4BOhRANCAAQ27nJVB78NbU+G7oUlbSTHi9Bwg+pj
VzEZjf85P/CYIiIpsifua9yyNNHM1reuQJR7hwftRdSH21SR2hRbltc0
-----END PRIVATE KEY-----
"""

PUBLIC_KEY: Final = """\
-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENu5yVQe/DW1Phu6FJW0kx4vQcIPq
Y1cxGY3/OT/wmCIiKbIn7mvcsjTRzNa3rkCUe4cH7UXUh9tUkdoUW5bXNA==
-----END PUBLIC KEY-----
"""
