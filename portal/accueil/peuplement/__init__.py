"""A national set of data, made of nothing but a seed: what the portal is measured on.

One module per aggregate; ``chargement`` leads. Nothing goes through the services: at the size of
the country they would take days. What they compute (estimates, checks, hashes, seals) is computed
here by the same rules and functions, once for each kind of file (``patrons``), and rows are written
by COPY. The same seed and the same day give the same rows, whatever the number of Cafs: a person
of the first Caf has the same files at 1 %, 10 % and 100 %.
"""
