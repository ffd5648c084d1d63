"""Plain data ready to show."""
