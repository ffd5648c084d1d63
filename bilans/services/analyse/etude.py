"""A questionnaire as it is studied: the columns of all its versions, under headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from bilans.models import ColonneAnalyse, VersionQuestionnaire
from bilans.models import Questionnaire as QuestionnaireEnBase
from bilans.regles.analyse.comptes import Effectifs
from bilans.regles.colonnes import Colonne, Feuille, Repetitions, colonnes, feuilles
from bilans.regles.questionnaire import Questionnaire
from bilans.services.definitions import definition_de
from habilitations.permissions import Acteur

RETIREES = "retirees"


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
    """Columns under one heading of the last version; RETIREES for those that it has no more."""

    code: str
    titre: str
    colonnes: tuple[Colonne, ...]


@dataclass(frozen=True)
class Etude:
    """``versions`` are the definitions published, the oldest first; ``ids`` columns by chemin."""

    questionnaire: QuestionnaireEnBase
    versions: tuple[Questionnaire, ...]
    ids: dict[str, int]

    @cached_property
    def colonnes(self) -> tuple[Colonne, ...]:
        return colonnes(self.versions)

    @cached_property
    def feuilles(self) -> tuple[Feuille, ...]:
        return feuilles(self.versions)

    @cached_property
    def par_id(self) -> dict[int, Colonne]:
        """Columns that somebody was asked, by their ids."""
        return {self.ids[c.chemin]: c for c in self.colonnes if c.chemin in self.ids}

    @cached_property
    def rubriques(self) -> tuple[Rubrique, ...]:
        """Headings in the order of the last version, then what it does not ask any more."""
        derniere = self.versions[-1] if self.versions else None
        titres = {s.code: s.titre or s.code for s in derniere.sections} if derniere else {}
        par_code: dict[str, list[Colonne]] = {code: [] for code in (*titres, RETIREES)}
        for colonne in self.colonnes:
            code = colonne.place.dans[0].code
            par_code[code if code in titres else RETIREES].append(colonne)
        return tuple(
            Rubrique(code, titres.get(code, "Questions retirées"), tuple(siennes))
            for code, siennes in par_code.items()
            if siennes
        )

    def rubrique(self, code: str) -> Rubrique | None:
        """The heading of this code, else the first one."""
        trouvees = [r for r in self.rubriques if r.code == code] or list(self.rubriques)
        return trouvees[0] if trouvees else None

    def ids_de(self, siennes: Sequence[Colonne]) -> list[int]:
        """Ids of columns and of the repetitions whose rows they stand on."""
        chemins = {c.chemin for c in siennes} | {".".join(c.repetitions) for c in siennes}
        return [self.ids[chemin] for chemin in sorted(chemins) if chemin in self.ids]

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
    publiees = (
        questionnaire.versions.exclude(etat=VersionQuestionnaire.Etat.BROUILLON)
        .select_related("questionnaire")
        .order_by("vaut_le", "pk")
    )
    connues = ColonneAnalyse.objects.filter(questionnaire=questionnaire)
    return Etude(
        questionnaire,
        tuple(definition_de(version) for version in publiees),
        dict(connues.values_list("chemin", "pk")),
    )
