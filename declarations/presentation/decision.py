"""What is decided upon, on the page where one decides: amount, totals, gaps, what was asked again.

For who approves a draft and for who validates what was sent.
"""

from dataclasses import dataclass

from declarations.models import DemandeCorrection, Version
from declarations.rendu import rendre_version
from declarations.rendu.comparaison import Comparaison, comparer_versions
from declarations.rendu.modele import VersionRendue
from declarations.rendu.montants import ecrire_montant
from declarations.services.contenu import contenu_en_vigueur
from declarations.services.contenu.references import references_ordonnees
from declarations.services.dossier_ouvert import DossierOuvert

DECISION = "declarations/partials/decision.html"


@dataclass(frozen=True)
class Decision:
    """A version as its reader reads it, and how it came from the one sent before."""

    lue: VersionRendue
    demande: DemandeCorrection | None
    comparaison: Comparaison | None
    en_vigueur: "EnVigueur | None"


@dataclass(frozen=True)
class EnVigueur:
    """The version that counts while another is at work, with its amount as its reader reads it."""

    version: Version
    montant: str

    @property
    def titre(self) -> str:
        """Tell what counts: a version that the Caf never validated is not said to be."""
        etat = "validée" if self.version.validee_le else "transmise"
        return f"La version {etat} compte toujours"


def lire_la_decision(dossier: DossierOuvert) -> Decision:
    """Read the version at work for a decision. Raises VersionAlteree."""
    version = dossier.version
    reference = next(iter(references_ordonnees(dossier.declaration)), None)
    avant = _precedente(dossier)
    return Decision(
        lue=rendre_version(version, dossier.lecteur, reference, contenu=dossier.contenu),
        demande=dossier.demande,
        comparaison=comparer_versions(avant, version, dossier.lecteur) if avant else None,
        en_vigueur=en_vigueur(dossier),
    )


def en_vigueur(dossier: DossierOuvert) -> EnVigueur | None:
    """What counts while the version at work is another one; None when they are the same."""
    declaration = dossier.declaration
    if declaration.version_en_vigueur_id in (None, dossier.version.pk):
        return None
    version = next(
        v for v in declaration.versions.all() if v.pk == declaration.version_en_vigueur_id
    )
    version.declaration = declaration
    contenu = contenu_en_vigueur(declaration)
    estimation = contenu.montant(dossier.lecteur).estimation if contenu else None
    return EnVigueur(version, ecrire_montant(estimation))


def _precedente(dossier: DossierOuvert) -> Version | None:
    """The version sent before the one at work."""
    numero = dossier.version.numero - 1
    avant = next((v for v in dossier.declaration.versions.all() if v.numero == numero), None)
    if avant is not None:
        avant.declaration = dossier.declaration
    return avant
