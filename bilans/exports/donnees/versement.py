"""Bilans poured once into one temporary file per sheet, so that none is read or judged twice.

A bilan makes a row of the first sheet and as many as it has of each other: written as they come,
they cost no memory whatever their number.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from random import SystemRandom
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone

from bilans.models import Bilan
from bilans.regles.analyse.connues import a_lignes_nommees, chemin_de_fait
from bilans.regles.analyse.resultats import LIBRES
from bilans.regles.colonnes import Feuille
from bilans.regles.etats import LIBELLES_ETAT
from bilans.services.analyse.comptage import Comptage
from bilans.services.analyse.mise_a_plat import faits_comptes
from bilans.services.arrete import etat_arrete

PAR_LOT = 50
# What names somebody is left out of what leaves a Caf: texts, files, and days too.
INTIMES = LIBRES | {"date"}
Rangee = list[Any]


@dataclass
class FeuilleVersee:
    """A sheet being written: its columns that are exported, its rows one JSON a line."""

    feuille: Feuille
    codes: tuple[str, ...]
    fichier: IO[str]

    def ajouter(self, rangee: Rangee) -> None:
        self.fichier.write(f"{json.dumps(rangee, ensure_ascii=False)}\n")

    def rangees(self) -> Iterator[Rangee]:
        """Every row, from the first."""
        self.fichier.seek(0)
        return map(json.loads, self.fichier)


@contextmanager
def verser(comptage: Comptage, avancer: Callable[[int], None]) -> Iterator[list[FeuilleVersee]]:
    """Pour every bilan chosen; ``avancer`` is told how many are done.

    What leaves its Caf names nobody: bilans are numbered in no order, without partner nor Caf nor
    anything written in full.
    """
    nommes = comptage.portee.une_a_une
    with ExitStack() as pile:
        versees = [
            FeuilleVersee(
                feuille,
                _codes(feuille, nommes=nommes),
                pile.enter_context(TemporaryFile("w+", encoding="utf-8")),
            )
            for feuille in comptage.etude.feuilles
        ]
        cles = list(comptage.bilans.order_by("annee", "pk").values_list("pk", flat=True))
        if not nommes:
            SystemRandom().shuffle(cles)
        for debut in range(0, len(cles), PAR_LOT):
            lot = cles[debut : debut + PAR_LOT]
            charges = _charger(lot)
            for rang, cle in enumerate(lot, start=debut + 1):
                if cle in charges:
                    _verser_un(charges[cle], rang, versees, nommes=nommes)
            avancer(min(debut + PAR_LOT, len(cles)))
        yield versees


def _codes(feuille: Feuille, *, nommes: bool) -> tuple[str, ...]:
    return tuple(c.code for c in feuille.colonnes if nommes or c.question.type not in INTIMES)


def _charger(cles: Sequence[int]) -> dict[int, Bilan]:
    """A lot, its version and its partner read once however many bilans share them."""
    return (
        Bilan.objects.select_related("dernier_envoi")
        .prefetch_related(
            "caf",
            "gestionnaire",
            "equipement__portefeuille",
            "version__questionnaire",
            "complement__questionnaire",
        )
        .defer("dernier_envoi__reponses", "dernier_envoi__mentions")
        .in_bulk(list(cles))
    )


def _verser_un(bilan: Bilan, rang: int, versees: list[FeuilleVersee], *, nommes: bool) -> None:
    """The rows of one bilan: what was asked once, then each row of each repetition."""
    etat = etat_arrete(bilan)
    nom = bilan.reference if nommes else str(rang)
    par_feuille: dict[tuple[str, ...], dict[tuple[str, ...], Rangee]] = {}
    reponses: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, Any]] = {}
    places = {v.feuille.repetitions for v in versees}
    for emplacement in etat.emplacements:
        repetitions = _repetitions(emplacement.chemin, emplacement.champ.code)
        cles = tuple(ligne.cle for ligne in emplacement.lignes)
        if repetitions not in places:
            continue
        libelles = [ligne.libelle for ligne in emplacement.lignes]
        par_feuille.setdefault(repetitions, {})[cles] = libelles
        valeur = etat.comptees.get(emplacement.chemin)
        reponses.setdefault((repetitions, cles), {})[emplacement.champ.code] = valeur
    if bilan.dernier_envoi:
        faits = faits_comptes(bilan.dernier_envoi).items()
        une_fois = reponses.setdefault(((), ()), {})
        une_fois.update((chemin_de_fait(nom), valeur) for nom, valeur in faits)
    for versee in versees:
        repetitions = versee.feuille.repetitions
        lignes = par_feuille.get(repetitions, {}) if repetitions else {(): []}
        entete = [nom] if repetitions else [nom, *_identite(bilan, nommes=nommes)]
        for numero, (cles, libelles) in enumerate(lignes.items(), start=1):
            donnees = reponses.get((repetitions, cles), {})
            versee.ajouter(
                [
                    *entete,
                    *_lignes(versee.feuille, cles, libelles, numero, nommes=nommes),
                    *(donnees.get(code) for code in versee.codes),
                ]
            )


def _repetitions(chemin: str, code: str) -> tuple[str, ...]:
    """« themes.handicap.diagnostics » stands on the rows of « themes »."""
    autour = chemin.removesuffix(code).split(".")[:-1]
    return tuple(autour[::2])


def entetes(feuille: Feuille, *, nommes: bool) -> tuple[str, ...]:
    """Headings before those of the columns."""
    if not feuille.groupes:
        return ("bilan", *(IDENTITE if nommes else ANONYME))
    if not nommes:
        return ("bilan", *feuille.repetitions)
    return (
        "bilan",
        *(f"{code}{suite}" for code in feuille.repetitions for suite in ("", " (libellé)")),
    )


IDENTITE = (
    "exercice",
    "version",
    "etat",
    "caf",
    "portefeuille",
    "gestionnaire",
    "siret",
    "equipement",
    "transmis_le",
)
ANONYME = IDENTITE[:2]


def _identite(bilan: Bilan, *, nommes: bool) -> list[Any]:
    debut = [bilan.exercice, bilan.version.reference]
    if not nommes:
        return debut
    equipement, envoi = bilan.equipement, bilan.dernier_envoi
    return [
        *debut,
        LIBELLES_ETAT[bilan.etat].caf,
        bilan.caf.nom,
        equipement.portefeuille.nom if equipement else None,
        bilan.gestionnaire.nom,
        bilan.gestionnaire.siret,
        equipement.nom if equipement else None,
        timezone.localtime(envoi.le).date().isoformat() if envoi else None,
    ]


def _lignes(
    feuille: Feuille, cles: Sequence[str], libelles: Sequence[str], numero: int, *, nommes: bool
) -> list[str]:
    """What names a row: its key and its label; a row that somebody named is a number only."""
    if nommes:
        return [mot for couple in zip(cles, libelles, strict=True) for mot in couple]
    repetitions = [g.repetition for g in feuille.groupes if g.repetition]
    return [
        cle if a_lignes_nommees(repetition) else str(numero)
        for cle, repetition in zip(cles, repetitions, strict=True)
    ]
