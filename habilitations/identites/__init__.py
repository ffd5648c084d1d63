"""Logging in with the directory of one's Caf (OpenID Connect): docs/decisions/0053.

Off unless ``ANNUAIRES`` names a Caf; then nothing of it is loaded, nor asked of any network.

    reglages.py     what is configured, and for whom
    services.py     who may use a directory, and the end of a link
    adaptateur.py   what allauth asks: identities are matched by a link made once, never otherwise
    protocole.py    the protocol itself, held tighter; loaded only when it is used
    views.py        the page of one's link, and the two steps of the protocol
"""
