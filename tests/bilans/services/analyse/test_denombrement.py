"""What is counted is what counts: laid flat once, whoever wrote it, hidden answers never."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bilans.models import (
    Bilan,
    BilanADenombrer,
    ColonneAnalyse,
    ReleveAnalyse,
    ReponseAnalyse,
    ValeurAnalyse,
)
from bilans.services.analyse.denombrement import denombrer_en_attente, en_attente
from bilans.services.analyse.etude import etude_de
from bilans.services.analyse.lectures import effectifs
from tests.bilans.bilans import bilan_clas
from tests.bilans.etudes import (
    BONUS,
    COMBIEN,
    ESSAI,
    LIEUX,
    SECTION,
    TYPE,
    bilan_envoye,
    envoyer,
    equipement,
    publier,
)
from tests.monde import Monde

pytestmark = pytest.mark.django_db


def comptees(bilan_id: int) -> dict[tuple[str, str], str]:
    return {
        (r.colonne.chemin, r.ligne): r.valeur
        for r in ReponseAnalyse.objects.filter(bilan=bilan_id).select_related("colonne")
    }


def test_une_reponse_par_question_posee_et_aucune_pour_les_autres(monde: Monde) -> None:
    """The trap of a hidden answer left in a figure: « combien » was typed, then hidden."""
    bilan = bilan_envoye(
        equipement(monde),
        publier(),
        {
            "bonus": "non",
            "combien": "12",
            "structure": "rouge",
            "plusieurs": ["vert", "rouge"],
            "avis": "L’École des Familles",
            "lieux.l2.lieu_nom": "Ugine",
            "lieux.l2.lieu_ouvert": "oui",
            "lieux.retire.lieu_nom": "Fermé",
        },
        lignes={"lieux": [("l2", "lieu 1"), ("l3", "lieu 2")]},
    )
    assert denombrer_en_attente() == 1
    assert comptees(bilan.pk) == {
        ("bonus", ""): "non",
        ("structure", ""): "rouge",
        ("plusieurs", ""): "rouge vert",
        ("avis", ""): "rempli",
        ("lieux", "l2"): "rempli",
        ("lieux", "l3"): "rempli",
        ("lieux.lieu_nom", "l2"): "rempli",
        ("lieux.lieu_ouvert", "l2"): "oui",
        ("lieux.lieu_nom", "l3"): "",
        ("lieux.lieu_ouvert", "l3"): "",
        ("fait:en_retard", ""): "non",
    }
    avis = ReponseAnalyse.objects.get(bilan=bilan, colonne__chemin="avis")
    assert avis.mots == "l ecole des familles"


def test_les_releves_d_une_page_disent_ce_que_disent_les_reponses(monde: Monde) -> None:
    """A question that moved to another section included: its answers are under the one it had."""
    avant = publier()
    deplacee = replace(LIEUX, code="ailleurs", elements=(TYPE,), repetition=None)
    apres = replace(
        ESSAI,
        version="2",
        sections=(replace(SECTION, elements=(BONUS, COMBIEN)), deplacee, LIEUX),
    )
    oui = {"bonus": "oui", "combien": "8", "structure": "vert", "plusieurs": ["vert", "rouge"]}
    envoyer(monde, avant, oui, {"bonus": "ne_sait_pas"}, {"structure": "rouge"})
    envoyer(monde, publier(apres), oui, annee=2025)
    etude = etude_de(avant.questionnaire)
    lus = effectifs(Bilan.objects.all(), etude.lues(etude.comptees))

    comptes: dict[int, dict[str | None, int]] = {}
    for colonne, valeur in ReponseAnalyse.objects.values_list("colonne", "valeur"):
        ici = comptes.setdefault(colonne, {})
        ici[valeur or None] = ici.get(valeur or None, 0) + 1
    assert {colonne: dict(valeurs) for colonne, valeurs in lus.items() if valeurs} == comptes
    (structure,) = (c for c in etude.colonnes if c.code == "structure")
    assert etude.effectifs_de(
        structure, effectifs(Bilan.objects.all(), etude.lues([structure]))
    ) == {
        "vert": 2,
        "rouge": 1,
        None: 1,
    }


def test_ne_sait_pas_et_sans_reponse_sont_deux_choses(monde: Monde) -> None:
    version = publier()
    ignorant, muet = envoyer(monde, version, {"bonus": "ne_sait_pas"}, {})
    assert comptees(ignorant.pk)["bonus", ""] == "ne_sait_pas"
    assert comptees(muet.pk)["bonus", ""] == ""


def test_ce_qui_change_est_denombre_de_nouveau_et_rejouer_ne_compte_pas_deux_fois(
    monde: Monde,
) -> None:
    (bilan,) = envoyer(monde, publier(), {"bonus": "non"})
    assert en_attente() == 0
    avant = ReponseAnalyse.objects.count()

    bilan.arretees = {"bonus": "oui", "combien": "8"}
    bilan.save(update_fields=["arretees"])
    bilan.save(update_fields=["arretees"])
    assert list(BilanADenombrer.objects.values_list("pk", flat=True)) == [bilan.pk]
    assert denombrer_en_attente() == 1
    assert comptees(bilan.pk)["combien", ""] == "8"
    assert ReponseAnalyse.objects.count() == avant + 1
    assert denombrer_en_attente() == 0


def test_ce_qui_ne_change_pas_les_reponses_n_attend_rien(monde: Monde) -> None:
    (bilan,) = envoyer(monde, publier(), {"bonus": "non"})
    bilan.etat = "valide"
    bilan.save()
    assert en_attente() == 0


def test_un_bilan_jamais_envoye_n_est_pas_denombre(monde: Monde) -> None:
    bilan = bilan_clas(monde)
    bilan.arretees = {"coordination": "oui"}
    bilan.save(update_fields=["arretees"])
    assert en_attente() == 0


def test_un_lot_coute_autant_de_requetes_quel_que_soit_le_nombre(monde: Monde) -> None:
    version = publier()
    combien = []
    for nombre in (1, 6):
        for rang in range(nombre):
            bilan_envoye(equipement(monde, nom=f"P{nombre}-{rang}"), version, {"bonus": "non"})
        with CaptureQueriesContext(
            connection,
        ) as requetes:
            assert denombrer_en_attente(nombre) == nombre
        combien.append(len(requetes))
    # The first one also makes the columns known.
    assert combien[1] <= combien[0]


def test_la_base_refuse_de_compter_deux_fois_la_meme_reponse(monde: Monde) -> None:
    (bilan,) = envoyer(monde, publier(), {"bonus": "non"})
    colonne = ColonneAnalyse.objects.get(chemin="bonus")
    with pytest.raises(IntegrityError, match="reponse_analyse_unique"), transaction.atomic():
        ReponseAnalyse.objects.create(bilan=bilan, colonne=colonne, valeur="oui")
    with pytest.raises(IntegrityError, match="colonne_analyse_unique"), transaction.atomic():
        ColonneAnalyse.objects.create(questionnaire=colonne.questionnaire, chemin="bonus")
    with pytest.raises(IntegrityError, match="valeur_analyse_unique"), transaction.atomic():
        ValeurAnalyse.objects.create(colonne=colonne, valeur="non")
    releve = ReleveAnalyse.objects.filter(bilan=bilan)[0]
    with pytest.raises(IntegrityError, match="releve_analyse_unique"), transaction.atomic():
        ReleveAnalyse.objects.create(bilan=bilan, rubrique=releve.rubrique, valeurs=[])
