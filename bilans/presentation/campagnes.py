"""A campaign of bilans on one line of a list: its exercice, and whether one may answer now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from bilans.models import CampagneBilan, Questionnaire
from bilans.models.campagnes import NATION
from bilans.services.definitions import dispositifs_de
from habilitations.regles.exercices import libelle_exercice
from portal.socle.formats import date_fr
from portal.socle.francais import compter


@dataclass(frozen=True)
class Arret:
    """A suspension: by whom, since when, why."""

    par: str
    depuis: datetime
    motif: str


@dataclass(frozen=True)
class LigneCampagne:
    """``etat`` and ``ton`` are those of its badge; ``suspendable`` when there is something to
    suspend, ``a_reprendre`` when its own Caf suspends it.
    """

    campagne: CampagneBilan
    exercice: str
    etat: str
    ton: str
    arrets: tuple[Arret, ...]
    suspendable: bool
    a_reprendre: bool

    @property
    def nom(self) -> str:
        """« Bilan du contrat local… 2025-2026 – Caf de la Savoie »."""
        return f"{self.campagne.questionnaire.titre} {self.exercice} – {self.campagne.caf.nom}"


@dataclass(frozen=True)
class LigneNationale:
    """A questionnaire of one exercice, at every Caf: how many, between which dates, in what state.

    ``suspendable`` and ``a_reprendre`` as for one campaign, of the national suspension.
    """

    questionnaire: Questionnaire
    annee: int
    exercice: str
    cafs: int
    ouverture: str
    echeance: str
    etats: tuple[str, ...]
    arret: Arret | None
    suspendable: bool
    a_reprendre: bool


def decrire(campagnes: Iterable[CampagneBilan], jour: date) -> Iterator[LigneCampagne]:
    """Write campaigns whose questionnaire is loaded, as they stand on a day; one query."""
    lues = list(campagnes)
    dispositifs = _dispositifs(lues)
    for campagne in lues:
        dispositif = dispositifs.get(campagne.questionnaire_id, "")
        yield LigneCampagne(
            campagne,
            libelle_exercice(dispositif, campagne.annee),
            *_etat(campagne, jour),
            tuple(_arrets(campagne)),
            campagne.suspendue_le is None and not campagne.est_close(jour),
            campagne.suspendue_le is not None,
        )


def nommer(campagne: CampagneBilan, jour: date) -> str:
    """A campaign on a page of its own, named as on its line."""
    return next(decrire([campagne], jour)).nom


def decrire_partout(campagnes: Iterable[CampagneBilan], jour: date) -> list[LigneNationale]:
    """Gather the campaigns of one exercice, ordered by questionnaire, whatever their Caf."""
    lues = list(campagnes)
    dispositifs = _dispositifs(lues)
    return [
        _partout(questionnaire, list(siennes), dispositifs.get(questionnaire.pk, ""), jour)
        for questionnaire, siennes in groupby(lues, lambda campagne: campagne.questionnaire)
    ]


def _partout(
    questionnaire: Questionnaire, siennes: Sequence[CampagneBilan], dispositif: str, jour: date
) -> LigneNationale:
    etats: dict[str, int] = {}
    for campagne in siennes:
        etat = _etat(campagne, jour)[0]
        etats[etat] = etats.get(etat, 0) + 1
    arretees = [c for c in siennes if c.suspension_nationale_le is not None]
    ouvertes = [c for c in siennes if not c.est_close(jour)]
    return LigneNationale(
        questionnaire,
        siennes[0].annee,
        libelle_exercice(dispositif, siennes[0].annee),
        len(siennes),
        _dates([c.ouvre_le for c in siennes]),
        _dates([c.echeance_le for c in siennes]),
        tuple(f"{etat} : {compter(combien, 'Caf', 'Caf')}" for etat, combien in etats.items()),
        next(iter(_arrets(arretees[0])), None) if arretees else None,
        any(c.suspension_nationale_le is None for c in ouvertes),
        bool(arretees),
    )


def _dates(jours: Sequence[date]) -> str:
    """One day, or from which to which when Cafs differ."""
    debut, fin = min(jours), max(jours)
    if debut == fin:
        return date_fr(debut)
    return f"{date_fr(debut)} à {date_fr(fin)}, selon les Caf"


def _dispositifs(campagnes: Iterable[CampagneBilan]) -> dict[int, str]:
    return dispositifs_de(
        Questionnaire.objects.filter(pk__in={c.questionnaire_id for c in campagnes})
    )


def _arrets(campagne: CampagneBilan) -> Iterator[Arret]:
    """Who suspends it: the nation, its Caf, or both."""
    if campagne.suspension_nationale_le is not None:
        yield Arret(NATION, campagne.suspension_nationale_le, campagne.suspension_nationale_motif)
    if campagne.suspendue_le is not None:
        yield Arret(f"la {campagne.caf.nom}", campagne.suspendue_le, campagne.suspendue_motif)


def _etat(campagne: CampagneBilan, jour: date) -> tuple[str, str]:
    if campagne.est_close(jour):
        return "Close", "neutre"
    if campagne.est_suspendue:
        return "Suspendue", "attention"
    return ("À venir", "neutre") if jour < campagne.ouvre_le else ("Ouverte", "succes")
