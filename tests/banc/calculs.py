"""Frozen computations by the fifty thousand: computed again, and projected under other values.

They are generated once in a database of their own, .donnees/banc-calculs, by « python -m
tests.banc.calculs », which prints what it measured; ``make bench`` runs it apart.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from random import Random
from typing import Any

import django

from tests.banc.resultats import Mesure, composer, tableau
from tests.banc.serveur import RACINE

COMBIEN, LOT, VARIANTES = 50_000, 2_000, 300
PROCESSUS, ANNEE = 2, 2025
ESSAIS = {"cct": {"plafond_etp": "52000"}, "clas": {"taux": "0.35"}, "er": {"taux": "0.55"}}
PORTEFEUILLES = 40


def a_part() -> Iterator[Mesure]:
    """The same in a process of its own, whose database is not that of the bench."""
    commande = [sys.executable, "-m", "tests.banc.calculs", "--json"]
    fait = subprocess.run(commande, cwd=RACINE, check=True, capture_output=True, text=True)
    yield from (Mesure(**json.loads(ligne)) for ligne in fait.stdout.splitlines())


def generer(combien: int) -> None:
    """Write what is missing: one équipement, its file, its computation and its right each.

    Tables are counted again as they grow: plans made while they were empty would read them whole at
    each row.
    """
    from django.db import connection

    from habilitations.models import Caf, Gestionnaire, Portefeuille
    from portal.accueil.referentiels import charger_referentiels
    from subventions.models import Calcul

    charger_referentiels()
    caf = Caf.objects.order_by("code")[0]
    gestionnaire, _ = Gestionnaire.objects.get_or_create(
        siret="98123400800010", defaults={"nom": "Banc", "nature": "association"}
    )
    portefeuilles = [
        Portefeuille.objects.get_or_create(
            caf=caf, nom=f"Portefeuille {rang}", defaults={"titulaire": _demandeur()}
        )[0]
        for rang in range(PORTEFEUILLES)
    ]
    patrons = _patrons(Random(12))
    for debut in range(Calcul.objects.count(), combien, LOT):
        rangs = range(debut, min(debut + LOT, combien))
        _ecrire(rangs, patrons, gestionnaire, portefeuilles)
        with connection.cursor() as curseur:
            curseur.execute("ANALYZE")


def _demandeur() -> Any:
    from habilitations.models import Utilisateur

    return Utilisateur.objects.get_or_create(email="banc@exemple.test")[0]


def _patrons(hasard: Random) -> list[tuple[str, dict[str, Any], Any]]:
    """Dispositif, data and estimation, with the barème of the tests: few barèmes, many data."""
    from subventions.referentiels import plan_comptable
    from subventions.regles.bareme import lire_bareme
    from subventions.regles.moteur import estimer
    from tests.subventions.outils import BAREMES, collectif, lieu, poste

    rendus = []
    for rang in range(VARIANTES):
        dispositif = ("cct", "clas", "er")[rang % 3]
        charges = {"60": f"{hasard.randint(500, 9000)}.00", "64": f"{hasard.randint(9, 90)}000.00"}
        combien = hasard.randint(1, 4)
        donnees: dict[str, Any] = {
            "cct": {"postes": [poste(f"{hasard.randint(20, 60)}000.00") for _ in range(combien)]},
            "clas": {
                "charges": charges,
                "collectifs_notifies": combien,
                "collectifs": [collectif(hasard.random() < 0.5) for _ in range(combien)],
            },
            "er": {"charges": charges, "lieux": [lieu(str(hasard.randint(50, 900)))] * combien},
        }[dispositif]
        bareme, _ = lire_bareme(dispositif, BAREMES[dispositif])
        estimation = estimer(dispositif, donnees, bareme, plan_comptable(), ANNEE)
        rendus.append((dispositif, donnees, estimation))
    return rendus


def _ecrire(rangs: range, patrons: list[Any], gestionnaire: Any, portefeuilles: list[Any]) -> None:
    from django.db import transaction
    from django.utils import timezone

    from habilitations.models import Equipement
    from portal.accueil.peuplement.sommeil import evenements_ecrits_ici
    from portal.dossiers.models import Dossier
    from subventions.models import Droit, NatureDroit

    maintenant, caf = timezone.now(), portefeuilles[0].caf
    with transaction.atomic(), evenements_ecrits_ici():
        equipements = Equipement.objects.bulk_create(
            Equipement(
                caf=caf,
                gestionnaire=gestionnaire,
                portefeuille=portefeuilles[rang % PORTEFEUILLES],
                dispositif=patrons[rang % VARIANTES][0],
                nom=f"Équipement {rang}",
                organisation="mono_lieu" if patrons[rang % VARIANTES][0] == "er" else "",
            )
            for rang in rangs
        )
        siens = [{"caf": caf, "gestionnaire": gestionnaire, "equipement": e} for e in equipements]
        communs = [
            champs | {"dispositif": champs["equipement"].dispositif, "annee": ANNEE}
            for champs in siens
        ]
        dossiers = Dossier.objects.bulk_create(
            Dossier(**champs, nature="banc", etat="banc", etat_depuis=maintenant)
            for champs in communs
        )
        calculs = _calculs(communs, [patrons[rang % VARIANTES] for rang in rangs])
        Droit.objects.bulk_create(
            Droit(
                **champs,
                nature=NatureDroit.REEL,
                dossier=dossier,
                calcul=calcul,
                etat="definitif",
                ouvert_le=maintenant,
                definitif_le=maintenant,
            )
            for champs, dossier, calcul in zip(communs, dossiers, calculs, strict=True)
        )


def _calculs(communs: list[dict[str, Any]], patrons: list[Any]) -> list[Any]:
    from subventions.models import Calcul
    from subventions.services.estimations import donnees_en_texte

    calculs = []
    for champs, (_, donnees, estimation) in zip(communs, patrons, strict=True):
        brut = estimation.en_json()
        figes = {cle: brut[cle] for cle in ("bareme", "etapes", "manquants", "mesures")}
        calcul = Calcul(
            **champs,
            **figes,
            statut=estimation.statut,
            montant=estimation.montant,
            donnees=donnees_en_texte(donnees),
        )
        calcul.empreinte = calcul.calculer_empreinte()
        calculs.append(calcul)
    return Calcul.objects.bulk_create(calculs)


def mesurer() -> Iterator[Mesure]:
    """Everything computed again by the command, then one projection of all the dispositifs."""
    yield _rejouer(1, "calculs refaits, un processus")
    yield _rejouer(PROCESSUS, f"calculs refaits, {PROCESSUS} processus")
    yield projeter()


def _rejouer(processus: int, nom: str) -> Mesure:
    """The command as an operator runs it: its start and that of its processes are counted."""
    commande = [sys.executable, "manage.py", "rejouer", "--processus", str(processus)]
    debut, avant = time.perf_counter(), _processeur()
    fait = subprocess.run(commande, cwd=RACINE, check=True, capture_output=True, text=True)
    duree, occupe = time.perf_counter() - debut, _processeur() - avant
    rendu = json.loads(fait.stdout)
    assert not rendu["differences"], rendu["differences"][:3]
    cadence = rendu["rejoues"] / duree
    note = f"{rendu['rejoues']} en {duree:.1f} s, {cadence:.0f}/s ; {occupe:.1f} s de processeur"
    return composer(nom, [duree], note=note)


def _processeur() -> float:
    """Seconds of the processes started from here and ended."""
    enfants = resource.getrusage(resource.RUSAGE_CHILDREN)
    return enfants.ru_utime + enfants.ru_stime


def projeter() -> Mesure:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from habilitations.models import Caf
    from subventions.models import Projection
    from subventions.simulateur.services.projections import calculer, lignes_de

    projection = Projection.objects.create(
        demandeur=_demandeur(),
        caf=Caf.objects.order_by("code")[0],
        dispositifs=sorted(ESSAIS),
        annee=ANNEE,
        essais=ESSAIS,
        demandee_le=timezone.now(),
    )
    debut, occupe, memoire = time.perf_counter(), time.process_time(), _memoire()
    with CaptureQueriesContext(connection) as requetes:
        calculer(projection.pk, timezone.now())
    duree, occupe = time.perf_counter() - debut, time.process_time() - occupe
    projection.refresh_from_db()
    combien = sum(ligne.dossiers for ligne in lignes_de(projection))
    note = (
        f"{combien} droits en {duree:.1f} s, {combien / duree:.0f}/s ; {occupe:.1f} s de "
        f"processeur ici ; {_memoire() - memoire} Mo de plus"
    )
    return composer(
        "projection, versements prévus compris", [duree], requetes=len(requetes), note=note
    )


def _memoire() -> int:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    os.environ |= {"DEMO": "1", "DOSSIER_DONNEES": str(RACINE / ".donnees/banc-calculs")}
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    from django.core.management import call_command

    from subventions.models import Calcul

    call_command("mettre_base_a_jour")
    if Calcul.objects.count() < COMBIEN:
        debut = time.perf_counter()
        generer(COMBIEN)
        sys.stderr.write(f"{COMBIEN} calculs écrits en {time.perf_counter() - debut:.0f} s.\n")
    mesures = list(mesurer())
    if "--json" in sys.argv:
        sys.stdout.writelines(f"{json.dumps(asdict(mesure))}\n" for mesure in mesures)
    else:
        sys.stdout.write(tableau(mesures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
