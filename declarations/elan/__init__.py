"""The figures of the first exercice of a CLAS project: filed in ELAN, taken up here by the Caf (S).

Its own rooms, over the fields and saves of ``portal.saisie`` and the grid of the CLAS. The rest of
the declarations knows it by ``models`` and ``services.references`` alone.
"""
