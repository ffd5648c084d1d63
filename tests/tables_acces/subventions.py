"""Barèmes: agents read them, the nation and the CCD of a Caf propose and publish."""

#               anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
AGENTS = "302 403  403 403 403  403 403 403  200 200 200 200  200 200 200"
TIENNENT = "302 403  403 403 403  403 403 403  403 403 403 200  403 403 200"
NATIONALE = "302 403  403 403 403  403 403 403  404 404 404 404  404 404 200"
INCONNUE = "302 403  403 403 403  403 403 403  404 404 404 404  404 404 404"
# The nation made this proposal: another person publishes it.
LA_SIENNE = NATIONALE.replace("200", "403")


def envoye(codes: str, reussite: str = "422") -> str:
    """Codes of a form that is sent: anonymous, one is told how not to lose what it holds."""
    return codes.replace("302", "403", 1).replace("200", reussite)


# One Caf, the CCD's own; all of them for the nation.
OUVERTES = "302 403  403 403 403  403 403 403  403 403 403 200  403 403 200"

DIAGNOSTICS = "302 403  403 200 200  403 200 200  200 200 200 200  200 403 403"
LUE = "302 404  403 200 200  404 404 404  200 200 200 200  404 404 404"
DEMANDE = "302 404  403 200 200  404 404 404  403 403 403 403  404 404 404"
# The responsable reads the équipement, and asks for nothing.
CTG = "302 404  403 200 200  404 404 404  403 403 403 403  404 403 404"
DECISION = "302 404  403 403 403  404 404 404  200 200 403 403  404 404 404"


def acte(nom: str, codes: str) -> dict[tuple[str, tuple[object, ...], str], str]:
    """The page of an act on a diagnostic, and its form sent empty."""
    arguments = ("etude",)
    return {
        (f"diagnostics:{nom}", arguments, "get"): codes,
        (f"diagnostics:{nom}", arguments, "post"): envoye(codes),
    }


TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("diagnostics:liste", (), "get"): DIAGNOSTICS,
    ("diagnostics:demander", ("cof",), "get"): CTG,
    ("diagnostics:demander", ("cof",), "post"): envoye(CTG),
    ("diagnostics:demande", ("etude",), "get"): LUE,
    ("diagnostics:facture", ("etude",), "get"): LUE,
    **acte("retirer", DEMANDE),
    **acte("accepter", DECISION),
    **acte("refuser", DECISION),
    **acte("payer", DECISION),
    ("ouvertes:page", (), "get"): OUVERTES,
    # The Caf of the world has no SIRET: nothing to hand out.
    ("ouvertes:fichier", (), "get"): OUVERTES.replace("200", "302"),
    ("subventions:baremes", (), "get"): AGENTS,
    ("subventions:comparer", (), "get"): AGENTS,
    ("propositions:liste", (), "get"): AGENTS,
    ("propositions:nouvelle", (), "get"): TIENNENT,
    ("propositions:nouvelle", (), "post"): envoye(TIENNENT),
    ("propositions:proposition", ("proposition",), "get"): NATIONALE,
    ("propositions:proposition", (999999,), "get"): INCONNUE,
    ("propositions:document", ("proposition",), "get"): NATIONALE,
    ("propositions:joindre", ("proposition",), "get"): NATIONALE,
    ("propositions:joindre", ("proposition",), "post"): envoye(NATIONALE),
    ("propositions:recalculer", ("proposition",), "post"): envoye(NATIONALE, "302"),
    ("propositions:publier", ("proposition",), "get"): LA_SIENNE,
    ("propositions:publier", ("proposition",), "post"): envoye(LA_SIENNE),
    ("propositions:ecarter", ("proposition",), "get"): NATIONALE,
    ("propositions:ecarter", ("proposition",), "post"): envoye(NATIONALE),
}
