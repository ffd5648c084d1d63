"""How far each declaration has come, and when: the acts of its life, in order.

Most of the files of the past are over; those of the réelle at work are in every state.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from declarations.regles.etats import Etat
from declarations.regles.grille import ACTIVITE, FINANCES
from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement.calendrier import Attendue

SAISIE_ACTIVITE, SIGNATURE_ACTIVITE = "saisie_activite", "signature_activite"
SAISIE_FINANCES, SIGNATURE_FINANCES = "saisie_finances", "signature_finances"
ENVOI, PRISE_EN_CHARGE, VALIDATION = "envoi", "prise_en_charge", "validation"
CORRECTION, REPONSE, NOUVEL_ENVOI = "correction", "reponse", "nouvel_envoi"
REPRISE_EN_CHARGE, NOUVELLE_VALIDATION = "reprise_en_charge", "nouvelle_validation"
SANS_OBJET = "sans_objet"

_SIGNES = (SAISIE_ACTIVITE, SAISIE_FINANCES, SIGNATURE_ACTIVITE, SIGNATURE_FINANCES)
_INSTRUIT = (*_SIGNES, ENVOI, PRISE_EN_CHARGE)
_CORRIGE = (*_INSTRUIT, CORRECTION, REPONSE, NOUVEL_ENVOI, REPRISE_EN_CHARGE, NOUVELLE_VALIDATION)

# The acts of each life, and its weight among the files at work, lately closed, and older.
VIES: dict[str, tuple[tuple[str, ...], int, int, int]] = {
    "a_saisir": ((), 20, 1, 0),
    "commencee": ((SAISIE_ACTIVITE,), 16, 1, 0),
    "a_moitie": ((SAISIE_ACTIVITE, SIGNATURE_ACTIVITE, SAISIE_FINANCES), 14, 0, 0),
    "a_approuver": (_SIGNES, 10, 1, 0),
    "transmise": ((*_SIGNES, ENVOI), 15, 4, 0),
    "en_instruction": (_INSTRUIT, 8, 5, 0),
    "a_corriger": ((*_INSTRUIT, CORRECTION), 4, 1, 0),
    "validee": ((*_INSTRUIT, VALIDATION), 11, 83, 95),
    "corrigee": (_CORRIGE, 1, 3, 4),
    "sans_objet": ((SANS_OBJET,), 1, 1, 1),
}
# Half of what is typed of a volet that nobody has signed yet.
A_MOITIE = {"commencee": ACTIVITE, "a_moitie": FINANCES}
ETATS = {
    None: Etat.A_SAISIR,
    SAISIE_ACTIVITE: Etat.EN_SAISIE,
    SIGNATURE_FINANCES: Etat.A_APPROUVER,
    ENVOI: Etat.TRANSMISE,
    NOUVEL_ENVOI: Etat.TRANSMISE,
    PRISE_EN_CHARGE: Etat.EN_INSTRUCTION,
    REPRISE_EN_CHARGE: Etat.EN_INSTRUCTION,
    VALIDATION: Etat.VALIDEE,
    NOUVELLE_VALIDATION: Etat.VALIDEE,
    CORRECTION: Etat.A_CORRIGER,
    SANS_OBJET: Etat.SANS_OBJET,
}
"""State that an act leads to; the others leave it as it is."""


@dataclass(frozen=True)
class Vie:
    """The life of one declaration: what was done and when."""

    nom: str
    attendue: Attendue
    moments: dict[str, datetime]

    @property
    def etat(self) -> str:
        return list(self.suite())[-1][1]

    def a(self, acte: str) -> datetime | None:
        """When an act was done, None when it was not."""
        return self.moments.get(acte)

    def suite(self) -> Iterator[tuple[datetime, str, str | None]]:
        """The states it went through: since when, which one, by which act."""
        yield self.attendue.appelee_le, Etat.A_SAISIR, None
        for acte, quand in self.moments.items():
            if acte in ETATS:
                yield quand, ETATS[acte], acte

    def part(self, volet: str) -> float:
        """Part of a volet that is typed, from 0 to 1."""
        acte = SAISIE_ACTIVITE if volet == ACTIVITE else SAISIE_FINANCES
        if acte not in self.moments:
            return 0
        return 0.5 if A_MOITIE.get(self.nom) == volet else 1


def vivre(attendue: Attendue, jour: date, hasard: Random, nom: str = "") -> Vie:
    """Draw the life of one declaration; ``nom`` imposes which."""
    rang = 0 if attendue.au_travail else 1 if attendue.recente else 2
    poids = [
        (au_travail, recente, ancienne)[rang] for _, au_travail, recente, ancienne in VIES.values()
    ]
    choisie = nom or hasard.choices(list(VIES), poids)[0]
    actes = VIES[choisie][0]
    debut = attendue.fenetre.ouvre_le + timedelta(days=1)
    # Past windows: until a month after they closed. Nothing is done on the very day, nor later.
    fin = min(attendue.fenetre.ferme_le + timedelta(days=30), jour - timedelta(days=1))
    jours = max((fin - debut).days, 0)
    retard = hasard.random()
    moments = {}
    for rang, acte in enumerate(actes, start=1):
        le = debut + timedelta(days=int(jours * (rang - retard) / (len(actes) + 1)))
        heure = _heure(le, 8 + rang * 9 // (len(actes) + 1))
        moments[acte] = heure + timedelta(minutes=hasard.randrange(60))
    return Vie(choisie, attendue, dict(_dans_l_ordre(moments)))


_heure = lru_cache(maxsize=None)(instant)


def _dans_l_ordre(moments: dict[str, datetime]) -> Iterator[tuple[str, datetime]]:
    """The same acts, each a minute at least after the one before."""
    dernier: datetime | None = None
    for acte, quand in moments.items():
        if dernier and quand <= dernier:
            quand = dernier + timedelta(minutes=1)
        dernier = quand
        yield acte, quand
