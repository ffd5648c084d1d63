"""Screens of the proposals."""
