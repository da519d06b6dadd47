"""Tests of the verifications."""
