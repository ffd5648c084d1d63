"""Verbs of the simulator: compute scenarios, keep them, share them."""
