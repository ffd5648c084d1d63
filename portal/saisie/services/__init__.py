"""The verbs of what is typed, whatever it is for."""
