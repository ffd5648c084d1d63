"""Years side by side: each value of a dispositif, exercice by exercice, and what changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from habilitations.models import Caf
from habilitations.permissions import Acteur
from habilitations.regles.exercices import exercice_du, libelle_exercice
from subventions.models import LigneBareme
from subventions.presentation.registre import lignes_visibles, valeur_en_mots
from subventions.propositions.regles.periodes import Periode, changements
from subventions.regles.parametres import DISPOSITIFS, PARAMETRES, Parametre

# Exercices before the one under way, and after it.
AVANT, APRES = 3, 1


@dataclass(frozen=True)
class Case:
    """A value of one exercice: its words, empty where there is none, and whether it changed."""

    exercice: str
    valeur: str
    change: bool


@dataclass(frozen=True)
class Rangee:
    """One parameter of one scope, year after year."""

    parametre: str
    portee: str
    cases: tuple[Case, ...]

    @property
    def change(self) -> bool:
        return any(case.change for case in self.cases)


@dataclass(frozen=True)
class Comparaison:
    """All the parameters of a dispositif."""

    dispositif: str
    exercices: tuple[str, ...]
    rangees: tuple[Rangee, ...]


def comparaison(acteur: Acteur, dispositif: str) -> Comparaison:
    """The national values first, then those of the Cafs this person reads; one query."""
    courant = exercice_du(dispositif, acteur.jour)
    annees = range(courant - AVANT, courant + APRES + 1)
    lignes = lignes_visibles(acteur).filter(dispositif=dispositif).select_related("caf")
    lues = [ligne for ligne in lignes if _touche(ligne, annees)]
    rangees = []
    for attendu in PARAMETRES[dispositif]:
        siennes = [ligne for ligne in lues if ligne.parametre == attendu.code]
        for caf in _portees(siennes, attendu):
            de_la_portee = [s for s in siennes if s.caf_id == (caf.pk if caf else None)]
            rangees.append(_rangee(attendu, caf, de_la_portee, dispositif, annees))
    exercices = tuple(libelle_exercice(dispositif, annee) for annee in annees)
    return Comparaison(DISPOSITIFS[dispositif], exercices, tuple(rangees))


def _touche(ligne: LigneBareme, annees: range) -> bool:
    return Periode(ligne.debut, ligne.fin).chevauche(Periode(annees[0], annees[-1]))


def _portees(lignes: Iterable[LigneBareme], attendu: Parametre) -> list[Caf | None]:
    """Scopes that have a row: the nation when it has a value or must have one, then the Cafs."""
    cafs = {ligne.caf_id: ligne.caf for ligne in lignes}
    locales = sorted((c for c in cafs.values() if c), key=lambda caf: caf.code)
    nationale: list[Caf | None] = [None] if attendu.obligatoire or None in cafs else []
    return [*nationale, *locales]


def _rangee(
    attendu: Parametre,
    caf: Caf | None,
    lignes: list[LigneBareme],
    dispositif: str,
    annees: range,
) -> Rangee:
    valeurs = [_valeur(attendu, lignes, annee) for annee in annees]
    cases = tuple(
        Case(libelle_exercice(dispositif, annee), valeur or "", change)
        for annee, valeur, change in zip(annees, valeurs, changements(valeurs), strict=True)
    )
    libelle = f"{attendu.libelle[:1].upper()}{attendu.libelle[1:]}"
    return Rangee(libelle, caf.nom if caf else "Nationale", cases)


def _valeur(attendu: Parametre, lignes: list[LigneBareme], annee: int) -> str | None:
    for ligne in lignes:
        if Periode(ligne.debut, ligne.fin).contient(annee):
            return valeur_en_mots(ligne, attendu)
    return None
