"""What people who have left still had to do, for those who remain at the same partner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from habilitations.models import ROLES_DECLARATION, Habilitation, Role
from habilitations.models.droits import HabilitationQuerySet
from habilitations.permissions import Acteur
from habilitations.regles.verdicts import Motif
from habilitations.verification import examiner
from portal.dossiers.attendus import Demande, DossierAttendu, dossiers_attendus
from portal.relances.services.attente import comme_partenaire
from portal.socle.formats import date_fr

# A departure is news for so many days (H).
JOURS = 90
PARTIS = frozenset({Motif.RETIRE, Motif.FINI, Motif.SUSPENDU, Motif.COMPTE_FERME})


@dataclass(frozen=True)
class TacheLaissee:
    """``adresse``: where this person may do it, empty when they may not; ``par``: who else may."""

    manque: str
    dossier: str
    adresse: str
    par: str


@dataclass(frozen=True)
class Depart:
    """Somebody who has lost a role, and what they were awaited for."""

    qui: str
    role: str
    depuis: str
    taches: list[TacheLaissee]


def departs_chez(acteur: Acteur) -> list[Depart]:
    """Departures of the last months that leave something to do; one reading where nobody left.

    Only rights that were really granted are told of: what was altered by hand is not.
    """
    chez = {(h.caf_id, h.gestionnaire_id) for h in acteur.habilitations}
    if not chez:
        return []
    examens = examiner(_droits(chez, acteur.jour).a_verifier(), acteur.jour)
    partis = [e.droit for e in examens if e.motif in PARTIS]
    if not partis:
        return []
    tenus = [e.droit for e in examens if e.motif is None]
    demande = Demande(acteur.jour, gestionnaires={gestionnaire for _, gestionnaire in chez})
    dossiers = [d for d in dossiers_attendus(demande) if d.echeance and d.chez in chez]
    departs = [_depart(droit, tenus, dossiers, acteur) for droit in partis]
    return [depart for depart in departs if depart.taches]


def _droits(chez: Iterable[tuple[int, int]], jour: date) -> HabilitationQuerySet:
    """Rights on declarations at these partners, in force or lost lately."""
    lieux = Q()
    for caf, gestionnaire in chez:
        lieux |= Q(caf=caf, gestionnaire=gestionnaire)
    depuis = jour - timedelta(days=JOURS)
    recents = (Q(au__isnull=True) | Q(au__gte=depuis)) & (
        Q(retiree_le__isnull=True) | Q(retiree_le__date__gte=depuis)
    )
    recents &= Q(suspendue_le__isnull=True) | Q(suspendue_le__date__gte=depuis)
    return Habilitation.objects.filter(lieux, recents, role__in=ROLES_DECLARATION).order_by("pk")


def _depart(
    droit: Habilitation,
    tenus: Sequence[Habilitation],
    dossiers: Iterable[DossierAttendu],
    acteur: Acteur,
) -> Depart:
    sien = _avec(droit, acteur.jour)
    chez = (droit.role, droit.gestionnaire_id)
    autres = [d for d in tenus if (d.role, d.gestionnaire_id) == chez]
    encore = [d for d in autres if d.utilisateur_id == droit.utilisateur_id]
    taches = []
    for dossier in dossiers:
        if dossier.chez != (droit.caf_id, droit.gestionnaire_id):
            continue
        attendu = dossier.attendu_de(sien)
        if attendu is None or any(dossier.attendu_de(_avec(d, acteur.jour)) for d in encore):
            continue
        peuvent = {
            d.utilisateur
            for d in autres
            if d.utilisateur_id != droit.utilisateur_id
            and dossier.attendu_de(_avec(d, acteur.jour))
        }
        taches.append(
            TacheLaissee(
                attendu.manque,
                f"{dossier.fiche.libelle}, {dossier.fiche.objet}",
                attendu.adresse if acteur.utilisateur in peuvent else "",
                ", ".join(sorted(str(qui) for qui in peuvent)),
            )
        )
    return Depart(str(droit.utilisateur), Role(droit.role).label, _depuis(droit), taches)


def _avec(droit: Habilitation, jour: date) -> Acteur:
    """The person as if this right, and this one only, gave access."""
    acteur = comme_partenaire(droit.utilisateur, jour)
    acteur.habilitations.append(droit)
    return acteur


def _depuis(droit: Habilitation) -> str:
    if droit.retiree_le:
        return f"retiré le {date_fr(droit.retiree_le)}"
    if droit.suspendue_le:
        return f"suspendu le {date_fr(droit.suspendue_le)}"
    return f"fini le {date_fr(droit.au)}" if droit.au else "compte fermé"
