"""Reference data kept in files: what their loading may touch, and what it did.

One rule for all of them. A missing row is created. A value that was loaded once is never written
again: it belongs to whoever administers the portal. What goes with it (name, source, mark) follows
the file as long as nobody edited the row. Loading again changes nothing.
"""

from dataclasses import dataclass, field

from django.db import models

from portal.socle.models import LigneJournal

ACTIONS_ADMINISTRATION = "administration."


@dataclass(frozen=True)
class Chargement:
    """What a loading did: lines created, brought up to date, left as people wrote them.

    ``avertissements`` are sentences about what could not be loaded, and what to do about it.
    """

    nom: str
    crees: tuple[str, ...] = ()
    alignes: tuple[str, ...] = ()
    gardes: tuple[str, ...] = ()
    avertissements: tuple[str, ...] = ()

    @property
    def a_change(self) -> bool:
        return bool(self.crees or self.alignes)


@dataclass
class Releve:
    """The same, while the loading goes on."""

    nom: str
    crees: list[str] = field(default_factory=list)
    alignes: list[str] = field(default_factory=list)
    gardes: list[str] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)

    def clore(self) -> Chargement:
        return Chargement(
            self.nom,
            tuple(self.crees),
            tuple(self.alignes),
            tuple(self.gardes),
            tuple(self.avertissements),
        )


def retouches(modele: type[models.Model]) -> frozenset[int]:
    """Ids of the objects of this kind that a person added or edited in the administration."""
    lignes = LigneJournal.objects.filter(
        objet_type=modele._meta.label_lower, action__startswith=ACTIONS_ADMINISTRATION
    )
    ids = lignes.order_by().values_list("objet_id", flat=True).distinct()
    return frozenset(pk for pk in ids if pk is not None)


def aligner(objet: models.Model, valeurs: dict[str, object]) -> bool:
    """Write on an object the values that differ; tell whether there were any."""
    ecarts = [champ for champ, valeur in valeurs.items() if getattr(objet, champ) != valeur]
    for champ in ecarts:
        setattr(objet, champ, valeurs[champ])
    if ecarts:
        objet.save(update_fields=ecarts)
    return bool(ecarts)
