"""Pages where the answers to a questionnaire are counted, crossed, compared and taken away."""
