"""What the pages of the simulator send."""
