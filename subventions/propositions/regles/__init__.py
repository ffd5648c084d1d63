"""Rules of the proposals: pure."""
