"""Laying flat the answers that count, one row per question asked: what is counted reads them.

A trigger of Bilan puts in a queue each bilan that is sent or edited, whoever writes it; this
empties the queue. Replayed, it writes the same rows: nobody is counted twice.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from bilans.models import (
    Bilan,
    BilanADenombrer,
    ColonneAnalyse,
    ReleveAnalyse,
    ReponseAnalyse,
    ValeurAnalyse,
)
from bilans.services.analyse.mise_a_plat import Cle, Comptee, mettre_a_plat

# Bilans laid flat in one transaction.
LOT = 100

# A column and one of its values.
Valuee = tuple[int, str]


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
    bilans = Bilan.objects.filter(pk__in=cles).select_related(
        "version__questionnaire", "complement__questionnaire", "dernier_envoi"
    )
    aplats = [(bilan.pk, mettre_a_plat(bilan)) for bilan in bilans]
    toutes = [comptee for _, comptees in aplats for comptee in comptees]
    colonnes = _colonnes({cle for c in toutes for cle in (c.colonne, c.rubrique)})
    valeurs = _valeurs({(colonnes[c.colonne], c.valeur) for c in toutes})
    ReponseAnalyse.objects.filter(bilan__in=cles).delete()
    ReponseAnalyse.objects.bulk_create(_reponses(aplats, colonnes), batch_size=5000)
    ReleveAnalyse.objects.filter(bilan__in=cles).delete()
    ReleveAnalyse.objects.bulk_create(_releves(aplats, colonnes, valeurs))
    BilanADenombrer.objects.filter(pk__in=cles).delete()
    return len(cles)


def _colonnes(cles: Iterable[Cle]) -> dict[Cle, int]:
    """Ids of columns, those that are new made known."""
    demandees = sorted(cles)

    def connues() -> dict[Cle, int]:
        lues = ColonneAnalyse.objects.filter(questionnaire__in={q for q, _ in demandees})
        return {(q, c): pk for q, c, pk in lues.values_list("questionnaire", "chemin", "pk")}

    ids = connues()
    nouvelles = [cle for cle in demandees if cle not in ids]
    if nouvelles:
        ColonneAnalyse.objects.bulk_create(
            [ColonneAnalyse(questionnaire_id=q, chemin=chemin) for q, chemin in nouvelles],
            ignore_conflicts=True,
        )
        ids = connues()
    return ids


def _valeurs(demandees: Iterable[Valuee]) -> dict[Valuee, int]:
    """Ids of the values of columns, those that are new made known."""
    voulues = sorted(demandees)

    def connues() -> dict[Valuee, int]:
        lues = ValeurAnalyse.objects.filter(
            colonne__in={colonne for colonne, _ in voulues}, valeur__in={v for _, v in voulues}
        )
        return {(c, v): pk for c, v, pk in lues.values_list("colonne", "valeur", "pk")}

    ids = connues()
    nouvelles = [couple for couple in voulues if couple not in ids]
    if nouvelles:
        ValeurAnalyse.objects.bulk_create(
            [ValeurAnalyse(colonne_id=colonne, valeur=valeur) for colonne, valeur in nouvelles],
            ignore_conflicts=True,
        )
        ids = connues()
    return ids


def _reponses(
    aplats: Sequence[tuple[int, list[Comptee]]], colonnes: dict[Cle, int]
) -> Iterator[ReponseAnalyse]:
    for bilan, comptees in aplats:
        for comptee in comptees:
            yield ReponseAnalyse(
                bilan_id=bilan,
                colonne_id=colonnes[comptee.colonne],
                ligne=comptee.ligne,
                valeur=comptee.valeur,
                mots=comptee.mots,
            )


def _releves(
    aplats: Sequence[tuple[int, list[Comptee]]],
    colonnes: dict[Cle, int],
    valeurs: dict[Valuee, int],
) -> Iterator[ReleveAnalyse]:
    """The same answers, those of a heading and of a named row together."""
    for bilan, comptees in aplats:
        paquets: dict[tuple[int, str], list[int]] = {}
        for comptee in comptees:
            paquet = paquets.setdefault((colonnes[comptee.rubrique], comptee.nommee), [])
            paquet.append(valeurs[colonnes[comptee.colonne], comptee.valeur])
        for (rubrique, ligne), siennes in paquets.items():
            yield ReleveAnalyse(
                bilan_id=bilan, rubrique_id=rubrique, ligne=ligne, valeurs=sorted(siennes)
            )


def en_attente(bilans: Sequence[int] | None = None) -> int:
    """How many bilans are not counted as they now stand, among some or all."""
    attendus = BilanADenombrer.objects.all()
    return (attendus if bilans is None else attendus.filter(pk__in=bilans)).count()
