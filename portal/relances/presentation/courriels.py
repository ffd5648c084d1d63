"""The reminders sent about one file, and who may read which e-mail whole."""

from dataclasses import dataclass

from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier
from portal.relances.models import Envoi, Relance


@dataclass(frozen=True)
class LigneCourriel:
    """One reminder about the file; ``lisible`` when the whole e-mail may be opened."""

    relance: Relance
    lisible: bool


def courriels_du_dossier(dossier: Dossier, acteur: Acteur) -> list[LigneCourriel]:
    """Reminders about a file, latest first; three queries."""
    relances = list(Relance.objects.envoyees_sur(dossier))
    lisibles = envois_lisibles([r.envoi_id for r in relances if r.envoi_id], acteur)
    return [LigneCourriel(r, r.envoi_id in lisibles) for r in relances]


def envois_lisibles(identifiants: list[int], acteur: Acteur) -> frozenset[int]:
    """Of these e-mails, those this person may read: one's own, or about files one may open only.

    An e-mail lists all that is missing on a person's part, at other partners too, and what they
    answer for of rights, which is no business of an adviser's.
    """
    visibles = Dossier.objects.visibles_par(acteur)
    caches = (
        Relance.objects.filter(envoi__in=identifiants)
        .exclude(dossier__in=visibles.order_by().values("pk"))
        .exclude(utilisateur=acteur.utilisateur)
        .values_list("envoi", flat=True)
    )
    droits = (
        Envoi.objects.filter(pk__in=identifiants, droits=True)
        .exclude(utilisateur=acteur.utilisateur)
        .values_list("pk", flat=True)
    )
    return frozenset(identifiants) - frozenset(caches) - frozenset(droits)


def envoi_lisible(identifiant: int, acteur: Acteur) -> Envoi | None:
    """One e-mail with its text, None when this person may not read it."""
    if not envois_lisibles([identifiant], acteur):
        return None
    return (
        Envoi.objects.select_related("courriel", "utilisateur", "decide_par")
        .filter(pk=identifiant)
        .first()
    )
