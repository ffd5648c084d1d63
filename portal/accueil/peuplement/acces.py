"""Sensitive readings of the last weeks, arrested each day on the chain of the Caf."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from habilitations.models import Caf, Utilisateur
from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement.chaines import Journal
from portal.accueil.peuplement.redaction import OBJET, Redaction
from portal.accueil.peuplement.registre import Registre
from portal.socle import lectures
from portal.socle.models import LectureSensible

JOURS, PAR_JOUR = 30, 3


def lire(
    registre: Registre,
    journal: Journal,
    caf: Caf,
    agents: Sequence[Utilisateur],
    dossiers: Sequence[Redaction],
    jour: date,
    hasard: Random,
) -> None:
    """Each day a few agents opened a file outside their portfolio."""
    table = registre.rangee(
        LectureSensible,
        "action personne_id personne_libelle objet_type objet_id gestionnaire_id caf_id jour le",
        500,
    )
    action = LectureSensible.Action.DOSSIER_HORS_PORTEFEUILLE
    for recul in range(JOURS, 0, -1):
        le = jour - timedelta(days=recul)
        lues = []
        for rang, dossier in enumerate(hasard.sample(dossiers, min(PAR_JOUR, len(dossiers)))):
            qui = agents[(recul + rang) % len(agents)]
            lecture = LectureSensible(
                pk=table.reserver(),
                action=action,
                personne_id=qui.pk,
                personne_libelle=str(qui),
                objet_type=OBJET,
                objet_id=dossier.pk,
                gestionnaire_id=dossier.terrain.partenaire.pk,
                caf_id=caf.pk,
                jour=le,
                le=instant(le, 10 + rang),
            )
            table.poser(
                lecture.pk,
                action,
                qui.pk,
                lecture.personne_libelle,
                OBJET,
                dossier.pk,
                lecture.gestionnaire_id,
                caf.pk,
                le,
                lecture.le,
            )
            lues.append(lecture)
        nombre, empreinte = lectures.resumer(lues)
        details: dict[str, Any] = {"jour": le.isoformat(), "nombre": nombre, "empreinte": empreinte}
        journal.dire(lectures.ARRETEES, instant(le + timedelta(days=1), 2), None, **details)
