"""Plausible activity of a lieu, year after year: the figures follow from one another.

Deterministic: the same lieu always tells the same story. Ages sum to the children, origins to the
mesures, and the mesures in progress on 1 January are those left from the year before.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from declarations.regles.grille import REELLE
from habilitations.regles.exercices import bornes_exercice

JOURS = 365
HEURES_PAR_ETP = Decimal("1100")
PARTS_AGES = {"enfants_0_2": 12, "enfants_3_5": 25, "enfants_6_11": 43, "enfants_12_17": 20}
PARTS_ORIGINES = {
    "mesures_jaf": 63,
    "mesures_juge_enfants": 14,
    "mesures_cour_appel": 5,
    "mesures_ase": 8,
    "mesures_amiables": 10,
}


@dataclass(frozen=True)
class Site:
    """What the story of a lieu starts from: its hours of meetings in ``reference``, its trend."""

    nom: str
    taille: int
    evolution: Decimal
    reference: int
    ouvert_le: date | None = None
    ferme_le: date | None = None

    def presence(self, annee: int) -> Decimal:
        """Part of the year during which the lieu was open, from 0 to 1."""
        debut, fin = bornes_exercice("er", annee)
        debut, fin = max(debut, self.ouvert_le or debut), min(fin, self.ferme_le or fin)
        return min(Decimal(1), Decimal(max(0, (fin - debut).days + 1)) / JOURS)

    def ecart(self, annee: int, sujet: str, amplitude: int = 15) -> Decimal:
        """A small gap proper to this lieu, year and subject: 1.000 give or take ``amplitude``."""
        tirage = zlib.crc32(f"{self.nom}/{annee}/{sujet}".encode()) % (2 * amplitude + 1)
        return 1 + Decimal(tirage - amplitude) / 1000

    def rencontres(self, annee: int) -> Decimal:
        """Hours of meetings of a year."""
        tendance = (1 + self.evolution) ** (annee - self.reference)
        return self.taille * tendance * self.presence(annee) * self.ecart(annee, "rencontres")


def activite(site: Site, annee: int, nature: str) -> dict[str, Decimal]:
    """All that a lieu declares: its hours, and the yearly data with the réelle."""
    complement = annee_complete(site, annee) if nature == REELLE else {}
    return heures(site, annee, nature) | complement


def heures(site: Site, annee: int, nature: str) -> dict[str, Decimal]:
    """The three hours of a lieu: to the quarter when they happened, rounded when foreseen."""
    base = site.rencontres(annee)
    parts = {
        "heures_rencontres": base,
        "heures_entretiens": base * Decimal("0.31") * site.ecart(annee, "entretiens"),
        "heures_organisation": base * Decimal("0.44") * site.ecart(annee, "organisation"),
    }
    if nature != REELLE:
        facteur = site.ecart(annee, "prevision", 25)
        return {code: _au_pas(h * facteur, Decimal(5)) for code, h in parts.items()}
    return {code: _au_pas(h, Decimal("0.25")) for code, h in parts.items()}


def annee_complete(site: Site, annee: int) -> dict[str, Decimal]:
    """What the réelle asks for besides the hours."""
    enfants = _entier(site.rencontres(annee) / 11)
    debut, nouvelles, terminees = mesures(site, annee)
    programmees = _entier(site.rencontres(annee) * Decimal("1.4"))
    total_heures = sum(heures(site, annee, REELLE).values(), Decimal(0))
    valeurs: dict[str, Decimal | int] = {
        "jours_ouverture": _entier(site.presence(annee) * (96 + site.taille // 12)),
        "etp_accueillants": max(Decimal("0.05"), _au_pas(total_heures / HEURES_PAR_ETP, "0.05")),
        "mesures_debut": debut,
        "mesures_nouvelles": nouvelles,
        "mesures_terminees": terminees,
        "mesures_non_exercees": nouvelles // 14,
        "enfants": enfants,
        "parents": _entier(enfants * Decimal("1.35")),
        "rencontres_programmees": programmees,
        "rencontres_realisees": _entier(
            programmees * Decimal("0.86") * site.ecart(annee, "venues")
        ),
        "passages_de_bras": _entier(programmees * Decimal("0.17")),
        "entretiens_prealables": _entier(nouvelles * Decimal("1.6")),
        "familles_en_attente": 2 + site.taille // 130,
        "delai_moyen_jours": _entier(34 * site.ecart(annee, "delai", 200)),
    }
    valeurs |= repartir(enfants, PARTS_AGES) | repartir(debut + nouvelles, PARTS_ORIGINES)
    return {code: Decimal(valeur) for code, valeur in valeurs.items()}


def mesures(site: Site, annee: int) -> tuple[int, int, int]:
    """Mesures in progress on 1 January, new and ended; a lieu that closes ends all of them."""
    debut = 0
    for an in range(site.reference - 3, annee + 1):
        nouvelles = _entier(site.rencontres(an) / 11 * Decimal("0.55"))
        terminees = _entier((debut + nouvelles) * Decimal("0.52"))
        if site.ferme_le and site.ferme_le.year <= an:
            terminees = debut + nouvelles
        if an == annee:
            return debut, nouvelles, terminees
        debut += nouvelles - terminees
    return 0, 0, 0


def repartir(total: int, parts: Mapping[str, int]) -> dict[str, int]:
    """Share a whole number along weights that sum to 100; the heaviest takes what is left."""
    valeurs = {code: total * part // 100 for code, part in parts.items()}
    principal = max(parts, key=lambda code: parts[code])
    valeurs[principal] += total - sum(valeurs.values())
    return valeurs


def _entier(valeur: Decimal) -> int:
    return int(valeur.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _au_pas(valeur: Decimal, pas: Decimal | str) -> Decimal:
    """The nearest multiple of a step."""
    return _entier(valeur / Decimal(pas)) * Decimal(pas)
