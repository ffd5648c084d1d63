"""Proposals as people read them."""
