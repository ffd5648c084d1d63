"""What uses a row: nothing that is used is deleted.

Told by the model, so that a table added above tomorrow is known today; history does not count.
"""

from collections.abc import Iterator

from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from pghistory.models import Event

from portal.socle.denombrement import compter_au_plus, dire_combien
from portal.socle.portee import au_nom_du_systeme
from portal.socle.refus import impossible

# What people call the rows whose model has a name of the machinery; by label, since they stand
# above (a test looks for each).
EN_CLAIR = {
    "bilans.EnvoiBilan": "bilans transmis",
    "declarations.Version": "déclarations transmises",
    "declarations.ChiffrePartage": "chiffres partagés par un bilan et une déclaration",
    "dossiers.Avis": "nouvelles envoyées à ses personnes",
    "dossiers.Dossier": "déclarations et bilans",
    "habilitations.AlerteDroit": "alertes sur ses droits d’accès",
    "habilitations.Habilitation": "droits d’accès",
    "habilitations.RevuePartenaire": "revues de ses droits d’accès",
    "habilitations.Secours": "accès de secours",
    "subventions.Calcul": "montants calculés",
    "subventions.Droit": "droits à subvention",
    "subventions.EcartAccepte": "écarts acceptés entre deux montants",
    "subventions.Projection": "projections de droits",
    "subventions.SuspensionDroit": "suspensions de droits à subvention",
}


def relations_vers(modele: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Each table that leads to rows of a model, with the name of its field; history left out."""
    for relation in modele._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        autre = relation.related_model
        if isinstance(autre, str) or issubclass(autre, Event) or autre._meta.auto_created:
            continue
        yield autre, relation.field.name


@au_nom_du_systeme("savoir ce qui se sert d’une fiche, même ce qui ne se lit pas")
def usages(objet: models.Model, *, sauf: frozenset[str] = frozenset()) -> list[tuple[str, int]]:
    """Kinds of rows that lead to this one, with how many; ``sauf``: names of models left out.

    One query for each kind, which counts no further than ``compter_au_plus`` does. Rows are counted
    that this person may not see, a simulation that a partner did not share: they hold it as much.
    """
    trouves: list[tuple[str, int]] = []
    for autre, champ in relations_vers(type(objet)):
        if autre._meta.label in sauf:
            continue
        if combien := compter_au_plus(autre._base_manager.filter(**{champ: objet.pk})):
            nom = EN_CLAIR.get(autre._meta.label) or str(autre._meta.verbose_name_plural)
            trouves.append((nom, combien))
    return trouves


@au_nom_du_systeme("savoir si une fiche sert, même à ce qui ne se lit pas")
def est_utilise(objet: models.Model, *, sauf: frozenset[str] = frozenset()) -> bool:
    """Tell whether anything leads to a row; stops at the first kind that does."""
    return any(
        autre._base_manager.filter(**{champ: objet.pk}).exists()
        for autre, champ in relations_vers(type(objet))
        if autre._meta.label not in sauf
    )


def retenue(objet: models.Model, comment: str, *, sauf: frozenset[str] = frozenset()) -> str:
    """What uses a row, and what to do instead (``comment``); empty when nothing does."""
    trouves = usages(objet, sauf=sauf)
    dits = ", ".join(f"{nom} ({dire_combien(combien)})" for nom, combien in trouves)
    return f"Cette fiche sert encore : {dits}. {comment}" if trouves else ""


def exiger_inutilise(
    objet: models.Model, comment: str, *, sauf: frozenset[str] = frozenset()
) -> None:
    """Raise ActionRefusee when something uses a row; ``comment``: what to do instead."""
    if dite := retenue(objet, comment, sauf=sauf):
        raise impossible(dite)
