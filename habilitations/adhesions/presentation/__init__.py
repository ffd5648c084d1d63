"""The adhesions in words."""
