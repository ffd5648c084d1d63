"""The editor of questionnaires: drafts composed, checked, published (a room of its own)."""
