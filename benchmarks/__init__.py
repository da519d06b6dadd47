"""Measures what docs/performance.md promises; the command is benchmarks/run."""
