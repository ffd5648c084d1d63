"""What is counted, for whom and how far: read by pages, exports and reports alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bilans.models.bilans import BilanQuerySet
from bilans.regles.analyse.comptes import Effectifs
from bilans.regles.analyse.croisement import Paires
from bilans.regles.analyse.resultats import Resultat, masquer_ensemble, resultat
from bilans.regles.colonnes import Colonne
from bilans.services.analyse.etude import Etude, Portee, Rubrique
from bilans.services.analyse.lectures import (
    ANNEE,
    CAF,
    PORTEFEUILLE,
    Lieu,
    effectifs,
    effectifs_par,
    paires,
    populations,
    references_par,
)
from bilans.services.analyse.selection import Selection, bilans_de
from habilitations.permissions import Acteur


@dataclass(frozen=True)
class Cote:
    """One question in one year or territory, None where no version there asks it."""

    colonne: Colonne
    resultats: tuple[Resultat | None, ...]


@dataclass
class Comptage:
    """A selection of bilans of one questionnaire, as one person may count them."""

    etude: Etude
    selection: Selection
    acteur: Acteur
    portee: Portee

    @cached_property
    def bilans(self) -> BilanQuerySet:
        return bilans_de(self.selection, self.acteur)

    @cached_property
    def combien(self) -> int:
        return self.bilans.count()

    @property
    def trop_peu(self) -> bool:
        """Tell whether so few bilans are chosen that nothing may be shown of them."""
        return 0 < self.combien < self.portee.seuil

    def resultats(self, rubrique: Rubrique) -> list[Resultat]:
        """Every question of a heading, in two queries."""
        lus = effectifs(self.bilans, self.etude.lues(rubrique.colonnes))
        seuil = self.portee.seuil
        return [self._resultat(colonne, self.combien, lus, seuil) for colonne in rubrique.colonnes]

    def paires(self, premiere: int, seconde: int) -> Paires:
        """How many times values of two columns go together. Raises SansRapport."""
        a, b = self.etude.par_id[premiere], self.etude.par_id[seconde]
        return paires(self.bilans, (premiere, a.repetitions), (seconde, b.repetitions))

    @property
    def territoire(self) -> str:
        """What territories are, for this person: Cafs, or the portfolios of one."""
        return CAF if self.acteur.est_national else PORTEFEUILLE

    def par_annee(self) -> "Comptage":
        """The same selection over all the exercices."""
        selection = replace(self.selection, annee=None)
        return Comptage(self.etude, selection, self.acteur, self.portee)

    def lieux(self, dimension: str) -> dict[Lieu, int]:
        """The years or territories there are, with how many bilans each has."""
        return {cle: n for cle, n in sorted(populations(dimension, self.bilans).items()) if cle}

    def cotes(
        self, dimension: str, lieux: Mapping[Lieu, int], colonnes: list[Colonne]
    ) -> list[Cote]:
        """Each question in each of these years, territories or rows, in two queries.

        Of rows, ``lieux`` are the keys alone: questions are counted out of the rows there are.
        """
        lus = effectifs_par(dimension, self.bilans, self.etude.lues(colonnes))
        demandees: Mapping[Lieu, set[str]] = (
            references_par(ANNEE, self.bilans) if dimension == ANNEE else {}
        )
        return [
            Cote(
                colonne,
                masquer_ensemble(
                    [
                        self._resultat(colonne, combien, lus.get(cle, {}), seuil=0)
                        if demandees.get(cle, set(colonne.versions)) & set(colonne.versions)
                        else None
                        for cle, combien in lieux.items()
                    ],
                    self.portee.seuil,
                ),
            )
            for colonne in colonnes
        ]

    def _resultat(
        self, colonne: Colonne, bilans: int, lus: dict[int, Effectifs], seuil: int
    ) -> Resultat:
        population = self.etude.population(colonne.repetitions, bilans, lus)
        return resultat(colonne, self.etude.effectifs_de(colonne, lus), population, seuil)
