"""What is gathered and written of the open data."""
