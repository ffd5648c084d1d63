"""Laying flat the answers that count, one row per question asked: what is counted reads them.

A trigger of Bilan puts in a queue each bilan that is sent or edited, whoever writes it; this
empties the queue. Replayed, it writes the same rows: nobody is counted twice.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from bilans.models import Bilan, BilanADenombrer, ColonneAnalyse, ReponseAnalyse
from bilans.regles.analyse.comptes import joindre
from bilans.regles.questionnaire import CHOIX_MULTIPLES, FICHIER, Question, Questionnaire
from bilans.services.arrete import etat_arrete
from bilans.services.definitions import definition_de, definition_du_bilan
from portal.saisie.regles.champs import TYPES_TEXTE
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur, est_rempli
from portal.socle.francais import mots

# Bilans laid flat in one transaction.
LOT = 100
# What is counted of a text or a file: that there is one.
REMPLI = "rempli"

Cle = tuple[int, str]


def denombrer_en_attente(limite: int | None = None) -> int:
    """Lay flat the bilans of the queue, by lots; return how many. Two at once share them out."""
    faits = 0
    while limite is None or faits < limite:
        combien = _denombrer_un_lot(LOT if limite is None else min(LOT, limite - faits))
        if not combien:
            break
        faits += combien
    return faits


@transaction.atomic
def _denombrer_un_lot(combien: int) -> int:
    attendus = BilanADenombrer.objects.select_for_update(skip_locked=True).order_by("pk")
    cles = list(attendus.values_list("pk", flat=True)[:combien])
    bilans = list(
        Bilan.objects.filter(pk__in=cles).select_related(
            "version__questionnaire", "complement__questionnaire", "dernier_envoi"
        )
    )
    colonnes = _Colonnes()
    rangees = [rangee for bilan in bilans for rangee in _rangees(bilan, colonnes)]
    ReponseAnalyse.objects.filter(bilan__in=cles).delete()
    ReponseAnalyse.objects.bulk_create(rangees, batch_size=5000)
    BilanADenombrer.objects.filter(pk__in=cles).delete()
    return len(cles)


class _Colonnes:
    """Ids of columns by questionnaire and chemin, each asked of the database once."""

    def __init__(self) -> None:
        self._ids: dict[Cle, int] = {}

    def ids(self, cles: Iterable[Cle]) -> dict[Cle, int]:
        manquantes = sorted(set(cles) - self._ids.keys())
        if manquantes:
            ColonneAnalyse.objects.bulk_create(
                [ColonneAnalyse(questionnaire_id=q, chemin=chemin) for q, chemin in manquantes],
                ignore_conflicts=True,
            )
            connues = ColonneAnalyse.objects.filter(
                questionnaire__in={q for q, _ in manquantes}
            ).values_list("questionnaire", "chemin", "pk")
            self._ids.update({(q, chemin): pk for q, chemin, pk in connues})
        return self._ids


def _rangees(bilan: Bilan, colonnes: _Colonnes) -> Iterator[ReponseAnalyse]:
    """The rows of one bilan: its questions asked, then the rows of its repetitions."""
    if bilan.dernier_envoi is None:
        return
    questionnaire, etat = definition_du_bilan(bilan), etat_arrete(bilan)
    complement = None
    if bilan.complement is not None:
        complement = (bilan.complement.questionnaire_id, definition_de(bilan.complement))
    de_qui = _Appartenance(bilan.version.questionnaire_id, complement)
    lignes: dict[tuple[Cle, str], None] = {}
    posees: list[tuple[Cle, str, Question, Valeur]] = []
    for emplacement in etat.emplacements:
        code = emplacement.champ.code
        cles = [ligne.cle for ligne in emplacement.lignes]
        colonne = (de_qui(code), chemin_de_colonne(questionnaire, emplacement))
        posees.append(
            (colonne, ".".join(cles), emplacement.champ, etat.comptees.get(emplacement.chemin, ""))
        )
        repetitions = questionnaire.par_code[code].repetitions
        for rang in range(1, len(cles) + 1):
            repetition = (de_qui(repetitions[rang - 1]), ".".join(repetitions[:rang]))
            lignes[repetition, ".".join(cles[:rang])] = None
    ids = colonnes.ids([*(colonne for colonne, *_ in posees), *(colonne for colonne, _ in lignes)])
    for colonne, ligne, question, valeur in posees:
        yield ReponseAnalyse(
            bilan=bilan,
            colonne_id=ids[colonne],
            ligne=ligne,
            valeur=valeur_comptee(question, valeur),
            mots=_mots(question, valeur),
        )
    for colonne, ligne in lignes:
        yield ReponseAnalyse(bilan=bilan, colonne_id=ids[colonne], ligne=ligne, valeur=REMPLI)


class _Appartenance:
    """Which questionnaire a code is of: the national one, or that of the Caf's sections."""

    def __init__(self, national: int, complement: tuple[int, Questionnaire] | None) -> None:
        self._national, self._complement = national, complement

    def __call__(self, code: str) -> int:
        if self._complement and code in self._complement[1].par_code:
            return self._complement[0]
        return self._national


def chemin_de_colonne(
    questionnaire: Questionnaire, emplacement: Emplacement[Question, Ligne]
) -> str:
    """The column of an answer: its path without the keys of its rows."""
    code = emplacement.champ.code
    return ".".join((*questionnaire.par_code[code].repetitions, code))


def valeur_comptee(question: Question, valeur: Valeur) -> str:
    """What is counted of an answer; "" when nothing was answered."""
    if not est_rempli(valeur):
        return ""
    if question.est_ne_sait_pas(valeur):
        return str(valeur)
    if question.type == CHOIX_MULTIPLES:
        return joindre([valeur] if isinstance(valeur, str) else valeur)
    if question.type in TYPES_TEXTE | {FICHIER}:
        return REMPLI
    return valeur if isinstance(valeur, str) else joindre(valeur)


def _mots(question: Question, valeur: Valeur) -> str:
    texte = valeur if isinstance(valeur, str) and question.type in TYPES_TEXTE else ""
    return mots(texte)


def en_attente(bilans: Sequence[int] | None = None) -> int:
    """How many bilans are not counted as they now stand, among some or all."""
    attendus = BilanADenombrer.objects.all()
    return (attendus if bilans is None else attendus.filter(pk__in=bilans)).count()
