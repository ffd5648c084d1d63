"""Rights by the hundred thousand: those of a person verified, then all of them.

Alone, « python -m tests.banc.droits » loads people and rights only in .donnees/banc-droits – a
hundred Cafs, some 60,000 and 100,000 – and measures there.
"""

import os
import sys
import time
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from random import Random

import django

from tests.banc.resultats import Mesure, composer, tableau
from tests.banc.serveur import RACINE

PERSONNES, PARTENAIRES = 500, 150


def mesurer(maintenant: datetime) -> Iterator[Mesure]:
    """Of people spread over the set: rights read and verified, then verified alone; then all.

    Times are those of this process: what other work of the machine takes is not counted.
    """
    from habilitations.models import Habilitation
    from habilitations.permissions import Acteur
    from habilitations.verification import examiner

    lus, verifies, combien = [], [], []
    for personne in _gens():
        debut = time.process_time()
        acteur = Acteur(personne, maintenant)
        combien.append(len(acteur.habilitations))
        lus.append(time.process_time() - debut)
        siens = list(Habilitation.objects.filter(utilisateur=personne).a_verifier())
        debut = time.process_time()
        examiner(siens, acteur.jour)
        verifies.append(time.process_time() - debut)
    chacun = f"{len(combien)} personnes, {min(combien)} à {max(combien)} droits en vigueur"
    yield composer("droits d’une personne : lus et vérifiés", lus, note=chacun)
    yield composer("droits d’une personne : vérifiés seulement", verifies, note=chacun)
    yield _tous()


def _gens() -> list:
    from habilitations.models import Utilisateur

    avec = Utilisateur.objects.filter(habilitations__isnull=False).distinct().order_by("pk")
    ids = list(avec.values_list("pk", flat=True))
    return list(avec.filter(pk__in=ids[:: max(1, len(ids) // PERSONNES)]))


def _tous() -> Mesure:
    from habilitations.alterations import alterations

    debut, vus, refuses = time.process_time(), 0, 0
    for examen in alterations():
        vus, refuses = vus + 1, refuses + (examen.motif is not None)
    duree = time.process_time() - debut
    note = f"{vus} droits, {refuses} refusés, {vus / duree:.0f}/s"
    return composer("droits : vérifiés tous", [duree], note=note)


def _memoire() -> Mesure:
    """What verifying takes of Python's memory, of a part of the set: it does not grow with it."""
    from itertools import islice

    from habilitations.alterations import LOT, alterations

    pics = []
    for lots in (2, 8):
        tracemalloc.start()
        for _ in islice(alterations(), lots * LOT):
            pass
        pics.append(tracemalloc.get_traced_memory()[1] // 2**20)
        tracemalloc.stop()
    note = f"{pics[0]} Mo pour {2 * LOT} droits, {pics[1]} Mo pour {8 * LOT}"
    return Mesure("droits : mémoire de la vérification", None, None, None, None, note=note)


LISTES = (
    "habilitations:partenaires",
    "habilitations:personnes",
    "annuaire:gestionnaires",
    "annuaire:equipements",
    "annuaire:agents",
    "annuaire:portefeuilles",
    "adhesions:liste",
)
PASSAGES = 5


def _listes() -> Iterator[Mesure]:
    """The lists of a responsable, asked for in this process: its time, its queries."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from habilitations.models import AffectationAgent

    responsable = AffectationAgent.objects.filter(fonction="responsable_habilitations").first()
    assert responsable is not None
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(responsable.utilisateur, settings.AUTHENTICATION_BACKENDS[0])
    for nom in LISTES:
        durees, adresse = [], reverse(nom)
        client.get(adresse)
        for _ in range(PASSAGES):
            debut = time.process_time()
            with CaptureQueriesContext(connection) as requetes:
                reponse = client.get(adresse)
            durees.append(time.process_time() - debut)
            assert reponse.status_code == 200, (nom, reponse.status_code)
        yield composer(
            f"liste : {nom}", durees, requetes=len(requetes), octets=len(reponse.content)
        )


def charger() -> str:
    """Fill an empty database; each person of a partner holds two roles, some have left."""
    from django.db import connection, transaction

    from habilitations.models import Caf
    from portal.accueil.peuplement.chargement import analyser, remettre_les_sequences
    from portal.accueil.peuplement.droits import Droits
    from portal.accueil.peuplement.partenaires import Partenaires
    from portal.accueil.peuplement.personnes import Agents, Personnes
    from portal.accueil.peuplement.registre import Registre
    from portal.accueil.peuplement.sommeil import evenements_ecrits_ici
    from portal.accueil.peuplement.taille import Plan
    from portal.accueil.referentiels import charger_referentiels

    charger_referentiels()
    plan, debut = Plan(cafs=100, jour=datetime.now().date()), time.perf_counter()
    for rang, caf in enumerate(Caf.objects.order_by("code")[: plan.cafs]):
        hasard, registre = Random(rang), Registre(rang)
        with transaction.atomic(), evenements_ecrits_ici():
            personnes = Personnes(registre, hasard)
            agents = Agents(registre, personnes, caf, plan)
            droits = Droits(registre, caf, agents.responsables[0])
            partenaires = Partenaires(registre, personnes, droits, plan, hasard)
            for place in range(PARTENAIRES):
                chez = partenaires.inscrire(place, 1)
                roles = list(chez.equipe)
                for role, autre in zip(roles, [*roles[1:], roles[0]], strict=True):
                    droits.accorder(chez.equipe[role], autre, chez.chez)
            registre.vider()
    duree = time.perf_counter() - debut
    remettre_les_sequences()
    analyser()
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT (SELECT count(*) FROM habilitations_utilisateur), "
            "(SELECT count(*) FROM habilitations_habilitation)"
        )
        gens, combien = curseur.fetchone()
    return f"{gens} personnes, {combien} droits signés et écrits en {duree:.0f} s."


def main() -> int:
    os.environ |= {"DEMO": "1", "DOSSIER_DONNEES": str(RACINE / ".donnees/banc-droits")}
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from habilitations.models import Habilitation

    call_command("mettre_base_a_jour")
    call_command("collectstatic", verbosity=0, interactive=False)
    if not Habilitation.objects.exists():
        sys.stdout.write(charger() + "\n")
    mesures = [*mesurer(timezone.now()), _memoire(), *_listes()]
    sys.stdout.write(tableau(mesures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
