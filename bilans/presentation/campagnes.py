"""A campaign of bilans on one line of a list: its exercice, and whether one may answer now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bilans.models import CampagneBilan, Questionnaire
from bilans.services.definitions import dispositifs_de
from habilitations.regles.exercices import libelle_exercice


@dataclass(frozen=True)
class LigneCampagne:
    """``etat`` and ``ton`` are those of its badge."""

    campagne: CampagneBilan
    exercice: str
    etat: str
    ton: str


def decrire(campagnes: Iterable[CampagneBilan], jour: date) -> Iterator[LigneCampagne]:
    """Write campaigns whose questionnaire is loaded, as they stand on a day; one query."""
    lues = list(campagnes)
    dispositifs = dispositifs_de(
        Questionnaire.objects.filter(pk__in={c.questionnaire_id for c in lues})
    )
    for campagne in lues:
        dispositif = dispositifs.get(campagne.questionnaire_id, "")
        yield LigneCampagne(
            campagne, libelle_exercice(dispositif, campagne.annee), *_etat(campagne, jour)
        )


def _etat(campagne: CampagneBilan, jour: date) -> tuple[str, str]:
    if campagne.est_suspendue:
        return "Suspendue", "attention"
    if jour < campagne.ouvre_le:
        return "À venir", "neutre"
    return ("Ouverte", "succes") if campagne.fenetre.est_ouverte(jour) else ("Close", "neutre")
