"""Whose annuaire a page shows: that of one Caf, the only one kept or the one chosen."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from habilitations.annuaire.liens import adresse
from habilitations.annuaire.services.acces import (
    RESERVE,
    administre,
    cafs_administrees,
    cafs_du,
    gestionnaires_de,
)
from habilitations.models import Caf, Equipement, Gestionnaire
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import Annonce


@dataclass(frozen=True)
class Perimetre:
    """A Caf, among those whose annuaire a person keeps."""

    acteur: Acteur
    caf: Caf
    cafs: tuple[Caf, ...]

    @property
    def choix(self) -> list[tuple[int, str]]:
        return [(caf.pk, caf.nom) for caf in self.cafs]

    @property
    def plusieurs(self) -> bool:
        return len(self.cafs) > 1


def perimetre(request: Requete) -> Perimetre:
    """The Caf that the address names, else the first one kept; 403 for who keeps none."""
    acteur: Acteur = request.acteur
    cafs = tuple(cafs_administrees(acteur))
    if not cafs:
        raise PermissionDenied(RESERVE)
    demandee = request.GET.get("caf", "")
    choisie = next((caf for caf in cafs if str(caf.pk) == demandee), None)
    if demandee and choisie is None:
        raise Http404("Cette Caf n’existe pas, ou vous ne tenez pas son annuaire.")
    return Perimetre(acteur, choisie or cafs[0], cafs)


def charger_gestionnaire(request: Requete, pk: int) -> tuple[Perimetre, Gestionnaire]:
    """A partner of the annuaire shown; without a Caf in the address, the first that knows it."""
    vu = perimetre(request)
    siens = gestionnaires_de(vu.caf.pk)
    trouve = siens.filter(pk=pk).first()
    if trouve is None and vu.plusieurs and not request.GET.get("caf"):
        trouve = Gestionnaire.objects.filter(pk=pk).first()
        connu = cafs_du(trouve) if trouve else frozenset()
        caf = next((caf for caf in vu.cafs if caf.pk in connu), None)
        if trouve and caf:
            return Perimetre(vu.acteur, caf, vu.cafs), trouve
        trouve = None
    if trouve is None:
        raise Http404("Ce gestionnaire n’existe pas, ou il n’est pas dans cet annuaire.")
    return vu, trouve


def charger_equipement(request: Requete, pk: int) -> Equipement:
    """An équipement of an annuaire that this person keeps; 403 for who keeps none, 404 beyond."""
    if not cafs_administrees(request.acteur).exists():
        raise PermissionDenied(RESERVE)
    equipement = (
        Equipement.objects.select_related("caf", "gestionnaire", "portefeuille__titulaire")
        .filter(pk=pk)
        .first()
    )
    if equipement is None or not administre(request.acteur, equipement.caf_id):
        raise Http404("Cet équipement n’existe pas, ou vous ne tenez pas son annuaire.")
    return equipement


def annoncer_gestionnaire(
    gestionnaire: Gestionnaire, caf: Caf, *, retour: str = "", **mots: Any
) -> Annonce:
    """The words of an act on a partner; one comes back to its fiche."""
    fiche = adresse("gestionnaire", gestionnaire.pk, caf=caf)
    return Annonce(
        retour=retour or fiche,
        abandon=fiche,
        sujet=gestionnaire.nom,
        fil=(("Gestionnaires", adresse("gestionnaires", caf=caf)), (gestionnaire.nom, fiche)),
        **mots,
    )


def annoncer_equipement(equipement: Equipement, *, retour: str = "", **mots: Any) -> Annonce:
    """The same of an équipement."""
    fiche = adresse("equipement", equipement.pk)
    liste = adresse("equipements", caf=equipement.caf)
    return Annonce(
        retour=retour or fiche,
        abandon=fiche,
        sujet=equipement.nom,
        fil=(("Équipements", liste), (equipement.nom, fiche)),
        **mots,
    )
