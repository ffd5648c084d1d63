"""Open data: what was granted above the threshold of the law, in the published schema."""
