"""The dictionary of data: what each column of an export holds, in words, whatever its version."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bilans.presentation.conditions import NE_SAIT_PAS_EN_MOTS, en_mots
from bilans.presentation.questions import GENRES, limites, posee_si, repetee_par
from bilans.regles.colonnes import Colonne, Feuille, feuilles
from bilans.regles.questionnaire import NE_SAIT_PAS, Choix, Questionnaire


@dataclass(frozen=True)
class Article:
    """One column: ``feuille`` is the sheet of exports where it stands, ``code`` its heading there.

    ``posee_si``, ``contrainte`` and ``repetition`` are words, "" for none; ``versions`` the
    references of those that ask for it, the last of which says all the rest.
    """

    code: str
    feuille: str
    rubrique: str
    libelle: str
    aide: str
    genre: str
    unite: str
    minimum: Decimal | None
    maximum: Decimal | None
    limites: str
    choix: Choix
    posee_si: str
    contrainte: str
    obligatoire: bool
    ne_sait_pas: bool
    repetition: str
    marque: str
    partage: str
    versions: tuple[str, ...]
    retiree: bool


def decrire(
    versions: Sequence[Questionnaire], siennes: Sequence[Feuille] = ()
) -> tuple[Article, ...]:
    """Return the articles of all these versions, the oldest first, in the order of exports.

    ``siennes`` are their sheets when they hold more than what is asked: facts of the files.
    """
    par_reference = {version.reference: version for version in versions}
    return tuple(
        _article(par_reference, feuille, colonne, versions[-1].reference)
        for feuille in siennes or feuilles(versions)
        for colonne in feuille.colonnes
    )


def choix_en_mots(choix: Choix) -> str:
    """« oui = Oui ; non = Non »."""
    return " ; ".join(f"{code} = {libelle}" for code, libelle in choix)


def _article(
    versions: dict[str, Questionnaire], feuille: Feuille, colonne: Colonne, derniere: str
) -> Article:
    question, questionnaire = colonne.question, versions[colonne.derniere]
    numerique = question.est_numerique
    return Article(
        code=colonne.code,
        feuille=feuille.code,
        rubrique=" > ".join(_titres(colonne)),
        libelle=question.libelle,
        aide=question.aide,
        genre=GENRES.get(question.type, question.type),
        unite=question.unite if numerique else "",
        minimum=question.minimum if numerique else None,
        maximum=question.maximum if numerique else None,
        limites="" if numerique else limites(question),
        choix=choix_offerts(colonne),
        posee_si=posee_si(questionnaire, colonne.place),
        contrainte=en_mots(questionnaire, question.contrainte) if question.contrainte else "",
        obligatoire=question.obligatoire,
        ne_sait_pas=question.ne_sait_pas,
        repetition=repetee_par(colonne.place.dans),
        marque=colonne.place.marque,
        partage=question.partage,
        versions=colonne.versions,
        retiree=colonne.derniere != derniere,
    )


def choix_offerts(colonne: Colonne) -> Choix:
    """The choices that a column may hold, « ne sait pas » included where it is allowed."""
    suite = ((NE_SAIT_PAS, NE_SAIT_PAS_EN_MOTS),) if colonne.question.ne_sait_pas else ()
    return (*colonne.choix, *suite)


def _titres(colonne: Colonne) -> Iterator[str]:
    return (groupe.titre or groupe.code for groupe in colonne.place.dans)
