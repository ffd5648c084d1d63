"""Counting answers: laying them flat as they are sent, choosing bilans, reading counts."""
