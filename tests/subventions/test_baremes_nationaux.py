"""Barèmes as their files give them: loaded once, corrected by who administers them, kept."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from subventions.models import LigneBareme
from subventions.services import bareme_applicable, charger_baremes, estimer_pour, figer_calcul
from tests.monde import MAINTENANT
from tests.subventions import fabriques

pytestmark = pytest.mark.django_db


SEMIS = {
    ("cct", "taux"): ("0.50", 2024, "S"),
    ("cct", "plafond_etp"): ("48000.00", 2024, "S"),
    ("cct", "prorata_plafond"): ("etp_mois", 2024, "H"),
    ("diagnostic", "taux"): ("0.50", 2024, "S"),
    ("diagnostic", "plafond"): ("15000.00", 2024, "S"),
    ("clas", "taux"): ("0.325", 2023, "P"),
    ("clas", "plafond_collectif"): ("7886.15", 2023, "H"),
    ("clas", "bonus_enfants"): ("329.00", 2023, "S"),
    ("clas", "bonus_parents"): ("329.00", 2023, "S"),
    ("clas", "comptes_exclus"): ("864", 2023, "H"),
    ("er", "taux"): ("0.60", 2023, "P"),
    ("er", "comptes_exclus"): ("864", 2023, "H"),
}


def test_les_lignes_nationales_chargees():
    charger_baremes()
    lues = {
        (ligne.dispositif, ligne.parametre): (ligne.valeur_ecrite, ligne.debut, ligne.marque)
        for ligne in LigneBareme.objects.filter(caf__isnull=True)
    }
    assert lues == SEMIS
    assert not LigneBareme.objects.exclude(fin__isnull=True).exists()
    assert not LigneBareme.objects.exclude(note__endswith="econduction à confirmer").exists()


def test_le_plafond_horaire_n_a_pas_de_ligne():
    charger_baremes()
    assert bareme_applicable("er", 2025).manquants("er") == ("plafond_horaire",)


def test_avant_leur_premier_exercice_les_lignes_ne_valent_pas():
    charger_baremes()
    assert bareme_applicable("cct", 2023).manquants("cct") == ("taux", "plafond_etp")
    assert bareme_applicable("clas", 2023).manquants("clas") == ()
    assert "taux" in bareme_applicable("er", 2022).manquants("er")


def test_la_charente_attend_sa_caf():
    assert charger_baremes().cafs_absentes == ("16",)
    charente = fabriques.caf("16", "Caf de la Charente")
    bilan = charger_baremes()
    assert (bilan.ajoutees, bilan.presentes, bilan.cafs_absentes) == (1, len(SEMIS), ())
    taux = bareme_applicable("cct", 2025, charente.pk)["taux"]
    assert (taux.valeur, taux.marque, taux.portee) == ("0.80", "S/H", "Caf de la Charente")
    assert bareme_applicable("cct", 2025).valeur("taux") == Decimal("0.50")


def test_charger_deux_fois_ne_change_rien():
    fabriques.caf("16", "Caf de la Charente")
    premier = charger_baremes()
    avant = list(LigneBareme.objects.order_by("pk").values())
    second = charger_baremes()
    assert (second.ajoutees, second.presentes) == (0, premier.ajoutees)
    assert list(LigneBareme.objects.order_by("pk").values()) == avant


def test_ce_qu_un_administrateur_a_ecrit_l_emporte_sur_le_fichier():
    charger_baremes()
    LigneBareme.objects.filter(dispositif="er", parametre="taux").update(fin=2025)
    fabriques.ligne(debut=2026, valeur="0.62").save()
    assert charger_baremes().ajoutees == 0
    assert bareme_applicable("er", 2026).valeur("taux") == Decimal("0.62")


def test_chaque_enregistrement_laisse_une_trace():
    ligne = fabriques.ligne()
    ligne.save()
    ligne.fin = 2025
    ligne.save(update_fields=["fin"])
    fins = ligne.events.order_by("pgh_id").values_list("fin", flat=True)
    assert list(fins) == [None, 2025]


@pytest.mark.parametrize(
    "champs",
    [
        {"valeur": "0.61"},
        {"source": "Autre"},
        {"marque": "H"},
        {"debut": 2022},
        {"fin": 2026},
        {"note": "x"},
    ],
)
def test_une_valeur_publiee_ne_change_pas(champs):
    fabriques.ligne(fin=2025).save()
    with pytest.raises(IntegrityError, match="bareme_publie_fige"), transaction.atomic():
        LigneBareme.objects.update(**champs)


def test_une_valeur_publiee_s_arrete_plus_tot_ou_cede_la_place():
    fabriques.ligne(fin=2027).save()
    LigneBareme.objects.update(fin=2025)
    LigneBareme.objects.update(remplacee_le=MAINTENANT)
    with pytest.raises(IntegrityError, match="bareme_publie_fige"), transaction.atomic():
        LigneBareme.objects.update(fin=2024)
    fabriques.ligne(valeur="0.65").save()
    assert bareme_applicable("er", 2025).valeur("taux") == Decimal("0.65")


def test_ce_qui_a_servi_ne_s_efface_pas():
    savoie, nord = fabriques.caf(), fabriques.caf("59", "Caf du Nord")
    siege = fabriques.gestionnaire()
    for caf in (None, savoie, nord):
        fabriques.ligne(caf=caf).save()
    fabriques.ligne(debut=2020, fin=2022).save()
    fabriques.ligne(dispositif="clas").save()
    estimation = estimer_pour("er", 2025, savoie.pk, {"lieux": [], "charges": {}})
    figer_calcul(
        estimation,
        gestionnaire_id=siege.pk,
        caf_id=savoie.pk,
        dispositif="er",
        annee=2025,
        donnees={},
    )
    lues = LigneBareme.objects.filter(dispositif="er", debut=2023)
    for ligne in lues.exclude(caf=nord):
        with pytest.raises(IntegrityError, match="bareme_publie_fige"), transaction.atomic():
            ligne.delete()
    LigneBareme.objects.exclude(pk__in=[ligne.pk for ligne in lues.exclude(caf=nord)]).delete()
    assert LigneBareme.objects.count() == 2


def test_une_caf_qui_a_des_lignes_ne_se_supprime_pas():
    savoie = fabriques.caf()
    fabriques.ligne(caf=savoie).save()
    with pytest.raises(ProtectedError):
        savoie.delete()
