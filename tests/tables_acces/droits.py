"""Who opens the money side of the files.

« droit_subvention » is the right of the prévisionnelle 2024 of Les Passerelles, validated;
« decision » waits there for a second signature, that of the adviser having been given;
« suspension » keeps that exercice from being paid.
"""

from tests.tables_acces.codes import CONSEILLER, INSTRUCTEURS, LECTURE_DOSSIER, PARTENAIRES, soumis

#         anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
SECOND = "302 404  403 403 403  404 404 404  403 200 200 403  404 404 404"
# Who sets what binds those who decide: a CCD of the Caf.
CCD = "302 404  404 404 404  404 404 404  403 403 403 200  404 404 404"

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("droits:suivi", (), "get"): PARTENAIRES,
    ("droits:file", (), "get"): INSTRUCTEURS,
    ("droits:seuil", ("73",), "get"): CCD,
    ("droits:seuil", ("73",), "post"): soumis(CCD, "422"),
    ("droits:seuil", ("99",), "get"): "302 " + "404 " * 14,
    ("droits:partenaire", ("gestionnaire", 2024), "get"): LECTURE_DOSSIER,
    ("droits:partenaire", ("gestionnaire", 1999), "get"): "302 " + "404 " * 14,
    ("droits:dossier", ("equipement", 2024), "get"): LECTURE_DOSSIER,
    ("droits:dossier", ("equipement", 1999), "get"): "302 " + "404 " * 14,
    ("droits:suspendre", ("equipement", 2024), "get"): CONSEILLER,
    ("droits:suspendre", ("equipement", 2024), "post"): soumis(CONSEILLER, "422"),
    ("droits:lever", ("suspension",), "get"): CONSEILLER,
    ("droits:lever", ("suspension",), "post"): soumis(CONSEILLER, "422"),
    ("droits:lever", (999999,), "get"): "302 " + "404 " * 14,
    ("droits:decider", ("droit_subvention",), "get"): CONSEILLER,
    ("droits:decider", ("droit_subvention",), "post"): soumis(CONSEILLER, "422"),
    ("droits:decider", (999999,), "get"): "302 " + "404 " * 14,
    # A prévisionnel right that is definitive: its letter is asked for by who reads the amount.
    ("droits:demander_lettre", ("droit_subvention",), "post"): soumis(LECTURE_DOSSIER, "302"),
    ("droits:demander_lettre", (999999,), "post"): "403 " + "404 " * 14,
    ("droits:lettre", (999999,), "get"): "302 " + "404 " * 14,
    ("droits:confirmer", ("decision",), "get"): SECOND,
    ("droits:refuser", ("decision",), "get"): SECOND,
    ("droits:refuser", ("decision",), "post"): soumis(SECOND, "422"),
    ("droits:retirer", ("decision",), "get"): CONSEILLER,
    ("droits:retirer", ("decision",), "post"): soumis(CONSEILLER, "422"),
}
