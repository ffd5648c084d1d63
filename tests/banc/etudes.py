"""15,000 bilans of the 72 questions of the recensement: counted, crossed and taken away.

They are generated in the database of the bench, once, beside its set; what pages count is counted
by the same server in raw SQL, their floor.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from bilans.models import (
    Bilan,
    BilanADenombrer,
    CampagneBilan,
    EnvoiBilan,
    Questionnaire,
    VersionQuestionnaire,
)
from bilans.models.declencheurs import NATURE
from bilans.regles.etat import Faits, evaluer
from bilans.regles.questionnaire import Question
from bilans.services.analyse.denombrement import denombrer_en_attente
from bilans.services.analyse.etude import Etude, etude_de
from bilans.services.definitions import definition_de
from habilitations.models import Caf, Gestionnaire
from portal.accueil.peuplement import comptes
from portal.dossiers.models import Dossier
from portal.saisie.regles.valeurs import Valeur
from tests.banc import chrono
from tests.banc.gens import compte, navigateur
from tests.banc.resultats import Mesure, composer

BILANS, LOT = 15_000, 1_000
ANNEE = 2024
FAITS = {"themes": ["petite_enfance", "enfance", "jeunesse", "handicap"]}
RUBRIQUE = "themes"
EXPORT = Path(__file__).with_name("export_bilans.py")


def mesurer(port: int, mot: str) -> Iterator[Mesure]:
    """Lay flat, count, cross, compare, export; ``mot`` keeps what bears it."""
    questionnaire = Questionnaire.objects.get(code="recensement_cct", caf=None)
    if mot not in "analyse : 15 000 bilans":
        return
    generer(questionnaire)
    yield from _denombrer()
    with connection.cursor() as curseur:
        curseur.execute(
            "VACUUM ANALYZE bilans_reponseanalyse, bilans_releveanalyse, bilans_valeuranalyse"
        )
        curseur.execute("ANALYZE dossiers_dossier, bilans_bilan")
    qui = navigateur(compte(comptes.NATIONAL), port)
    etude = etude_de(questionnaire)
    for nom, adresse, colonnes in _pages(etude):
        plancher = f"{reverse('banc_comptage')}?colonnes={','.join(map(str, colonnes))}"
        yield chrono.page(f"analyse : {nom}", qui, adresse, plancher)
    for genre in ("xlsx", "csv"):
        for valeurs in ("codes", "libelles"):
            yield _exporter(questionnaire.pk, genre, valeurs)


def _pages(etude: Etude) -> Iterator[tuple[str, str, list[int]]]:
    """Pages and the columns that they count."""
    pk, rubrique = etude.questionnaire.pk, etude.rubrique(RUBRIQUE)
    assert rubrique is not None
    siennes = list(etude.lues(rubrique.colonnes).colonnes)
    ids = etude.ids
    reseau, diagnostics = ids["themes.reseau"], ids["themes.diagnostics"]
    page = reverse("bilans:analyse", args=[pk])
    yield "résultats d’une rubrique", f"{page}?rubrique={RUBRIQUE}", siennes
    filtre = f"f={diagnostics}~oui&min_{ids['themes.reunions_elus']}=3"
    yield "résultats filtrés", f"{page}?rubrique={RUBRIQUE}&{filtre}", siennes
    fait = f"f={ids['fait:themes']}~logement&f={ids['fait:themes']}~handicap"
    yield "résultats filtrés sur un fait", f"{page}?rubrique={RUBRIQUE}&{fait}", siennes
    croisement = reverse("bilans:analyse_croisement", args=[pk])
    yield (
        "croisement",
        f"{croisement}?lignes={reseau}&colonnes={diagnostics}",
        [reseau, diagnostics],
    )
    comparaison = reverse("bilans:analyse_comparaison", args=[pk])
    yield "comparaison d’exercices", f"{comparaison}?rubrique={RUBRIQUE}", siennes
    yield "comparaison de thèmes", f"{comparaison}?rubrique={RUBRIQUE}&par=lignes", siennes


def generer(questionnaire: Questionnaire, combien: int = BILANS) -> None:
    """Insert the bilans that are missing, as sendings write them; their answers are drawn."""
    version = questionnaire.versions.exclude(etat="brouillon").select_related("questionnaire").get()
    deja = Bilan.objects.filter(version=version, numero__gt=LOT).count()
    hasard, chemins = Random(42), chemins_demandes(version)
    for debut in range(deja, combien, LOT):
        _inserer(version, range(debut, min(debut + LOT, combien)), hasard, chemins)


def chemins_demandes(version: VersionQuestionnaire) -> dict[str, Question]:
    """What a commune whose CTG covers all the themes is asked, before any answer."""
    etat = evaluer(definition_de(version), {}, Faits(FAITS))
    return {e.chemin: e.champ for e in etat.emplacements}


def _inserer(
    version: VersionQuestionnaire,
    rangs: range,
    hasard: Random,
    chemins: dict[str, Question],
) -> None:
    caf, gestionnaire = Caf.objects.order_by("pk").first(), Gestionnaire.objects.first()
    maintenant, jour = timezone.now(), timezone.localdate()
    assert caf is not None
    assert gestionnaire is not None
    for annee in (ANNEE, ANNEE + 1):
        CampagneBilan.objects.get_or_create(
            caf=caf,
            questionnaire=version.questionnaire,
            annee=annee,
            defaults={"ouvre_le": jour, "echeance_le": jour, "ferme_le": jour},
        )
    campagnes = {
        c.annee: c
        for c in CampagneBilan.objects.filter(caf=caf, questionnaire=version.questionnaire)
    }
    bilans = [
        Bilan(
            caf=caf,
            gestionnaire=gestionnaire,
            dispositif="cct",
            nature=NATURE,
            # One gestionnaire for all: numbers tell them apart.
            numero=LOT + 1 + rang,
            annee=ANNEE + rang % 2,
            etat="en_cours",
            etat_depuis=maintenant,
            campagne=campagnes[ANNEE + rang % 2],
            version=version,
            ouvert_le=maintenant,
        )
        for rang in rangs
    ]
    Bilan.objects.inscrire(bilans)
    EnvoiBilan.objects.bulk_create(
        EnvoiBilan(
            bilan=bilan,
            le=maintenant,
            par=compte(comptes.NATIONAL),
            nom="Banc",
            gestionnaire=gestionnaire,
            reference=version.reference,
            reponses={chemin: _reponse(q, hasard) for chemin, q in chemins.items()},
            faits=FAITS,
            echeance_le=jour,
            empreinte="0" * 64,
        )
        for bilan in bilans
    )
    cles = [bilan.pk for bilan in bilans]
    with connection.cursor() as curseur:
        curseur.execute(
            "UPDATE bilans_bilan b SET dernier_envoi_id = e.id, arretees = e.reponses "
            "FROM bilans_envoibilan e WHERE e.bilan_id = b.dossier_id AND b.dossier_id = ANY(%s)",
            [cles],
        )
    Dossier.objects.filter(pk__in=cles).update(etat="transmis", etat_depuis=F("etat_depuis"))


def _reponse(question: Question, hasard: Random) -> Valeur:
    if question.ne_sait_pas and hasard.random() < 0.05:
        return "ne_sait_pas"
    if question.est_numerique:
        return str(hasard.randint(1, 40))
    if question.options:
        return hasard.choice([code for code, _ in question.options])
    return f"Réponse écrite {hasard.randint(1, 10_000)}"


def _denombrer() -> Iterator[Mesure]:
    combien = BilanADenombrer.objects.count()
    if not combien:
        return
    debut = time.perf_counter()
    denombrer_en_attente()
    duree = time.perf_counter() - debut
    note = f"{combien / duree:.0f} bilans/s"
    yield composer(f"tâche : mettre à plat {combien} bilans", [duree], note=note)


def _exporter(questionnaire: int, genre: str, valeurs: str) -> Mesure:
    """In a process of its own, whose largest memory is told: that of a worker that does it."""
    with TemporaryDirectory() as dossier:
        debut = time.perf_counter()
        fait = subprocess.run(
            [sys.executable, str(EXPORT), str(questionnaire), genre, valeurs, f"{dossier}/export"],
            check=True,
            capture_output=True,
            text=True,
        )
        duree = time.perf_counter() - debut
        octets = Path(f"{dossier}/export").stat().st_size
    note = f"{fait.stdout.strip()} Mo de mémoire au plus"
    nom = f"tâche : exporter 15 000 bilans ({genre}, {valeurs})"
    return composer(nom, [duree], octets=octets, note=note)
