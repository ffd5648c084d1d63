"""A questionnaire as it is studied: the columns of all its versions, under headings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.conf import settings

from bilans.models import ColonneAnalyse, VersionQuestionnaire
from bilans.models import Questionnaire as QuestionnaireEnBase
from bilans.regles.analyse.comptes import Effectifs
from bilans.regles.analyse.connues import (
    FAITS,
    chemin_de_fait,
    chemin_de_rubrique,
    colonne_de_fait,
    colonnes_de_lignes,
)
from bilans.regles.colonnes import Colonne, Feuille, Repetitions, colonnes, feuilles
from bilans.regles.faits import FAITS_COMPTES
from bilans.regles.questionnaire import Questionnaire
from bilans.services.analyse.lectures import Lues
from bilans.services.definitions import definition_de
from bilans.services.libelles_faits import THEMES, nom_fait, valeurs_fait
from habilitations.permissions import Acteur

RETIREES = ":retirees"
TITRES = {FAITS: "Faits du dossier", RETIREES: "Questions retirées"}


@dataclass(frozen=True)
class Portee:
    """How far a person reads: under ``seuil`` a group is masked (0: none), answers one by one."""

    seuil: int
    une_a_une: bool

    @property
    def masque(self) -> bool:
        return bool(self.seuil)


def portee(acteur: Acteur, *, diffuser: bool = False) -> Portee:
    """What a person may read: an agent all that their Caf was sent, the nation aggregates only.

    ``diffuser`` masks small groups for what an agent takes out of their Caf.
    """
    if acteur.est_national or diffuser:
        return Portee(settings.SEUIL_PETITS_EFFECTIFS, une_a_une=False)
    return Portee(0, une_a_une=True)


@dataclass(frozen=True)
class Rubrique:
    """Columns under one heading of the last version.

    FAITS for what is known beside the answers, RETIREES for what the last version asks no more.
    """

    code: str
    titre: str
    colonnes: tuple[Colonne, ...]


@dataclass(frozen=True)
class Etude:
    """``versions`` are the definitions published, the oldest first; ``ids`` columns by chemin.

    ``numeros`` are the versions as people write them, by their ids in the database.
    """

    questionnaire: QuestionnaireEnBase
    versions: tuple[Questionnaire, ...]
    ids: dict[str, int]
    numeros: dict[int, str]

    @cached_property
    def colonnes(self) -> tuple[Colonne, ...]:
        return colonnes(self.versions)

    @cached_property
    def feuilles(self) -> tuple[Feuille, ...]:
        """The sheets of exports: facts stand with what is asked once."""
        principale, *autres = feuilles(self.versions)
        return (replace(principale, colonnes=(*self.faits, *principale.colonnes)), *autres)

    @cached_property
    def faits(self) -> tuple[Colonne, ...]:
        """The facts that at least one sending knew: counted as a question asked once."""
        return tuple(
            colonne_de_fait(
                nom, nom_fait(nom), TITRES[FAITS], tuple(valeurs_fait(nom).items()), self.versions
            )
            for nom in FAITS_COMPTES
            if chemin_de_fait(nom) in self.ids
        )

    @cached_property
    def lignes(self) -> tuple[Colonne, ...]:
        """Which row, of the repetitions whose rows are named: the first question of each."""
        return colonnes_de_lignes(self.versions, tuple(valeurs_fait(THEMES).items()))

    @cached_property
    def comptees(self) -> tuple[Colonne, ...]:
        """All that is counted: which row, what was asked, what is known beside."""
        return (*self.lignes, *self.colonnes, *self.faits)

    @cached_property
    def par_id(self) -> dict[int, Colonne]:
        """Columns that somebody was asked, by their ids, under their headings."""
        return {
            self.ids[colonne.chemin]: colonne
            for rubrique in self.rubriques
            for colonne in rubrique.colonnes
            if colonne.chemin in self.ids
        }

    @cached_property
    def rubriques(self) -> tuple[Rubrique, ...]:
        """Headings in the order of the last version, then facts, then what it asks no more."""
        derniere = self.versions[-1] if self.versions else None
        titres = {s.code: s.titre or s.code for s in derniere.sections} if derniere else {}
        titres |= TITRES
        par_code: dict[str, list[Colonne]] = {code: [] for code in titres}
        for colonne in self.comptees:
            code = colonne.place.dans[0].code
            par_code[code if code in titres else RETIREES].append(colonne)
        return tuple(
            Rubrique(code, titres[code], tuple(siennes))
            for code, siennes in par_code.items()
            if siennes
        )

    def par_rubrique(self, garder: Callable[[Colonne], bool]) -> list[tuple[str, dict[int, str]]]:
        """What may be chosen, heading by heading: ids and questions of the columns kept."""
        groupes = [
            (
                rubrique.titre,
                {
                    self.ids[colonne.chemin]: colonne.question.libelle
                    for colonne in rubrique.colonnes
                    if colonne.chemin in self.ids and garder(colonne)
                },
            )
            for rubrique in self.rubriques
        ]
        return [(titre, siennes) for titre, siennes in groupes if siennes]

    def rubrique(self, code: str) -> Rubrique | None:
        """The heading of this code, else the first one."""
        trouvees = [r for r in self.rubriques if r.code == code] or list(self.rubriques)
        return trouvees[0] if trouvees else None

    def ligne_de(self, rubrique: Rubrique) -> Colonne | None:
        """The column of the rows of a heading, None where it has none that the definition names."""
        siennes = (ligne for ligne in self.lignes if ligne.place.dans[0].code == rubrique.code)
        return next((ligne for ligne in siennes if ligne.chemin in self.ids), None)

    def lues(self, siennes: Sequence[Colonne]) -> Lues:
        """What to read to count columns: them, the rows they stand on, the headings they had."""
        chemins = {c.chemin for c in siennes} | {".".join(c.repetitions) for c in siennes}
        sections = {code for c in siennes for code in self._sections.get(c.chemin, ())}
        rubriques = {chemin_de_rubrique(code) for code in sections}
        return Lues(
            [self.ids[chemin] for chemin in sorted(chemins) if chemin in self.ids],
            [self.ids[chemin] for chemin in sorted(rubriques) if chemin in self.ids],
        )

    @cached_property
    def _sections(self) -> dict[str, set[str]]:
        """The sections in which each column stood, from version to version: it may have moved."""
        trouvees: dict[str, set[str]] = {fait.chemin: {FAITS} for fait in self.faits}
        for version in self.versions:
            for colonne in (*colonnes([version]), *colonnes_de_lignes([version], ())):
                trouvees.setdefault(colonne.chemin, set()).add(colonne.place.dans[0].code)
        return trouvees

    def effectifs_de(self, colonne: Colonne, lus: dict[int, Effectifs]) -> Effectifs:
        """The counts of a column among those read; empty when nobody was asked."""
        return lus.get(self.ids.get(colonne.chemin, 0), {})

    def population(self, repetitions: Repetitions, bilans: int, lus: dict[int, Effectifs]) -> int:
        """Out of how many a column is counted: bilans, or rows of its repetition."""
        if not repetitions:
            return bilans
        return sum(lus.get(self.ids.get(".".join(repetitions), 0), {}).values())


def etude_de(questionnaire: QuestionnaireEnBase) -> Etude:
    """Load a questionnaire to study: two queries, its definitions read once per process."""
    publiees = list(
        questionnaire.versions.exclude(etat=VersionQuestionnaire.Etat.BROUILLON)
        .select_related("questionnaire")
        .order_by("vaut_le", "pk")
    )
    connues = ColonneAnalyse.objects.filter(questionnaire=questionnaire)
    return Etude(
        questionnaire,
        tuple(definition_de(version) for version in publiees),
        dict(connues.values_list("chemin", "pk")),
        {version.pk: version.version for version in publiees},
    )
