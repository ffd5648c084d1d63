"""Campaigns: windows generated from the rules, declarations called, nobody twice."""

from datetime import date, timedelta

import pytest

from declarations.models import Campagne, Declaration, RegleCalendrier
from declarations.services.campagnes import (
    appeler,
    equipements_a_appeler,
    generer_campagnes,
    generer_et_lancer,
    lancer_campagne,
)
from declarations.services.referentiels import charger_calendrier
from habilitations.models import Adhesion, Equipement
from tests.declarations.cct import coordination
from tests.declarations.clas import projet_clas
from tests.monde import JOUR, Monde, campagne_er


@pytest.fixture
def regles(monde: Monde) -> None:
    charger_calendrier()


def fenetre(monde: Monde, **cle: object) -> tuple[date, date, date]:
    c = Campagne.objects.get(caf=monde.caf, **cle)
    return c.ouvre_le, c.echeance_le, c.ferme_le


@pytest.mark.parametrize(
    ("cle", "attendu"),
    [
        (
            {"dispositif": "er", "nature": "reelle"},
            (date(2026, 1, 16), date(2026, 3, 31), date(2026, 4, 30)),
        ),
        (
            {"dispositif": "er", "nature": "previsionnelle"},
            (date(2024, 12, 15), date(2025, 2, 13), date(2025, 3, 15)),
        ),
        (
            {"dispositif": "er", "nature": "actualisee", "numero": 2},
            (date(2025, 9, 17), date(2025, 10, 12), date(2025, 11, 11)),
        ),
        (
            {"dispositif": "cct", "nature": "reelle"},
            (date(2026, 2, 8), date(2026, 3, 31), date(2026, 4, 30)),
        ),
        (
            {"dispositif": "clas", "nature": "reelle"},
            (date(2026, 6, 14), date(2026, 7, 15), date(2026, 7, 15)),
        ),
    ],
)
def test_les_fenetres_viennent_des_regles(
    monde: Monde, regles: None, cle: dict, attendu: tuple
) -> None:
    generer_campagnes(monde.caf, 2025)

    assert fenetre(monde, annee=2025, **cle) == attendu


def test_la_regle_d_une_caf_l_emporte(monde: Monde, regles: None) -> None:
    regle = RegleCalendrier.objects.get(caf=None, dispositif="er", nature="reelle")
    regle.pk, regle.caf, regle.echeance_jour, regle.echeance_mois = None, monde.caf, 15, 4
    regle.save(force_insert=True)

    generer_campagnes(monde.caf, 2025)
    generer_campagnes(monde.autre_caf, 2025)

    assert fenetre(monde, annee=2025, dispositif="er", nature="reelle")[1] == date(2026, 4, 15)
    ailleurs = Campagne.objects.get(
        caf=monde.autre_caf, annee=2025, dispositif="er", nature="reelle"
    )
    assert ailleurs.echeance_le == date(2026, 3, 31)


def test_une_fenetre_modifiee_reste_comme_elle_est(monde: Monde, regles: None) -> None:
    generer_campagnes(monde.caf, 2025)
    Campagne.objects.filter(annee=2025, nature="reelle", dispositif="er").update(
        ferme_le=date(2026, 6, 30)
    )

    assert generer_campagnes(monde.caf, 2025) == []
    assert fenetre(monde, annee=2025, dispositif="er", nature="reelle")[2] == date(2026, 6, 30)


def test_chaque_jour_appelle_ce_qui_est_ouvert_et_une_seule_fois(
    monde: Monde, regles: None
) -> None:
    assert generer_et_lancer(JOUR) == 4  # two ER: réelle 2025 and prévisionnelle 2026
    assert generer_et_lancer(JOUR) == 0

    natures = Declaration.objects.order_by("nature").values_list("nature", "annee").distinct()
    assert list(natures) == [("previsionnelle", 2026), ("reelle", 2025)]
    assert all(d.version_courante.volets.count() == 2 for d in Declaration.objects.all())


def test_les_trois_dispositifs_sont_appeles(monde: Monde, regles: None) -> None:
    """On 1 March 2026: ER and CCT prévisionnelle 2026 and réelle 2025; on 14 June, CLAS réelle."""
    cct, clas = coordination(monde), projet_clas(monde)

    generer_et_lancer(date(2026, 3, 1))
    generer_et_lancer(date(2026, 6, 14))

    appelees = Declaration.objects.filter(equipement__in=(cct, clas))
    assert set(appelees.values_list("dispositif", "nature", "annee")) == {
        ("cct", "previsionnelle", 2026),
        ("cct", "reelle", 2025),
        ("clas", "reelle", 2025),
    }


def test_une_actualisee_n_est_jamais_appelee_d_office(monde: Monde, regles: None) -> None:
    generer_et_lancer(date(2026, 6, 20))

    assert not Declaration.objects.filter(nature="actualisee").exists()


def test_qui_adhere_pendant_la_campagne_est_appele_ce_jour_la(monde: Monde) -> None:
    adhesion = Adhesion.objects.get(gestionnaire=monde.voisins.gestionnaire)
    adhesion.complete_le = JOUR
    adhesion.save()
    campagne = campagne_er(monde.caf)

    assert monde.er_voisin not in equipements_a_appeler(campagne, JOUR - timedelta(days=1))
    assert monde.er_voisin in equipements_a_appeler(campagne, JOUR)


def test_sans_convention_pour_l_exercice_rien_n_est_appele(monde: Monde) -> None:
    monde.er.conventions.update(du=date(2020, 1, 1), au=date(2025, 12, 31))

    assert monde.er not in equipements_a_appeler(campagne_er(monde.caf), JOUR)


def test_un_equipement_ferme_avant_l_exercice_n_est_pas_appele(monde: Monde) -> None:
    monde.er.ferme_le = date(2025, 12, 31)
    monde.er.save()

    assert monde.er not in equipements_a_appeler(campagne_er(monde.caf), JOUR)


def test_appeler_deux_fois_rend_la_meme_declaration(monde: Monde) -> None:
    campagne = campagne_er(monde.caf)

    assert appeler(campagne, monde.er) == appeler(campagne, monde.er)
    assert Declaration.objects.count() == 1


@pytest.fixture
def clas(monde: Monde) -> Equipement:
    """A CLAS project under a COF of four school years (S)."""
    equipement = Equipement.objects.create(
        caf=monde.caf,
        gestionnaire=monde.passerelles.gestionnaire,
        portefeuille=monde.portefeuille,
        dispositif="clas",
        nom="Clas des Passerelles",
    )
    equipement.conventions.create(
        reference="COF-CLAS-2024", du=date(2024, 9, 1), au=date(2028, 6, 30)
    )
    return equipement


def campagne_clas(monde: Monde, nature: str, annee: int) -> Campagne:
    return Campagne.objects.create(
        caf=monde.caf,
        dispositif="clas",
        nature=nature,
        annee=annee,
        ouvre_le=date(annee, 10, 1),
        echeance_le=date(annee, 11, 1),
        ferme_le=date(annee, 12, 1),
    )


@pytest.mark.parametrize(
    ("annee", "previsionnelle", "reelle"),
    [
        (2023, False, False),
        (2024, False, True),  # its prévisionnelle was filed in ELAN
        (2025, True, True),
        (2026, True, True),
        (2027, True, True),
        (2028, False, False),
    ],
)
def test_une_cof_clas_donne_quatre_exercices_et_trois_previsionnelles(
    monde: Monde, clas: Equipement, annee: int, previsionnelle: bool, reelle: bool
) -> None:
    appels = {
        nature: [d.equipement for d in lancer_campagne(campagne_clas(monde, nature, annee), JOUR)]
        for nature in ("previsionnelle", "reelle")
    }

    assert appels == {
        "previsionnelle": [clas] if previsionnelle else [],
        "reelle": [clas] if reelle else [],
    }


def test_la_convention_suivante_a_aussi_son_premier_exercice(
    monde: Monde, clas: Equipement
) -> None:
    clas.conventions.create(reference="COF-CLAS-2028", du=date(2028, 9, 1), au=date(2032, 6, 30))

    assert equipements_a_appeler(campagne_clas(monde, "previsionnelle", 2028), JOUR) == []
    assert equipements_a_appeler(campagne_clas(monde, "previsionnelle", 2029), JOUR) == [clas]


def test_un_er_declare_sa_previsionnelle_des_le_premier_exercice(monde: Monde) -> None:
    monde.er.conventions.update(du=date(2026, 1, 1))

    assert monde.er in equipements_a_appeler(campagne_er(monde.caf), JOUR)
