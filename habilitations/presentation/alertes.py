"""What a Caf was told is not what it signed any more, and has not dealt with yet."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from habilitations.models import AlerteDroit, Delegation, Fonction, Habilitation
from habilitations.permissions import Acteur
from habilitations.regles.verdicts import Motif
from habilitations.services.alertes import dire_de_l_acte
from portal.socle.francais import de_la
from portal.socle.portee import au_nom_du_systeme

MONTREES = 10


@dataclass(frozen=True)
class AlerteLue:
    """What it is about, and where this Caf reads it; no address for what left its pages."""

    quoi: str
    phrase: str
    adresse: str


@dataclass(frozen=True)
class Alertes:
    """The latest first; ``autres``: how many more."""

    lues: list[AlerteLue]
    autres: int


def alertes_de(acteur: Acteur) -> Alertes:
    """For a responsable, two queries; those of what was withdrawn since are dealt with.

    The Caf that the row names, and those of its base and of its key: it may have been moved, and
    the database would hide it from the Caf that signed it.
    """
    cafs = acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS])
    des_leurs = Q(base__caf__in=cafs) | Q(base__cle__caf__in=cafs)
    for acte in ("droit", "delegation"):
        des_leurs |= (
            Q(**{f"{acte}__caf__in": cafs})
            | Q(**{f"{acte}__base__caf__in": cafs})
            | Q(**{f"{acte}__cle__caf__in": cafs})
        )
    ouvertes = AlerteDroit.objects.filter(
        des_leurs,
        reglee_le__isnull=True,
        droit__retiree_le__isnull=True,
        delegation__retire_le__isnull=True,
    )
    lignes = ouvertes.select_related(
        "droit__utilisateur",
        "droit__gestionnaire",
        "delegation__gestionnaire",
        "base__gestionnaire",
    )[:MONTREES]
    with au_nom_du_systeme("dire à une Caf ce qu’elle a signé, même déplacé chez une autre"):
        lues = [_lire(alerte, cafs) for alerte in lignes]
        return Alertes(lues, max(0, ouvertes.count() - MONTREES))


def _lire(alerte: AlerteDroit, cafs: frozenset[int]) -> AlerteLue:
    acte = alerte.acte
    if isinstance(acte, Habilitation):
        quoi = f"{acte.utilisateur}, {acte.get_role_display()}, {acte.gestionnaire}"
        adresse = reverse("habilitations:droits_personne", args=[acte.utilisateur_id])
    else:
        nom = "Délégation" if isinstance(acte, Delegation) else "Adhésion"
        quoi = f"{nom} {de_la(acte.gestionnaire.nom)}"
        base = acte.base_id if isinstance(acte, Delegation) else acte.pk
        adresse = reverse("habilitations:partenaire", args=[base])
    phrase = dire_de_l_acte(acte, Motif(alerte.motif))
    return AlerteLue(quoi, phrase, adresse if acte.caf_id in cafs else "")
