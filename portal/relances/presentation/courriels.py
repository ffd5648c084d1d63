"""The reminders sent about one file, and who may read which e-mail whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier
from portal.relances.models import Envoi, Relance
from portal.relances.services.attente import est_attendu
from portal.socle.models.courriels import EN_ATTENTE
from portal.socle.portee import au_nom_du_systeme


@dataclass(frozen=True)
class LigneCourriel:
    """One reminder about the file; ``lisible`` when the whole e-mail may be opened, ``inutile``
    when it has not left and nothing is awaited of that person any more: it will be withdrawn."""

    relance: Relance
    lisible: bool
    inutile: bool = False


def courriels_du_dossier(dossier: Dossier, acteur: Acteur) -> list[LigneCourriel]:
    """Reminders about a file, latest first; three queries, and those of what each person whose
    e-mail is to leave still owes."""
    relances = list(Relance.objects.envoyees_sur(dossier))
    lisibles = envois_lisibles([r.envoi_id for r in relances if r.envoi_id], acteur)
    attendues = _encore_attendues(relances, dossier, acteur.jour)
    return [
        LigneCourriel(
            r, r.envoi_id in lisibles, _est_en_attente(r) and r.utilisateur_id not in attendues
        )
        for r in relances
    ]


def _est_en_attente(relance: Relance) -> bool:
    """Written, and neither left nor given up."""
    return bool(
        relance.envoi and not relance.retiree_le and relance.envoi.courriel.etat in EN_ATTENTE
    )


def _encore_attendues(relances: Iterable[Relance], dossier: Dossier, jour: date) -> frozenset[int]:
    """Of the people whose e-mail is to leave, those who still owe something: the others’ will be
    withdrawn as it leaves (``services.relecture``)."""
    personnes = {r.utilisateur_id: r.utilisateur for r in relances if _est_en_attente(r)}
    with au_nom_du_systeme("savoir si un rappel partira"):
        return frozenset(
            pk for pk, personne in personnes.items() if est_attendu(personne, dossier.pk, jour)
        )


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
