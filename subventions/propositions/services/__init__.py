"""The verbs of the proposals."""
