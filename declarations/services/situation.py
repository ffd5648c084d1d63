"""What the rules of acts need to know of a declaration, to say who may do what now."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, partial

from declarations.echeances import saisie_ouverte
from declarations.models import Declaration, Version
from declarations.regles.etats import Situation
from declarations.regles.grille import FINANCES, Grille
from declarations.regles.lecteurs import volet_du_montant
from declarations.services.acteurs import est_assistee
from declarations.services.reouverture import correction_commencee


class _Obstacles(Mapping[str, int]):
    """Checks that stop a sign-off, run when a rule first asks for them: few rules do."""

    def __init__(self, lire: Callable[[], Mapping[str, int]]) -> None:
        self._lire = lire

    @cached_property
    def _lus(self) -> Mapping[str, int]:
        return self._lire()

    def __getitem__(self, volet: str) -> int:
        return self._lus[volet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lus)

    def __len__(self) -> int:
        return len(self._lus)


def situation_en_liste(declaration: Declaration, jour: date) -> Situation:
    """What the rules need to tell whose turn it is, from what ``pour_liste`` loads; no query."""
    return _en_bref(declaration, declaration.version_courante, jour)


def _en_bref(declaration: Declaration, version: Version, jour: date) -> Situation:
    volets, ouverture = list(version.volets.all()), declaration.campagne.ouvre_le
    return Situation(
        etat=declaration.etat,
        fenetre_ouverte=saisie_ouverte(declaration, jour),
        ouvre_le=ouverture if jour < ouverture else None,
        correction=version.est_correction,
        volets_ouverts=frozenset(v.nature for v in volets if v.champs_ouverts != []),
        tout_ouvert=all(v.champs_ouverts is None for v in volets),
        volets_signes=frozenset(v.nature for v in volets if v.signe_le),
        etat_precedent=declaration.etat_precedent,
    )


def situation_de(
    declaration: Declaration,
    version: Version,
    grille: Grille,
    jour: date,
    obstacles: Callable[[], Mapping[str, int]] | None,
) -> Situation:
    """The situation of a declaration on a day; ``obstacles`` reads, by volet, the checks that stop
    the sign-off of a draft, None once sent."""
    return replace(
        _en_bref(declaration, version, jour),
        obstacles=_Obstacles(obstacles) if obstacles else {},
        version_validee=any(v.validee_le for v in declaration.versions.all()),
        assistee=est_assistee(declaration),
        finances_reservees=volet_du_montant(grille) == FINANCES,
        rectificative=version.origine == Version.Origine.RECTIFICATIVE,
        correction_commencee=partial(correction_commencee, version),
        derogation_en_cours=lambda: _a_une_derogation(declaration, jour),
    )


def _a_une_derogation(declaration: Declaration, jour: date) -> bool:
    return any(d.expire_le >= jour for d in declaration.derogations.all())
