"""The rules of the calendar as one Caf reads them: the national ones, and its own beside."""

from collections.abc import Iterator
from dataclasses import dataclass

from declarations.models import Campagne, RegleCalendrier
from declarations.presentation.calendrier import LigneRegle, ligne_de_regle
from habilitations.models import Caf, Dispositif
from portal.socle.francais import compter


@dataclass(frozen=True)
class RegleDeCaf:
    """A national rule at one Caf; ``propre`` is what it gives there in its place, if anything."""

    caf: Caf
    nationale: LigneRegle
    propre: LigneRegle | None

    @property
    def vaut(self) -> LigneRegle:
        return self.propre or self.nationale


def regles_des_cafs(cafs: frozenset[int], annee: int) -> list[RegleDeCaf]:
    """Each national rule at each of these Cafs, by their code; two queries."""
    regles = list(RegleCalendrier.objects.filter(caf=None))
    ordre = list(Dispositif.values)
    regles.sort(key=lambda r: (ordre.index(r.dispositif), r.nature, r.numero))
    propres = {
        (r.caf_id, r.dispositif, r.nature, r.numero): r
        for r in RegleCalendrier.objects.filter(caf__in=cafs).select_related("caf")
    }
    return [
        RegleDeCaf(
            caf,
            ligne_de_regle(regle, annee),
            ligne_de_regle(propre, annee) if propre else None,
        )
        for caf in Caf.objects.filter(pk__in=cafs).order_by("code")
        for regle in regles
        for propre in [propres.get((caf.pk, regle.dispositif, regle.nature, regle.numero))]
    ]


def effets(regle: RegleCalendrier, caf_id: int | None) -> Iterator[str]:
    """What a rule changes: the windows to come, of one Caf or of all; those that exist, nothing."""
    existantes = Campagne.objects.filter(
        dispositif=regle.dispositif, nature=regle.nature, numero=regle.numero
    )
    if caf_id:
        existantes = existantes.filter(caf=caf_id)
    combien = existantes.count()
    yield "Les fenêtres à créer prendront ces dates."
    if combien:
        yield f"{compter(combien, 'fenêtre')} en place : leurs dates ne changent pas."
