"""Pure rules of the simulator: scenarios in, amounts with what would move them out."""
