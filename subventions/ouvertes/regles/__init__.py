"""Rules of the open data: pure."""
