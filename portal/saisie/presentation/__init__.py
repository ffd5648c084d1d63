"""Fields, values and conflicts ready to be shown, whatever they are for."""
