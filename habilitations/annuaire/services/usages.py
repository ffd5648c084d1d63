"""What uses a row: nothing that is used is deleted.

Told by the model, so that a table added above tomorrow is known today; history does not count.
"""

from collections.abc import Iterator

from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from pghistory.models import Event

from portal.socle.denombrement import compter_au_plus, dire_combien
from portal.socle.refus import impossible


def relations_vers(modele: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Each table that leads to rows of a model, with the name of its field; history left out."""
    for relation in modele._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        autre = relation.related_model
        if isinstance(autre, str) or issubclass(autre, Event) or autre._meta.auto_created:
            continue
        yield autre, relation.field.name


def usages(objet: models.Model, *, sauf: frozenset[str] = frozenset()) -> list[tuple[str, int]]:
    """Kinds of rows that lead to this one, with how many; ``sauf``: names of models left out.

    One query for each kind, which counts no further than ``compter_au_plus`` does.
    """
    trouves: list[tuple[str, int]] = []
    for autre, champ in relations_vers(type(objet)):
        if autre._meta.label in sauf:
            continue
        if combien := compter_au_plus(autre._base_manager.filter(**{champ: objet.pk})):
            trouves.append((str(autre._meta.verbose_name_plural), combien))
    return trouves


def exiger_inutilise(
    objet: models.Model, comment: str, *, sauf: frozenset[str] = frozenset()
) -> None:
    """Raise ActionRefusee when something uses a row; ``comment``: what to do instead."""
    trouves = usages(objet, sauf=sauf)
    if trouves:
        dits = ", ".join(f"{nom} ({dire_combien(combien)})" for nom, combien in trouves)
        raise impossible(f"Cette fiche sert encore : {dits}. {comment}")
