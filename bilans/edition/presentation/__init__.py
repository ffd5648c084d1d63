"""What the pages of the editor show, ready to be drawn."""
