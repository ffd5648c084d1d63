"""The bench: the portal under its production settings, on the national set, beside a floor.

``make bench ECHELLE=1|10|100``. It lives with the tests, which the image does not hold: its floor
views cannot be reached in production. See docs/mesures.md and docs/decisions/0020.
"""
