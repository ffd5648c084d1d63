"""What a monitoring server reads of the portal: counts and durations, never a name nor a figure."""
