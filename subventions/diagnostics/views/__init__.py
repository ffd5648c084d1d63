"""Screens of the diagnostics."""
