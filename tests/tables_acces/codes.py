"""Who asks for every address, and the codes that rows of several applications share."""

PERSONNES = (
    "anonyme",
    "sans_role",
    "activite",
    "finances",
    "approbateur",
    "voisin_activite",
    "voisin_finances",
    "voisin_approbateur",
    "conseiller",
    "remplacant",
    "hors_portefeuille",
    "ccd",
    "conseiller_nord",
    "responsable",
    "national",
)

# Codes that many rows share, in the order of ``PERSONNES``.
TOUS = "200 " * 15
CONNECTES = "302 " + "200 " * 14

# The password is asked again before any change to the second factor.
REAUTHENTIFIER = "302 " * 15

#                anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
LECTURE_DOSSIER = "302 404  200 200 200  404 404 404  200 200 200 200  404 404 404"
SES_ROLES = "302 404  200 200 200  404 404 404  302 302 302 302  404 404 404"
VERSION_LUE = "302 404  302 302 302  404 404 404  302 302 302 302  404 404 404"
ACTIVITE_SEULE = "302 404  200 403 403  404 404 404  403 403 403 403  404 404 404"
SAISIE_DU_PARTENAIRE = "302 404  200 200 200  404 404 404  403 403 403 403  404 404 404"
APPROBATEUR = "302 404  403 403 200  404 404 404  403 403 403 403  404 404 404"
CONSEILLER = "302 404  403 403 403  404 404 404  200 200 403 403  404 404 404"
JOINDRE = "302 404  200 200 403  404 404 404  200 200 403 403  404 404 404"
PARTENAIRES = "302 403  200 200 200  200 200 200  302 302 302 302  302 403 403"
INSTRUCTEURS = "302 403  403 403 403  403 403 403  200 200 200 200  200 403 403"
CONSEILLERS = "302 403  403 403 403  403 403 403  200 200 200 403  200 403 403"
CONSEILLERS_CAF = "302 403  403 403 403  403 403 403  200 200 200 403  404 403 403"
FENETRES = "302 403  403 403 403  403 403 403  200 200 200 403  404 403 200"
CONCERNES = "302 403 " + "200 " * 13
EQUIPEMENTS = "302 403  403 403 403  403 403 403  200 200 200 200  200 200 403"
FICHE = "302 404  200 200 200  404 404 404  200 200 200 200  404 200 404"
FICHE_SUIVIE = "302 404  403 403 403  404 404 404  200 200 403 403  404 403 404"
ANALYSTES = "302 403  403 403 403  403 403 403  200 200 200 200  200 403 200"
A_LA_CAF = "302 403  403 403 403  403 403 403  200 200 200 200  200 403 403"
SA_VUE = "302 403  403 403 403  403 403 403  200 404 404 404  404 403 404"
RESPONSABLE = "302 404  403 403 403  404 404 404  403 403 403 403  404 200 404"
AGENTS = "302 403  403 403 403  403 403 403  200 200 200 200  200 200 200"


def soumis(codes: str, reussite: str = "200") -> str:
    """Codes of a form that is sent: anonymous, one is told how not to lose what it holds."""
    return codes.replace("302", "403", 1).replace("200", reussite)
