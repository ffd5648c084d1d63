"""Telling people by e-mail what was done to their access: the day, the Caf to call, no reason.

The reason is the Caf's: it may be an inquiry on the very person who would read it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.db.models import QuerySet

from habilitations.models import Adhesion, Equipement, Habilitation, Role, Utilisateur
from habilitations.verification import droits_verifies
from portal.socle import courriels
from portal.socle.models import Courriel

_silence: ContextVar[bool] = ContextVar("silence", default=False)


@contextmanager
def en_silence() -> Iterator[None]:
    """Tell nobody of what is done meanwhile: a past that is played again is no news."""
    jeton = _silence.set(True)
    try:
        yield
    finally:
        _silence.reset(jeton)


def se_tait() -> bool:
    """Tell whether nobody is to be told of what is done now."""
    return _silence.get()


def prevenir(
    gens: Iterable[Utilisateur],
    titre: str,
    phrases: Sequence[str],
    *,
    base: Adhesion,
    maintenant: datetime,
) -> int:
    """Keep one e-mail for each person, in the caller's transaction; return how many.

    ``titre`` is its subject, ``phrases`` what it says of the partner of ``base``.
    """
    if se_tait():
        return 0
    lettres = [
        _ecrire(qui, titre, phrases, base, maintenant) for qui in dict.fromkeys(gens) if qui.email
    ]
    Courriel.objects.bulk_create(lettres)
    courriels.annoncer_apres_validation([lettre.pk for lettre in lettres])
    return len(lettres)


def gestionnaires_de(base: Adhesion, jour: date) -> list[Utilisateur]:
    """The partner's gestionnaires des habilitations that day, by rights that verify."""
    droits = Habilitation.objects.filter(
        caf=base.caf_id, gestionnaire=base.gestionnaire_id, role=Role.GESTIONNAIRE_HABILITATIONS
    )
    return _gens(droits_verifies(droits.order_by("pk"), jour))


def personnes_de(base: Adhesion, jour: date) -> list[Utilisateur]:
    """Whoever holds a right at a partner that is not over, whether it gives anything or not."""
    restants = Habilitation.objects.non_finies(jour).filter(
        caf=base.caf_id,
        gestionnaire=base.gestionnaire_id,
        retiree_le__isnull=True,
        utilisateur__is_active=True,
    )
    return _gens(restants.select_related("utilisateur").order_by("pk"))


def personnes_sur(equipement: Equipement, base: Adhesion, jour: date) -> list[Utilisateur]:
    """Whoever holds a right that covers an équipement, suspended or not, and the managers."""
    droits = Habilitation.objects.filter(caf=base.caf_id, gestionnaire=base.gestionnaire_id)
    couvrent = [
        d
        for d in droits_verifies(droits.order_by("pk"), jour)
        if d.tous_equipements
        or d.role == Role.GESTIONNAIRE_HABILITATIONS
        or equipement in d.equipements.all()
    ]
    return _gens(couvrent)


def _gens(droits: Iterable[Habilitation] | QuerySet[Habilitation]) -> list[Utilisateur]:
    return list(dict.fromkeys(droit.utilisateur for droit in droits))


def _ecrire(
    qui: Utilisateur,
    titre: str,
    phrases: Sequence[str],
    base: Adhesion,
    maintenant: datetime,
) -> Courriel:
    contexte = {"qui": qui, "titre": titre, "phrases": list(phrases), "caf": base.caf}
    texte, html = courriels.rendre("acces_modifie", contexte)
    return courriels.preparer(
        qui.email,
        f"{base.gestionnaire} : {titre[0].lower()}{titre[1:]}",
        texte,
        html=html,
        destinataire_id=qui.pk,
        concerne=base,
        gestionnaire_id=base.gestionnaire_id,
        caf_id=base.caf_id,
        maintenant=maintenant,
    )
