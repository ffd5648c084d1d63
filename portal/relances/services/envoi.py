"""The reminders of a day: chosen, written down once, handed to the worker."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from habilitations.models import Utilisateur
from portal.relances.models import Envoi, Relance
from portal.relances.services.plan import Lettre, a_envoyer, declarants, plan
from portal.relances.services.redaction import rediger
from portal.socle import courriels

journal_technique = logging.getLogger(__name__)

# People whose plan is drawn at once: that of the whole country would not hold in memory.
LOT = 500


@dataclass
class Bilan:
    """What a run did. ``deja_ecrit`` counts people who have had their e-mail of the day."""

    courriels: list[int] = field(default_factory=list)
    deja_ecrit: int = 0
    erreurs: int = 0


def relancer(
    jour: date,
    *,
    pour: date | None = None,
    personnes: Collection[int] | None = None,
    avance: Collection[int] | None = None,
    decide_par: Utilisateur | None = None,
    maintenant: datetime | None = None,
) -> Bilan:
    """Write the e-mails of a day, each person's in its own transaction; safe to run again.

    ``avance`` are the files whose steps of ``pour`` are taken, all of them when None. The worker is
    told at the end; one person's failure does not hold the others back.
    """
    bilan = Bilan()
    qui = list(declarants(jour) if personnes is None else personnes)
    for debut in range(0, len(qui), LOT):
        for lettre in a_envoyer(
            plan(jour, pour=pour, personnes=qui[debut : debut + LOT], avance=avance)
        ):
            try:
                envoi = preparer(lettre.destinataire.pk, jour, pour, decide_par, maintenant, avance)
            except Exception:
                journal_technique.exception("relance de la personne %s", lettre.destinataire.pk)
                bilan.erreurs += 1
                continue
            if envoi is None:
                bilan.deja_ecrit += 1
            else:
                bilan.courriels.append(envoi.courriel_id)
    courriels.annoncer_apres_validation(bilan.courriels)
    return bilan


@transaction.atomic
def preparer(
    utilisateur_id: int,
    jour: date,
    pour: date | None = None,
    decide_par: Utilisateur | None = None,
    maintenant: datetime | None = None,
    avance: Collection[int] | None = None,
) -> Envoi | None:
    """Write one person's e-mail of the day and what it reminds of; None when there is nothing to.

    The person's row is locked and all is looked at again: two runs at once write one e-mail, and
    whoever has finished since the plan was drawn is not written to.
    """
    qui = Utilisateur.objects.select_for_update(no_key=True).get(pk=utilisateur_id)
    if Envoi.objects.filter(utilisateur=qui, jour=jour).exists():
        return None
    lettres = a_envoyer(plan(jour, pour=pour, personnes=[qui.pk], avance=avance))
    if not lettres:
        return None
    return _ecrire(lettres[0], jour, decide_par, maintenant or timezone.now())


def _ecrire(
    lettre: Lettre, jour: date, decide_par: Utilisateur | None, maintenant: datetime
) -> Envoi:
    redige = rediger(lettre, jour)
    declarations = [objet.declaration for objet in lettre.objets]
    courriel = courriels.deposer(
        lettre.destinataire.email,
        redige.objet,
        redige.texte,
        html=redige.html,
        destinataire_id=lettre.destinataire.pk,
        gestionnaire_id=_seul({d.gestionnaire_id for d in declarations}),
        caf_id=_seul({d.caf_id for d in declarations}),
        maintenant=maintenant,
        annoncer=False,
    )
    envoi = Envoi.objects.create(
        utilisateur=lettre.destinataire, jour=jour, courriel=courriel, decide_par=decide_par
    )
    courriel.objet_type, courriel.objet_id = Envoi._meta.label_lower, envoi.pk
    courriel.save(update_fields=["objet_type", "objet_id"])
    Relance.objects.bulk_create(
        Relance(
            utilisateur=lettre.destinataire,
            declaration=objet.declaration,
            echeance=objet.limite.le,
            etape=objet.etape,
            manque=objet.manque,
            envoi=envoi,
        )
        for objet in lettre.objets
    )
    return envoi


def _seul(identifiants: set[int]) -> int | None:
    """The one there is, when there is one: an e-mail may be about several partners or Cafs."""
    return next(iter(identifiants)) if len(identifiants) == 1 else None
