"""Pages of the bilans: one module per screen."""
