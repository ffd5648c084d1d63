"""Who keeps the annuaire: the responsable of a Caf its own, the national administrator all."""

#                 anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
ANNUAIRE = "302 403  403 403 403  403 403 403  403 403 403 403  403 200 200"
# Under an équipement, whoever follows it writes too.
TENU = "302 404  403 403 403  404 404 404  200 200 403 403  404 200 200"
INCONNU = "302 403  403 403 403  403 403 403  403 403 403 403  403 404 404"


def envoye(codes: str, reussite: str = "422") -> str:
    """Codes of a form that is sent: anonymous, one is told how not to lose what it holds."""
    return codes.replace("302", "403", 1).replace("200", reussite)


def acte(nom: str, arguments: tuple[object, ...], codes: str, reussite: str = "422") -> dict:
    """The page of an act, and its form sent empty."""
    return {
        (f"annuaire:{nom}", arguments, "get"): codes,
        (f"annuaire:{nom}", arguments, "post"): envoye(codes, reussite),
    }


TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("annuaire:gestionnaires", (), "get"): ANNUAIRE,
    ("annuaire:exporter_gestionnaires", (), "get"): ANNUAIRE,
    ("annuaire:gestionnaire", ("gestionnaire",), "get"): ANNUAIRE,
    ("annuaire:gestionnaire", (999999,), "get"): INCONNU,
    **acte("ajouter_gestionnaire", (), ANNUAIRE),
    **acte("modifier_gestionnaire", ("gestionnaire",), ANNUAIRE),
    **acte("siret", ("gestionnaire",), ANNUAIRE),
    **acte("supprimer_gestionnaire", ("gestionnaire",), ANNUAIRE, "302"),
    ("annuaire:equipements", (), "get"): ANNUAIRE,
    ("annuaire:exporter_equipements", (), "get"): ANNUAIRE,
    ("annuaire:equipement", ("equipement",), "get"): ANNUAIRE,
    ("annuaire:equipement", (999999,), "get"): INCONNU,
    **acte("ajouter_equipement", (), ANNUAIRE),
    **acte("modifier_equipement", ("equipement",), ANNUAIRE),
    **acte("fermer_equipement", ("equipement",), ANNUAIRE),
    **acte("rouvrir_equipement", ("equipement",), ANNUAIRE, "302"),
    **acte("supprimer_equipement", ("equipement",), ANNUAIRE, "302"),
    ("annuaire:lieux", (), "get"): ANNUAIRE,
    ("annuaire:exporter_lieux", (), "get"): ANNUAIRE,
    ("annuaire:papiers", (), "get"): ANNUAIRE,
    ("annuaire:exporter_papiers", (), "get"): ANNUAIRE,
    **acte("ajouter_lieu", ("equipement",), TENU),
    **acte("lieu", ("lieu",), TENU),
    **acte("supprimer_lieu", ("lieu",), TENU, "302"),
    **acte("ajouter_convention", ("equipement",), TENU),
    **acte("convention", ("convention",), TENU),
    **acte("supprimer_convention", ("convention",), TENU, "302"),
    ("annuaire:exporter", (), "get"): ANNUAIRE,
    ("annuaire:modele", (), "get"): ANNUAIRE,
    **acte("importer", (), ANNUAIRE),
    ("annuaire:import", ("import",), "get"): INCONNU.replace("404", "200", 1),
    ("annuaire:import", (999999,), "get"): INCONNU,
    **acte("caf", (), ANNUAIRE),
    ("annuaire:portefeuilles", (), "get"): ANNUAIRE,
    ("annuaire:exporter_portefeuilles", (), "get"): ANNUAIRE,
    ("annuaire:portefeuille", ("portefeuille",), "get"): ANNUAIRE,
    ("annuaire:portefeuille", (999999,), "get"): INCONNU,
    **acte("ajouter_portefeuille", (), ANNUAIRE),
    **acte("modifier_portefeuille", ("portefeuille",), ANNUAIRE),
    **acte("remplacement", ("portefeuille",), ANNUAIRE),
    **acte("deplacer", ("portefeuille",), ANNUAIRE),
    **acte("supprimer_portefeuille", ("portefeuille",), ANNUAIRE, "302"),
    ("annuaire:agents", (), "get"): ANNUAIRE,
    ("annuaire:exporter_agents", (), "get"): ANNUAIRE,
    ("annuaire:agent", ("agent",), "get"): ANNUAIRE,
    ("annuaire:agent", (999999,), "get"): INCONNU,
    **acte("nommer", (), ANNUAIRE),
    **acte("terminer", ("affectation",), ANNUAIRE),
    ("annuaire:terminer", (999999,), "get"): INCONNU,
    ("relances:etapes", (), "get"): ANNUAIRE,
    ("relances:ajouter_etape", (), "get"): ANNUAIRE,
    ("relances:ajouter_etape", (), "post"): envoye(ANNUAIRE),
    ("relances:regler_etape", ("avant", 15), "get"): ANNUAIRE,
    ("relances:regler_etape", ("avant", 119), "get"): INCONNU,
    ("relances:regler_etape", ("avant", 15), "post"): envoye(ANNUAIRE, "302"),
}
