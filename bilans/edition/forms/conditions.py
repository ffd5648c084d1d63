"""A condition built from lists: what is chosen, rule by rule, and back to a condition.

The page carries what is being built: choosing a question adds a rule, whose verbs and values are
then those of that question. Nothing is saved before it is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.http import QueryDict

from bilans.edition.forms.listes import sur_une_ligne
from bilans.edition.regles.assemblage import (
    CONTIENT,
    ORDRES,
    SANS,
    VIDE,
    Assemblage,
    Regle,
    recomposer,
    sources_de,
    verbes_de,
)
from bilans.regles.questionnaire import NE_SAIT_PAS, Place, Questionnaire
from bilans.regles.verification.conditions import CODES, DATES, NOMBRES, Lieu, Nature, nature_de
from portal.saisie.regles.conditions import (
    DIFFERENT,
    EGAL,
    CetteReponse,
    Condition,
    Fait,
    Rangee,
    Reponse,
    Source,
)
from portal.socle.nombres import NombreInvalide, lire_nombre

REGLES_MAX = 40
TEXTE_MAX = 300
SANS_VALEUR = frozenset({VIDE, f"{SANS}{VIDE}"})
SANS_SAVOIR = f"valeur:{NE_SAIT_PAS}"
INCOMPLETE = "Choisissez ou écrivez une valeur."


def ecrire_source(source: Source) -> str:
    """A source as a form names it: « question:bonus »."""
    match source:
        case Reponse(code):
            return f"question:{code}"
        case Fait(nom):
            return f"fait:{nom}"
        case Rangee(repetition):
            return f"ligne:{repetition}"
        case CetteReponse():
            return "reponse:"


@dataclass(frozen=True)
class RegleSaisie:
    """A rule as it is being built: ``texte`` is typed or chosen, ``autre`` another source."""

    bloc: int
    source: Source
    verbe: str = ""
    texte: str = ""
    autre: str = ""


@dataclass(frozen=True)
class ConditionSaisie:
    """What the page holds; ``erreurs`` by the number of a rule."""

    questionnaire: Questionnaire
    place: Place
    propriete: str
    toutes: bool = True
    regles: tuple[RegleSaisie, ...] = ()
    erreurs: Mapping[int, str] = field(default_factory=dict)
    actif: int | None = None

    @property
    def lieu(self) -> Lieu:
        return Lieu(self.questionnaire, self.place)

    @property
    def sources(self) -> Mapping[str, Source]:
        """What may be looked at from there, by its name in the form."""
        possibles = sources_de(self.questionnaire, self.place, self.propriete)
        return {ecrire_source(source): source for source in possibles}

    def depuis(self, assemblage: Assemblage) -> "ConditionSaisie":
        """The same with what a condition says already."""
        regles = [
            _regle_saisie(bloc, regle, nature_de(self.lieu, regle.source))
            for bloc, regles_du_bloc in enumerate(assemblage.blocs)
            for regle in regles_du_bloc
        ]
        return replace(self, toutes=assemblage.toutes, regles=tuple(regles))

    def lue(self, postees: QueryDict) -> "ConditionSaisie":
        """The same with what was sent; what is not offered there is dropped."""
        brut = postees.get("nombre", "")
        nombre = min(int(brut), REGLES_MAX) if brut.isdecimal() and len(brut) < 4 else 0
        regles = []
        for rang in range(nombre):
            source = self.sources.get(postees.get(f"r{rang}-source", ""))
            bloc = postees.get(f"r{rang}-bloc", "")
            if source is None or not bloc.isdecimal() or len(bloc) > 3:
                continue
            regles.append(
                RegleSaisie(
                    int(bloc),
                    source,
                    postees.get(f"r{rang}-verbe", ""),
                    sur_une_ligne(postees.get(f"r{rang}-texte", ""))[:TEXTE_MAX],
                    postees.get(f"r{rang}-autre", ""),
                )
            )
        toutes = postees.get("toutes") != "non"
        return replace(self, toutes=toutes, regles=_rangees(regles))

    def agir(self, action: str, postees: QueryDict) -> "ConditionSaisie":
        """The same after one of its buttons: « ajouter », « retirer:2 »."""
        verbe, _, brut = action.partition(":")
        if verbe == "retirer" and brut.isdecimal() and len(brut) < 4:
            restent = [r for rang, r in enumerate(self.regles) if rang != int(brut)]
            return replace(self, regles=_rangees(restent))
        source = self.sources.get(postees.get("nouvelle", ""))
        if verbe != "ajouter" or source is None or len(self.regles) >= REGLES_MAX:
            return self
        dernier = max((r.bloc for r in self.regles), default=-1)
        avec = postees.get("avec", "")
        bloc = (
            int(avec)
            if avec.isdecimal() and len(avec) < 4 and int(avec) <= dernier
            else dernier + 1
        )
        neuve = RegleSaisie(bloc, source, verbes_de(self.lieu, source)[0])
        regles = _rangees([*self.regles, neuve])
        return replace(
            self, regles=regles, actif=max(i for i, r in enumerate(regles) if r is neuve)
        )

    def verifiee(self) -> "ConditionSaisie":
        """The same with what is missing of each rule."""
        erreurs = {}
        for rang, regle in enumerate(self.regles):
            try:
                self._regle(regle)
            except ValueError as manque:
                erreurs[rang] = str(manque)
        return replace(self, erreurs=erreurs)

    @property
    def condition(self) -> Condition | None:
        """What the lists say; to be asked when there is no mistake."""
        return recomposer(self.assemblage)

    @property
    def assemblage(self) -> Assemblage:
        blocs: dict[int, list[Regle]] = {}
        for regle in self.regles:
            blocs.setdefault(regle.bloc, []).append(self._regle(regle))
        return Assemblage(self.toutes, tuple(tuple(bloc) for bloc in blocs.values()))

    def _regle(self, saisie: RegleSaisie) -> Regle:
        """The rule. Raises ValueError, in French, for what is missing."""
        nature = nature_de(self.lieu, saisie.source)
        verbe = saisie.verbe
        connus = {v.removeprefix(SANS) for v in verbes_de(self.lieu, saisie.source)}
        if nature.genre == CODES:
            connus.add(CONTIENT)
        if verbe.removeprefix(SANS) not in connus:
            raise ValueError("Choisissez ce qui est demandé.")
        if verbe in SANS_VALEUR:
            return Regle(saisie.source, verbe)
        if saisie.autre == SANS_SAVOIR and NE_SAIT_PAS in (nature.permis or ()):
            return Regle(saisie.source, verbe, NE_SAIT_PAS)
        if saisie.autre in self.sources and verbe.removeprefix(SANS) in (EGAL, DIFFERENT, *ORDRES):
            return Regle(saisie.source, verbe, self.sources[saisie.autre])
        return Regle(saisie.source, verbe, _valeur(saisie, nature))


def _valeur(saisie: RegleSaisie, nature: Nature) -> str | Decimal:
    if not saisie.texte:
        raise ValueError(INCOMPLETE)
    if saisie.texte in (nature.permis or ()):
        return saisie.texte
    if nature.genre == NOMBRES:
        try:
            return lire_nombre(saisie.texte, decimales=6)
        except NombreInvalide as invalide:
            raise ValueError(invalide.message) from None
    if nature.permis is not None and nature.genre != DATES:
        raise ValueError(INCOMPLETE)
    return saisie.texte


def _regle_saisie(bloc: int, regle: Regle, nature: Nature) -> RegleSaisie:
    valeur = regle.valeur
    if valeur == NE_SAIT_PAS and nature.genre in {NOMBRES, DATES}:
        return RegleSaisie(bloc, regle.source, regle.verbe, autre=SANS_SAVOIR)
    if isinstance(valeur, Reponse | Fait | Rangee | CetteReponse):
        return RegleSaisie(bloc, regle.source, regle.verbe, autre=ecrire_source(valeur))
    texte = valeur if isinstance(valeur, str) else format(valeur, "f").replace(".", ",")
    return RegleSaisie(bloc, regle.source, regle.verbe, texte)


def _rangees(regles: list[RegleSaisie]) -> tuple[RegleSaisie, ...]:
    """Rules bloc by bloc, blocs numbered from 0 without a gap."""
    numeros = {bloc: rang for rang, bloc in enumerate(sorted({r.bloc for r in regles}))}
    triees = sorted(regles, key=lambda regle: regle.bloc)
    return tuple(
        regle if numeros[regle.bloc] == regle.bloc else replace(regle, bloc=numeros[regle.bloc])
        for regle in triees
    )
