"""Forms of the browser pages."""
