"""Barème registry: its constraints one by one, and its reading."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from subventions.models import LigneBareme
from subventions.services import bareme_applicable, charger_baremes
from tests.subventions import fabriques

pytestmark = pytest.mark.django_db

REFUS = [
    ("ligne_bareme_parametre_connu", {"parametre": "plafond_etp"}),
    ("ligne_bareme_une_valeur", {"valeur": None}),
    ("ligne_bareme_une_valeur", {"parametre": "comptes_exclus", "texte": "864"}),
    ("ligne_bareme_une_valeur", {"parametre": "comptes_exclus", "valeur": "864"}),
    ("ligne_bareme_valeur_positive", {"parametre": "plafond_horaire", "valeur": "-1"}),
    ("ligne_bareme_taux_au_plus_un", {"valeur": "1.01"}),
    ("ligne_bareme_plafond_non_nul", {"valeur": "0"}),
    (
        "ligne_bareme_texte_admis",
        {"parametre": "comptes_exclus", "valeur": None, "texte": "864;861"},
    ),
    (
        "ligne_bareme_texte_admis",
        {"dispositif": "cct", "parametre": "prorata_plafond", "valeur": None, "texte": "864"},
    ),
    ("ligne_bareme_exercices_ordonnes", {"fin": 2022}),
    ("ligne_bareme_exercices_ordonnes", {"debut": 1999}),
    ("ligne_bareme_exercices_ordonnes", {"fin": 2101}),
    ("ligne_bareme_source_dite", {"source": ""}),
    ("ligne_bareme_marque_connue", {"marque": "X"}),
]


@pytest.mark.parametrize(("contrainte", "champs"), REFUS)
def test_la_base_refuse(contrainte, champs):
    ligne = fabriques.ligne(**champs)
    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        ligne.save()


@pytest.mark.parametrize(("contrainte", "champs"), REFUS)
def test_le_refus_est_dit_en_francais(contrainte, champs):
    """The message beside the form comes from the very constraint of the database."""
    ligne = fabriques.ligne(**champs)
    regle = next(c for c in LigneBareme._meta.constraints if c.name == contrainte)
    ligne.clean_fields(exclude=["source", "marque", "texte", "valeur"])
    with pytest.raises(ValidationError) as refus:
        regle.validate(LigneBareme, ligne)
    message = regle.get_violation_error_message()
    assert refus.value.messages == [message]
    assert message.endswith(".")


@pytest.mark.parametrize(
    "autre",
    [
        {"debut": 2023},
        {"debut": 2020, "fin": 2023},
        {"debut": 2030, "fin": 2030},
        {"debut": 2020},
    ],
)
def test_deux_lignes_ne_se_chevauchent_pas(autre):
    fabriques.ligne().save()
    with (
        pytest.raises(IntegrityError, match="ligne_bareme_sans_chevauchement"),
        transaction.atomic(),
    ):
        fabriques.ligne(**autre).save()
    with pytest.raises(ValidationError, match="dernier exercice"):
        fabriques.ligne(**autre).full_clean()


@pytest.mark.parametrize(
    "autre",
    [{"debut": 2020, "fin": 2022}, {"parametre": "cap_organisation"}, {"dispositif": "clas"}],
)
def test_des_lignes_voisines_sont_admises(autre):
    fabriques.ligne().save()
    voisine = fabriques.ligne(**autre)
    voisine.full_clean()
    voisine.save()


def test_le_chevauchement_se_juge_par_portee():
    savoie, nord = fabriques.caf(), fabriques.caf("59", "Caf du Nord")
    fabriques.ligne().save()
    fabriques.ligne(caf=savoie).save()
    locale = fabriques.ligne(caf=nord)
    locale.full_clean()
    locale.save()
    with pytest.raises(IntegrityError, match="sans_chevauchement"), transaction.atomic():
        fabriques.ligne(caf=savoie, debut=2025).save()


def test_une_ligne_de_la_caf_l_emporte():
    savoie, nord = fabriques.caf(), fabriques.caf("59", "Caf du Nord")
    fabriques.ligne(caf=savoie, valeur="0.70").save()
    fabriques.ligne().save()
    assert bareme_applicable("er", 2025, savoie.pk).valeur("taux") == Decimal("0.70")
    assert bareme_applicable("er", 2025, savoie.pk)["taux"].portee == "Caf de la Savoie"
    assert bareme_applicable("er", 2025, nord.pk).valeur("taux") == Decimal("0.60")
    assert bareme_applicable("er", 2025).valeur("taux") == Decimal("0.60")
    assert bareme_applicable("er", 2025)["taux"].portee == "nationale"


def test_la_validite_se_lit_par_exercice():
    fabriques.ligne(fin=2024).save()
    fabriques.ligne(debut=2025, valeur="0.65").save()
    valeurs = [bareme_applicable("er", annee).valeur("taux") for annee in range(2022, 2027)]
    assert valeurs == [None, *[Decimal("0.60")] * 2, *[Decimal("0.65")] * 2]


def test_le_bareme_se_lit_en_une_requete(django_assert_num_queries):
    savoie = fabriques.caf()
    charger_baremes()
    with django_assert_num_queries(1):
        bareme_applicable("clas", 2025, savoie.pk)


def test_la_source_et_la_marque_suivent_la_valeur():
    fabriques.ligne(note="Reconduction à confirmer").save()
    taux = bareme_applicable("er", 2025)["taux"]
    assert (taux.valeur, taux.source, taux.marque) == ("0.60", "Barème publié", "P")
    assert (taux.debut, taux.fin, taux.note) == (2023, None, "Reconduction à confirmer")
    assert taux.est_a_confirmer


def test_la_version_du_bareme_change_avec_lui():
    fabriques.ligne().save()
    avant = bareme_applicable("er", 2025).version
    assert bareme_applicable("er", 2026).version == avant
    with fabriques.sans_garde():
        LigneBareme.objects.update(valeur="0.61")
    assert bareme_applicable("er", 2025).version != avant
