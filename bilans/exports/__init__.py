"""What is drawn from a questionnaire to be taken elsewhere."""
