"""The face that speaks HTTP."""
