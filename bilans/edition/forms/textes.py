"""How long what is typed of an element may be, in characters."""

INTITULE_MAX = 500
AIDE_MAX = 2000
