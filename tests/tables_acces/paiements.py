"""Payments: the responsable decides profiles, and reads neither account nor amount."""

#          anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
AGENTS_CAF = "302 403  403 403 403  403 403 403  200 200 200 200  200 200 403"
DECIDE = "302 404  404 404 404  404 404 404  403 403 403 403  404 200 404"
LISTE = "302 403  403 200 200  403 200 200  200 200 200 200  200 200 403"
ANCIENS = "302 403  200 200 200  200 200 200  403 403 403 403  403 403 403"
LECTURE = "302 404  404 200 200  404 404 404  200 200 200 200  404 404 404"
PROPOSE = "302 404  404 200 200  404 404 404  200 200 200 403  404 404 404"
CONFIRME = "302 404  404 403 403  404 404 404  200 200 200 403  404 404 404"
REFUSE = "302 404  404 200 403  404 404 404  200 200 200 403  404 404 404"

LOTS = "302 403  403 403 403  403 403 403  200 200 200 200  200 403 403"
PROPOSER = "302 404  404 404 404  404 404 404  200 200 200 403  404 404 404"
LOT = "302 404  404 404 404  404 404 404  200 200 200 200  404 404 404"
# « conseiller » proposed it: a colleague orders it.
ORDONNE = "302 404  404 404 404  404 404 404  403 200 200 403  404 404 404"
TRAITE = "302 404  404 404 404  404 404 404  200 200 200 403  404 404 404"
EXPORTE = TRAITE.replace("200", "302")
DOSSIER = "302 404  200 200 200  404 404 404  200 200 200 200  404 404 404"
DOSSIER_TRAITE = "302 404  403 403 403  404 404 404  200 200 200 403  404 404 404"
# Of a CCT, who gives the activity reads no amount.
RESERVE = "302 404  403 200 200  404 404 404  200 200 200 200  404 404 404"


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
    ("paiements:anciens", (), "get"): ANCIENS,
    ("paiements:lots", (), "get"): LOTS,
    ("paiements:nouveau_lot", ("73",), "get"): PROPOSER,
    ("paiements:nouveau_lot", ("73",), "post"): envoye(PROPOSER),
    ("paiements:releve", ("73",), "get"): PROPOSER,
    ("paiements:releve", ("73",), "post"): envoye(PROPOSER),
    ("paiements:lot", ("lot",), "get"): LOT,
    ("paiements:lot", (999999,), "get"): "302 " + "404 " * 14,
    **acte("ordonner_lot", ("lot",), ORDONNE),
    **acte("refuser_lot", ("lot",), TRAITE),
    **acte("payer_lot", ("lot",), TRAITE),
    ("paiements:lot_xlsx", ("lot",), "get"): EXPORTE,
    ("paiements:lot_csv", ("lot",), "get"): EXPORTE,
    ("paiements:lot_sepa", ("lot",), "get"): EXPORTE,
    **acte("retirer_versement", ("versement",), TRAITE),
    **acte("rejeter_versement", ("versement",), TRAITE),
    ("paiements:echeancier", ("equipement", 2026), "get"): DOSSIER,
    ("paiements:echeancier", ("equipement", 1999), "get"): "302 " + "404 " * 14,
    ("paiements:echeancier", ("coordination", 2026), "get"): RESERVE,
    **acte("accepter_ecart", ("equipement", 2026), DOSSIER_TRAITE),
    **acte("notifier_indu", ("equipement", 2026), DOSSIER_TRAITE),
    ("paiements:indus", (), "get"): LOTS,
    ("paiements:indu", ("indu",), "get"): DOSSIER,
    ("paiements:indu", (999999,), "get"): "302 " + "404 " * 14,
    **acte("rembourser_indu", ("indu",), DOSSIER_TRAITE),
    **acte("mode_indu", ("indu",), DOSSIER_TRAITE),
    **acte("annuler_indu", ("indu",), DOSSIER_TRAITE),
    ("paiements:demander_lettre_indu", ("indu",), "post"): envoye(DOSSIER, "302"),
    ("paiements:demander_lettre_indu", (999999,), "post"): "403 " + "404 " * 14,
    ("paiements:lettre_indu", (999999,), "get"): "302 " + "404 " * 14,
}
