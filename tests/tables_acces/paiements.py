"""Payments: profiles and accounts. The responsable decides profiles and reads no account."""

#          anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
AGENTS_CAF = "302 403  403 403 403  403 403 403  200 200 200 200  200 200 403"
DECIDE = "302 404  404 404 404  404 404 404  403 403 403 403  404 200 404"
LISTE = "302 403  403 200 200  403 200 200  200 200 200 200  200 200 403"
LECTURE = "302 404  404 200 200  404 404 404  200 200 200 200  404 404 404"
PROPOSE = "302 404  404 200 200  404 404 404  200 200 200 403  404 404 404"
CONFIRME = "302 404  404 403 403  404 404 404  200 200 200 403  404 404 404"
REFUSE = "302 404  404 200 403  404 404 404  200 200 200 403  404 404 404"


def envoye(codes: str, reussite: str = "422") -> str:
    """Codes of a form that is sent: anonymous, one is told how not to lose what it holds."""
    return codes.replace("302", "403", 1).replace("200", reussite)


def acte(nom: str, arguments: tuple[object, ...], codes: str, reussite: str = "422") -> dict:
    """The page of an act, and its form sent empty."""
    return {
        (f"paiements:{nom}", arguments, "get"): codes,
        (f"paiements:{nom}", arguments, "post"): envoye(codes, reussite),
    }


TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("paiements:profils", (), "get"): AGENTS_CAF,
    **acte("attribuer_profil", ("73",), DECIDE),
    ("paiements:comptes", (), "get"): LISTE,
    ("paiements:compte", ("adhesion",), "get"): LECTURE,
    ("paiements:compte", (999999,), "get"): "302 " + "404 " * 14,
    **acte("proposer_compte", ("adhesion",), PROPOSE),
    **acte("compte_payeur", ("73",), DECIDE),
    **acte("confirmer_compte", ("compte",), CONFIRME),
    **acte("refuser_compte", ("compte",), REFUSE),
    ("paiements:piece_compte", ("compte",), "get"): LECTURE,
}
