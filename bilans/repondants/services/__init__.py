"""The verbs of the personal links."""
