"""Pages of the editor: one module per screen."""
