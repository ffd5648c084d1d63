"""Electronic seals of the PDFs that the portal issues: the authority, sealing, checking.

Not the seals of the journal (``portal.socle.sceaux``): those sign hashes for the portal itself,
these are read by anybody with an ordinary PDF reader (docs/decisions/0037).
"""
