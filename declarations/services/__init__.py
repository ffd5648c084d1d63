"""The verbs of a declaration: one function each, in one transaction."""
