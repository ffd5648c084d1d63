"""Pages of the links: for who answers, and for the Caf that asks."""
