"""Receipt of a version sent: everything that was frozen, on paper, with its hash."""

from django.template.loader import render_to_string

from declarations.models import Version
from declarations.regles.etats import ActeurDossier
from declarations.rendu import Lecteur, rendre_version
from portal.dossiers.recepisses import adresse_de_verification
from portal.socle.pdf_prets import pdf_pret

# One of each kind of reader: what a receipt shows depends on nothing else of who reads it.
LECTEURS = (
    Lecteur(cote_caf=True),
    Lecteur(frozenset({ActeurDossier.APPROBATEUR})),
    Lecteur(frozenset({ActeurDossier.FOURNISSEUR_FINANCES})),
    Lecteur(frozenset({ActeurDossier.FOURNISSEUR_ACTIVITE})),
)


def recepisse_pdf(version: Version, lecteur: Lecteur) -> bytes:
    """The receipt as a tagged PDF; ValueError for a version that was not sent.

    Raises VersionAlteree, and prints nothing, for one that is no longer what was sent.

    Nothing on it depends on the day: no figure of another declaration, no barème of today. So it is
    the one made ready after the sending, when the worker has had the time.
    """
    return pdf_pret(page_du_recepisse(version, lecteur))


def preparer(version: Version) -> None:
    """Make ready what each kind of reader may ask for; those who read the same share one."""
    for lecteur in LECTEURS:
        pdf_pret(page_du_recepisse(version, lecteur))


def page_du_recepisse(version: Version, lecteur: Lecteur) -> str:
    """What is printed, as a whole HTML page; ValueError for a version that was not sent."""
    if not version.est_envoyee:
        raise ValueError("Une version non transmise n’a pas de récépissé.")
    contexte = {
        "lue": rendre_version(version, lecteur, sur_papier=True),
        "verification": adresse_de_verification(version.declaration.reference, version.empreinte),
    }
    return render_to_string("pdf/recepisse.html", contexte)


def nom_de_fichier(version: Version) -> str:
    """Name under which the receipt is saved: « recepisse-ER-2025-R-000042-v1.pdf »."""
    return f"recepisse-{version.declaration.reference}-v{version.numero}.pdf"
