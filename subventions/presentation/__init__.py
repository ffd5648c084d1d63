"""Barèmes as people read them."""
