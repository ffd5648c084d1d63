"""What is said of a file that is not accepted. Messages are in French, for who sent it."""

ABIME = (
    "Ce fichier est abîmé : il ne peut pas être ouvert. Enregistrez-le de nouveau, ou en PDF, puis "
    "joignez-le."
)
DEMESURE = (
    "Ce fichier est anormalement volumineux une fois ouvert : il n’est pas accepté. Enregistrez-le "
    "en PDF, ou répartissez-le en plusieurs fichiers."
)
EN_PDF = "Enregistrez-le en PDF, puis joignez-le."
MACROS = "Ce fichier contient des macros. Enregistrez-le sans macro, ou en PDF, puis joignez-le."
PROTEGE = "Ce fichier est protégé par un mot de passe. Enregistrez-le sans protection."
PDF_PROTEGE = (
    "Ce PDF ne s’ouvre qu’avec un mot de passe. Enregistrez-le sans cette protection, puis "
    "joignez-le ; une protection contre les seules modifications ne gêne pas."
)
DDE = f"Ce fichier lance un autre programme (lien DDE). {EN_PDF}"
CONNEXION = (
    "Ce classeur va chercher des données ailleurs dès qu’on l’ouvre (connexion). Enregistrez-en "
    f"une copie sans connexion. Sinon : {EN_PDF[0].lower()}{EN_PDF[1:]}"
)
OBJET = f"Ce fichier en contient ou en appelle un autre (objet OLE). {EN_PDF}"

LONGUEUR_CITEE = 80


class FichierRefuse(Exception):
    """The file is not one that the portal keeps; the message says why, in French.

    ``genre`` is what its content seems to be: « pdf », « image »…, « inconnu ».
    """

    genre = "inconnu"


def citer(texte: str) -> str:
    """A text that the file holds, as a message may show it: short, printable, quoted."""
    lisible = "".join(c if c.isprintable() else " " for c in texte).strip()
    if len(lisible) > LONGUEUR_CITEE:
        lisible = f"{lisible[: LONGUEUR_CITEE - 1]}…"
    return f"«\u00a0{lisible}\u00a0»"
