"""Frozen computations: complete, verifiable, never rewritten."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib import admin
from django.db import DatabaseError, IntegrityError, transaction

from habilitations.permissions import Acteur
from subventions.models import Calcul
from subventions.services import charger_baremes, estimer_pour, figer_calcul
from tests.subventions import fabriques
from tests.subventions.outils import donnees_valides

pytestmark = pytest.mark.django_db


def figer(dispositif="cct", donnees=None, **champs):
    charger_baremes()
    caf, gestionnaire = fabriques.caf(), fabriques.gestionnaire()
    donnees = donnees or donnees_valides(dispositif)
    estimation = estimer_pour(dispositif, 2025, caf.pk, donnees)
    calcul = figer_calcul(
        estimation,
        gestionnaire_id=gestionnaire.pk,
        caf_id=caf.pk,
        dispositif=dispositif,
        annee=2025,
        donnees=donnees,
        **champs,
    )
    return calcul, estimation


def test_un_calcul_fige_redonne_l_estimation():
    calcul, estimation = figer()
    relu = Calcul.objects.get(pk=calcul.pk)
    assert relu.montant == Decimal("20000.00")
    assert relu.estimation == estimation
    assert relu.est_intact
    assert [p["code"] for p in relu.bareme] == ["taux", "plafond_etp", "prorata_plafond"]
    assert relu.etapes[-1]["resultat"] == "20000.00"


def test_sans_bareme_le_calcul_se_fige_sans_montant():
    calcul, _ = figer("er")
    relu = Calcul.objects.get(pk=calcul.pk)
    assert (relu.statut, relu.montant) == ("bareme_non_publie", None)
    assert relu.manquants == ["plafond_horaire"]
    assert relu.estimation.mesures["prix_de_revient"] == Decimal("30000.00")
    assert relu.est_intact


def test_le_bareme_peut_changer_le_calcul_non():
    calcul, estimation = figer()
    fabriques.ligne(
        caf=calcul.caf, dispositif="cct", parametre="taux", valeur="0.10", debut=2024
    ).save()
    assert estimer_pour("cct", 2025, calcul.caf_id, calcul.donnees).montant == Decimal("4000.00")
    assert Calcul.objects.get(pk=calcul.pk).estimation == estimation


def test_des_donnees_invalides_ne_se_figent_pas():
    with pytest.raises(ValueError, match="ne se figent pas"):
        figer("diagnostic", {"depense": "-1"})


def test_les_nombres_sont_gardes_en_texte_et_les_booleens_non():
    donnees = {
        "charges": {"64": Decimal("30000.00")},
        "collectifs_notifies": 1,
        "collectifs": [{"bonus_enfants": True, "bonus_parents": False}],
    }
    calcul, _ = figer("clas", donnees)
    relu = Calcul.objects.get(pk=calcul.pk)
    assert relu.donnees == {
        "charges": {"64": "30000.00"},
        "collectifs_notifies": "1",
        "collectifs": [{"bonus_enfants": True, "bonus_parents": False}],
    }
    assert relu.est_intact


def test_un_calcul_ne_se_modifie_ni_ne_se_supprime():
    calcul, _ = figer()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Calcul.objects.update(montant="1.00")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        calcul.delete()
    assert Calcul.objects.get().est_intact


@pytest.mark.parametrize(
    ("contrainte", "champs"),
    [
        ("calcul_statut_fige", {"statut": "invalide", "montant": None}),
        ("calcul_montant_si_estime", {"montant": None}),
        ("calcul_montant_si_estime", {"statut": "bareme_non_publie"}),
        ("calcul_montant_positif", {"montant": "-0.01"}),
        ("calcul_dispositif_connu", {"dispositif": "psu"}),
        ("calcul_empreinte_sha256", {"empreinte": "abc"}),
    ],
)
def test_la_base_refuse(contrainte, champs):
    calcul, _ = figer()
    calcul.pk = None
    for champ, valeur in champs.items():
        setattr(calcul, champ, valeur)
    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        calcul.save(force_insert=True)


def test_l_empreinte_depend_de_tout():
    calcul, _ = figer()
    for champ, valeur in [("annee", 2024), ("donnees", {}), ("etapes", []), ("bareme", [])]:
        avant = getattr(calcul, champ)
        setattr(calcul, champ, valeur)
        assert not calcul.est_intact, champ
        setattr(calcul, champ, avant)
    assert calcul.est_intact


def test_seul_un_conseiller_de_la_caf_voit_un_calcul_sans_equipement():
    calcul, _ = figer()
    ici = fabriques.conseiller(calcul.caf)
    ailleurs = fabriques.conseiller(fabriques.caf("59", "Caf du Nord"), "nord@test.example")
    en_2025 = datetime(2025, 6, 1, 12, tzinfo=UTC)
    en_2023 = datetime(2023, 1, 1, 12, tzinfo=UTC)
    assert list(Calcul.objects.visibles_par(Acteur(ici, en_2025))) == [calcul]
    assert not Calcul.objects.visibles_par(Acteur(ailleurs, en_2025)).exists()
    assert not Calcul.objects.visibles_par(Acteur(ici, en_2023)).exists()


def test_un_calcul_n_est_que_lu_dans_l_administration(rf):
    from django.contrib.auth.models import AnonymousUser

    requete = rf.get("/")
    requete.user = AnonymousUser()
    modele = admin.site.get_model_admin(Calcul)
    assert not modele.has_add_permission(requete)
    assert not modele.has_change_permission(requete)
    assert not modele.has_delete_permission(requete)
