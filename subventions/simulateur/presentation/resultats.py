"""What scenarios give, side by side, as people read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from habilitations.regles.exercices import bornes_exercice
from portal.saisie.regles.structure import Ligne
from portal.socle.composants import id_de
from portal.socle.formats import MOINS, euros, variation
from subventions.regles.estimation import Estimation
from subventions.regles.questions import POSTES
from subventions.simulateur.presentation.graphique import Graphique, graphique
from subventions.simulateur.regles.entrees import COMPTES
from subventions.simulateur.regles.simulation import Resultat
from subventions.simulateur.regles.structure import SCENARIOS, Feuillet
from subventions.simulateur.regles.tresorerie import Tresorerie

ATTENDUS = {COMPTES: "un compte de charges au moins", POSTES: "un poste au moins"}
DROITS_ATTENDUS = {"reel_n1": "du droit réel N-1", "reel_n2": "du droit réel N-2"}
# Beyond, « 12 réponses » says more than a list.
ATTENDUS_CITES = 4


@dataclass(frozen=True)
class Attendu:
    """One thing a scenario waits for, linked to its field."""

    texte: str
    adresse: str = ""


@dataclass(frozen=True)
class Attente:
    attendus: tuple[Attendu, ...]
    caf_seule: bool = False
    base: str = ""


@dataclass(frozen=True)
class MargeLue:
    libelle: str
    egales: str
    proportion: str


@dataclass(frozen=True)
class VersementLu:
    libelle: str
    montant: str
    mois: str
    attend: str = ""


@dataclass(frozen=True)
class ScenarioLu:
    """One scenario: its amount with its steps, or what it waits for; ``ecart`` from the first."""

    cle: str
    libelle: str
    estimation: Estimation
    attente: Attente | None
    montant: str
    ecart: str
    variation: str
    marges: tuple[MargeLue, ...]
    versements: tuple[VersementLu, ...] = ()


@dataclass(frozen=True)
class Comparaison:
    """The scenarios computed; ``a_confirmer`` names the values of the barème that may change."""

    dispositif: str
    scenarios: tuple[ScenarioLu, ...]
    a_confirmer: tuple[str, ...]
    graphique: Graphique | None
    profil: str = ""

    @property
    def a_des_versements(self) -> bool:
        """Tell whether something is paid, or waits to be computed."""
        attendus = any(v.attend for scenario in self.scenarios for v in scenario.versements)
        return self.graphique is not None or attendus

    @property
    def est_estimee(self) -> bool:
        return any(scenario.montant for scenario in self.scenarios)


def comparer(
    feuillet: Feuillet,
    resultats: Sequence[tuple[Ligne, Resultat]],
    tresoreries: Mapping[str, Tresorerie],
    calendrier: Sequence[str],
    profil: str = "",
) -> Comparaison:
    """Put scenarios side by side; ``calendrier`` names the months of the payments by rank."""
    reference = resultats[0][1].montant if resultats else None
    scenarios = tuple(
        ScenarioLu(
            cle=ligne.cle,
            libelle=ligne.libelle,
            estimation=resultat.estimation,
            attente=_attente(feuillet, ligne, resultat),
            montant=euros(resultat.montant),
            ecart=_ecart(resultat.montant, reference) if rang else "",
            variation=variation(resultat.montant, reference) if rang and resultat.montant else "",
            marges=tuple(
                MargeLue(m.libelle, signe(m.egales), signe(m.proportion)) for m in resultat.marges
            ),
            versements=_versements(tresoreries.get(ligne.cle), calendrier),
        )
        for rang, (ligne, resultat) in enumerate(resultats)
    )
    return Comparaison(
        feuillet.dispositif,
        scenarios,
        _a_confirmer(resultats),
        _dessin(feuillet, resultats, tresoreries),
        profil,
    )


def signe(montant: Decimal | None) -> str:
    """An amount that is added or taken off: « +329,00 € », « −2 892,00 € »."""
    if montant is None:
        return ""
    ecrit = euros(montant)
    return f"+{ecrit}" if montant > 0 else ecrit.replace("-", MOINS)


def premier_mois(feuillet: Feuillet) -> int:
    """The month in which the exercice begins, from 1 to 12."""
    return bornes_exercice(feuillet.dispositif, feuillet.annee)[0].month


def _dessin(
    feuillet: Feuillet,
    resultats: Sequence[tuple[Ligne, Resultat]],
    tresoreries: Mapping[str, Tresorerie],
) -> Graphique | None:
    dessinees = [
        (li.libelle, tresoreries[li.cle].par_mois) for li, _ in resultats if li.cle in tresoreries
    ]
    return graphique(dessinees, premier_mois(feuillet), feuillet.annee)


def _ecart(montant: Decimal | None, reference: Decimal | None) -> str:
    return "" if montant is None or reference is None else signe(montant - reference)


def _versements(
    tresorerie: Tresorerie | None, calendrier: Sequence[str]
) -> tuple[VersementLu, ...]:
    if tresorerie is None:
        return ()
    return tuple(
        VersementLu(
            v.libelle,
            euros(v.montant),
            calendrier[v.mois],
            " et ".join(DROITS_ATTENDUS.get(droit, droit) for droit in v.attend),
        )
        for v in tresorerie.versements
    )


def _attente(feuillet: Feuillet, ligne: Ligne, resultat: Resultat) -> Attente | None:
    """What is to be filled, each thing linked to its field."""
    manques = resultat.entree.manques
    if not manques:
        return None
    attendus = []
    for manque in manques[:ATTENDUS_CITES]:
        chemin = f"{SCENARIOS}.{ligne.cle}.{manque}"
        place = feuillet.places.get(chemin)
        if place is None:
            attendus.append(Attendu(ATTENDUS[manque], "#titre-tableau"))
            continue
        poste = f" ({place.lignes[1].libelle})" if len(place.lignes) > 1 else ""
        nom = place.champ.libelle
        attendus.append(Attendu(f"{nom[0].lower()}{nom[1:]}{poste}", f"#{id_de(chemin)}"))
    if len(manques) > ATTENDUS_CITES:
        attendus.append(Attendu(_autres(len(manques) - ATTENDUS_CITES)))
    return Attente(tuple(attendus))


def _autres(combien: int) -> str:
    return "et une autre réponse" if combien == 1 else f"et {combien} autres réponses"


def _a_confirmer(resultats: Sequence[tuple[Ligne, Resultat]]) -> tuple[str, ...]:
    """Parameters read whose value, reading or renewal is a hypothesis, each once."""
    lus = {
        p.code: p.libelle or p.code
        for _, resultat in resultats
        for p in resultat.estimation.bareme.parametres.values()
        if p.est_a_confirmer
    }
    return tuple(lus.values())
