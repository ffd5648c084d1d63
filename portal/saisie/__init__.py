"""What people type, whatever it is for: fields, values, repetitions, merging, saving as one goes.

A grid, a questionnaire or a simulator says what is asked; this application knows none of them.
"""
