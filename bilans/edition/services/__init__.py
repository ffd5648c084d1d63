"""Verbs of the editor: each locks, checks, writes and tells, in one transaction."""
