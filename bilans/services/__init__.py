"""The verbs of the bilans: each locks, checks, writes and tells, in one transaction."""
