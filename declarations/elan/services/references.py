"""Figures taken up from ELAN, read: they stand for a prévisionnelle that was never called (S)."""

from declarations.grilles import grille_par_reference
from declarations.models import RepriseElan
from declarations.regles.controles.contexte import Reference
from declarations.regles.grille import PREVISIONNELLE, LigneGrille
from portal.socle.requetes_ecrites import RequeteEcrite

_REPRISES = RequeteEcrite(
    lambda equipement, annee: RepriseElan.objects.filter(
        equipement=equipement, annee=annee
    ).select_related("calcul")
)


def lignes_reprises(reprise: RepriseElan) -> tuple[LigneGrille, ...]:
    """The collectifs taken up, in order."""
    return tuple(LigneGrille(ligne["cle"], ligne["libelle"]) for ligne in reprise.lignes)


def reference_elan(equipement_id: int, annee: int) -> Reference | None:
    """Return what was taken up for one exercice, as C06 and C07 read it; one query."""
    reprise = _REPRISES.premiere(equipement_id, annee)
    if reprise is None:
        return None
    return Reference(
        nature=PREVISIONNELLE,
        annee=annee,
        libelle=reprise.libelle,
        grille=grille_par_reference(reprise.grille, annee),
        lignes=lignes_reprises(reprise),
        donnees=reprise.donnees,
        montant=reprise.calcul.montant if reprise.calcul else None,
    )
