"""What the bilans of the same équipement and exercice say of the figures of a réelle."""

from declarations.models import ChiffrePartage, Declaration
from declarations.models.calendrier import Nature
from declarations.regles.etats import Etat
from declarations.regles.partages import Explication, Partage
from portal.socle.requetes_ecrites import RequeteEcrite

_CHIFFRES = RequeteEcrite(
    lambda equipement, annee: (
        ChiffrePartage.objects.filter(equipement=equipement, annee=annee)
        # What a bilan said stays, for the day it is brought back; without object, it holds no more.
        .exclude(dossier__etat=Etat.SANS_OBJET)
    )
)


def partages_de(declaration: Declaration) -> tuple[Partage, ...]:
    """Return the figures that a réelle must agree with; none for the other natures."""
    if declaration.nature != Nature.REELLE:
        return ()
    chiffres = _CHIFFRES.lire(declaration.equipement.pk, declaration.annee)
    return tuple(map(en_partage, chiffres))


def en_partage(chiffre: ChiffrePartage) -> Partage:
    """A row as the rules read it."""
    return Partage(
        chemin=chiffre.chemin,
        valeur=chiffre.valeur,
        dossier=chiffre.dossier_id,
        libelle=chiffre.libelle,
        adresse=chiffre.adresse,
        explication=Explication(**chiffre.explication) if chiffre.explication else None,
    )
