"""The verbs of the diagnostics."""
