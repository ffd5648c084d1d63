"""Who may open the pages where rights are asked for, granted, reviewed and withdrawn."""

TOUS = "200 " * 15
#                 anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
GERES = "302 404  200 404 404  404 404 404  404 404 404 404  404 200 404"
# What the responsable of the Caf alone may do; nobody else looks after these rights.
SIGNES = "302 404  404 404 404  404 404 404  404 404 404 404  404 200 404"
ENVOYES = SIGNES.replace("302", "403")

RESPONSABLE = "302 404  403 403 403  404 404 404  403 403 403 403  404 200 404"
AGENTS_DE_LA_CAF = "302 404  404 404 404  404 404 404  200 200 200 200  404 200 404"
COSIGNATAIRES = "302 404  404 404 404  404 404 404  200 200 200 200  404 403 404"
REPONDANTS = "302 404  404 404 200  404 404 404  404 404 404 404  404 200 404"
#                 anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
RESPONSABLES = "302 403  403 403 403  403 403 403  403 403 403 403  403 200 403"

# Adhesions: « sans_role » follows the file for its partner, having come by the link of the Caf.
#                 anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
SUIVEURS = "302 200  403 403 403  403 403 403  403 403 403 403  403 200 403"
SUIVIS = "302 200  404 404 404  404 404 404  404 404 404 404  404 200 404"
DECIDES = "302 403  404 404 404  404 404 404  404 404 404 404  404 200 404"


def envoye(codes: str, reussite: str) -> str:
    """Codes of a form that is sent: anonymous, one is told how not to lose what it holds."""
    return codes.replace("302", "403", 1).replace("200", reussite)


TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("habilitations:mes_droits", (), "get"): "302 " + "200 " * 14,
    ("habilitations:personnes", (), "get"): (
        "302 403  403 403 403  403 403 403  403 403 403 403  403 200 403"
    ),
    ("habilitations:droits_personne", ("alice",), "get"): GERES,
    ("habilitations:droits_personne", (999999,), "get"): "302 " + "404 " * 14,
    ("habilitations:acte", ("acte",), "get"): GERES,
    ("habilitations:demander_acte", ("droit",), "post"): (
        "403 404  302 404 404  404 404 404  404 404 404 404  404 302 404"
    ),
    ("habilitations:partenaires", (), "get"): (
        "302 403  403 403 403  403 403 403  403 403 403 403  403 200 403"
    ),
    ("habilitations:partenaire", ("adhesion",), "get"): SIGNES,
    ("habilitations:partenaire", (999999,), "get"): "302 " + "404 " * 14,
    ("habilitations:accorder", ("adhesion",), "get"): SIGNES,
    ("habilitations:accorder", ("adhesion",), "post"): ENVOYES.replace("200", "422"),
    ("habilitations:suspendre_droit", ("droit",), "get"): SIGNES,
    ("habilitations:suspendre_droit", ("droit",), "post"): ENVOYES.replace("200", "422"),
    ("habilitations:reprendre_droit", ("droit",), "get"): SIGNES,
    ("habilitations:reprendre_droit", ("droit",), "post"): ENVOYES.replace("200", "302"),
    ("habilitations:retirer_droit", ("droit",), "get"): SIGNES,
    ("habilitations:retirer_droit", ("droit",), "post"): ENVOYES.replace("200", "422"),
    ("habilitations:suspendre_personne", ("adhesion", "alice"), "get"): SIGNES,
    ("habilitations:suspendre_personne", ("adhesion", "alice"), "post"): ENVOYES.replace(
        "200", "422"
    ),
    ("habilitations:imposer_mot_de_passe", ("adhesion", "alice"), "get"): SIGNES,
    ("habilitations:imposer_mot_de_passe", ("adhesion", "alice"), "post"): ENVOYES.replace(
        "200", "422"
    ),
    ("habilitations:suspendre_equipement", ("e",), "get"): RESPONSABLE,
    ("habilitations:suspendre_equipement", ("e",), "post"): envoye(RESPONSABLE, "422"),
    ("habilitations:reprendre_equipement", ("e",), "get"): RESPONSABLE,
    ("habilitations:reprendre_equipement", ("e",), "post"): envoye(RESPONSABLE, "302"),
    ("habilitations:demander_secours", ("adhesion",), "get"): SIGNES,
    ("habilitations:demander_secours", ("adhesion",), "post"): ENVOYES.replace("200", "422"),
    ("habilitations:secours", ("secours",), "get"): AGENTS_DE_LA_CAF,
    ("habilitations:secours", (999999,), "get"): "302 " + "404 " * 14,
    # The responsable asked for it: somebody else signs.
    ("habilitations:cosigner_secours", ("secours",), "get"): COSIGNATAIRES,
    ("habilitations:cosigner_secours", ("secours",), "post"): envoye(COSIGNATAIRES, "302"),
    ("habilitations:refuser_secours", ("secours",), "get"): AGENTS_DE_LA_CAF,
    ("habilitations:refuser_secours", ("secours",), "post"): envoye(AGENTS_DE_LA_CAF, "422"),
    ("habilitations:suspendre_partenaire", ("adhesion",), "get"): SIGNES,
    ("habilitations:suspendre_partenaire", ("adhesion",), "post"): ENVOYES.replace("200", "422"),
    ("habilitations:reprendre_partenaire", ("adhesion",), "get"): SIGNES,
    ("habilitations:reprendre_partenaire", ("adhesion",), "post"): ENVOYES.replace("200", "302"),
    ("habilitations:finir_adhesion", ("adhesion",), "get"): SIGNES,
    ("habilitations:finir_adhesion", ("adhesion",), "post"): ENVOYES.replace("200", "422"),
    ("habilitations:continuer_adhesion", ("adhesion",), "get"): SIGNES,
    ("habilitations:continuer_adhesion", ("adhesion",), "post"): ENVOYES.replace("200", "422"),
    ("habilitations:signer_adhesion", ("adhesion",), "get"): SIGNES,
    ("habilitations:signer_adhesion", ("adhesion",), "post"): ENVOYES.replace("200", "422"),
    ("habilitations:deleguer", ("adhesion",), "get"): SIGNES,
    ("habilitations:deleguer", ("adhesion",), "post"): ENVOYES.replace("200", "422"),
    ("habilitations:reprendre_delegation", ("adhesion",), "get"): SIGNES.replace("200", "404"),
    ("habilitations:reprendre_delegation", ("adhesion",), "post"): ENVOYES.replace("200", "404"),
    ("habilitations:demander_droit", ("adhesion",), "get"): SIGNES.replace("200", "403"),
    ("habilitations:demander_droit", ("adhesion",), "post"): ENVOYES.replace("200", "403"),
    ("revues:suivi", (), "get"): (
        "302 403  403 403 200  403 403 200  403 403 403 403  403 200 403"
    ),
    # Without a manager, the approbateur answers for the partner.
    ("revues:partenaire", ("revue_partenaire",), "get"): REPONDANTS,
    ("revues:partenaire", ("revue_partenaire",), "post"): envoye(REPONDANTS, "422"),
    ("revues:partenaire", (999999,), "get"): "302 " + "404 " * 14,
    ("revues:ouvrir", ("73",), "get"): SIGNES,
    ("revues:ouvrir", ("73",), "post"): envoye(SIGNES, "302"),
    ("revues:apercu", ("73",), "get"): SIGNES,
    ("revues:apercu", ("59",), "get"): "302 " + "404 " * 14,
    ("revues:reglages", ("73",), "get"): SIGNES,
    ("revues:reglages", ("73",), "post"): envoye(SIGNES, "422"),
    ("revues:autoriser", ("vague",), "get"): SIGNES,
    ("revues:autoriser", ("vague",), "post"): envoye(SIGNES, "422"),
    ("adhesions:liste", (), "get"): SUIVEURS,
    ("adhesions:ouvrir", (), "get"): RESPONSABLES,
    ("adhesions:ouvrir", (), "post"): envoye(RESPONSABLES, "422"),
    ("adhesions:dossier", ("dossier_adhesion",), "get"): SUIVIS,
    ("adhesions:dossier", (999999,), "get"): "302 " + "404 " * 14,
    ("adhesions:sans_suite", ("dossier_adhesion",), "get"): DECIDES,
    ("adhesions:sans_suite", ("dossier_adhesion",), "post"): envoye(DECIDES, "422"),
    ("adhesions:deposer", ("dossier_adhesion", "pj3"), "get"): SUIVIS,
    ("adhesions:deposer", ("dossier_adhesion", "pj3"), "post"): envoye(SUIVIS, "422"),
    ("adhesions:deposer", ("dossier_adhesion", "pj1"), "get"): "302 " + "404 " * 14,
    ("adhesions:examiner", ("dossier_adhesion", "piece_adhesion"), "get"): DECIDES,
    ("adhesions:examiner", ("dossier_adhesion", "piece_adhesion"), "post"): envoye(DECIDES, "422"),
    ("adhesions:examiner", ("dossier_adhesion", 999999), "get"): "302 403 " + "404 " * 13,
    ("adhesions:fichier", ("dossier_adhesion", "piece_adhesion"), "get"): SUIVIS,
    ("adhesions:avenant", ("adhesion",), "get"): RESPONSABLES,
    ("adhesions:avenant", ("adhesion",), "post"): envoye(RESPONSABLES, "422"),
    ("adhesions:avenant", (999999,), "get"): RESPONSABLES.replace("200", "404"),
    ("adhesions:fiche", ("dossier_adhesion",), "get"): SUIVIS,
    ("adhesions:section", ("dossier_adhesion", "partenaire"), "get"): "302 " + "404 " * 14,
    ("adhesions:section", ("dossier_adhesion", "partenaire"), "post"): "403 " + "404 " * 14,
    ("adhesions:ajouter", ("dossier_adhesion", "personnes"), "get"): SUIVIS,
    ("adhesions:ajouter", ("dossier_adhesion", "personnes"), "post"): envoye(SUIVIS, "422"),
    ("adhesions:ligne", ("dossier_adhesion", "personnes", "p9"), "get"): "302 " + "404 " * 14,
    ("adhesions:retirer", ("dossier_adhesion", "personnes", "p9"), "post"): envoye(SUIVIS, "302"),
    ("adhesions:a_signer", ("dossier_adhesion", "pj3"), "get"): SUIVIS.replace("200", "302"),
    ("adhesions:a_signer", ("dossier_adhesion", "pj1"), "get"): "302 " + "404 " * 14,
    ("adhesions:inviter", ("dossier_adhesion",), "get"): DECIDES,
    ("adhesions:inviter", ("dossier_adhesion",), "post"): envoye(DECIDES, "422"),
    ("adhesions:revoquer_lien", ("dossier_adhesion", "invitation"), "get"): DECIDES,
    ("adhesions:revoquer_lien", ("dossier_adhesion", "invitation"), "post"): envoye(DECIDES, "422"),
    ("adhesions:rejoindre", ("inconnu",), "get"): "404 " * 15,
    ("adhesions:rejoindre", ("inconnu",), "post"): "404 " * 15,
    ("bilans:conclure_adhesion", ("dossier_adhesion",), "get"): DECIDES,
    ("bilans:conclure_adhesion", ("dossier_adhesion",), "post"): envoye(DECIDES, "302"),
    ("declarations:fusion", (), "get"): RESPONSABLES,
    ("declarations:fusion", (), "post"): envoye(RESPONSABLES, "422"),
    ("habilitations:interim", ("adhesion", "alice"), "get"): SIGNES,
    ("habilitations:interim", ("adhesion", "alice"), "post"): envoye(SIGNES, "422"),
    ("habilitations:interim", ("adhesion", 999999), "get"): "302 " + "404 " * 14,
    ("verification_acte", (), "get"): TOUS,
    ("verification_acte_fichier", (), "get"): TOUS,
    ("verification_acte_fichier", (), "post"): "422 " * 15,
    ("autorite_des_cachets", (), "get"): TOUS,
    ("revocations_des_cachets", (), "get"): TOUS,
}
