"""Actualisées that may not be asked for: by whom, for which exercice, on which dates."""

from datetime import date, datetime

import pytest

from declarations.models import Campagne, Declaration
from declarations.regles.calendrier import Fenetre
from declarations.services.actualisees import (
    APPELEE,
    REFUSEE,
)
from habilitations.models import Portefeuille
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.actualisees import A_ELLE, appeler, campagne, cible
from tests.monde import PARIS, Monde


def test_un_numero_deja_pris_a_d_autres_dates_est_refuse(monde: Monde) -> None:
    campagne(monde)

    with pytest.raises(DemandeInvalide, match="existe déjà, avec une échéance au 10 juillet 2026"):
        appeler(monde, monde.er.pk, dates=A_ELLE)


def test_un_numero_saute_est_refuse(monde: Monde) -> None:
    with pytest.raises(DemandeInvalide, match="n’est pas le suivant"):
        appeler(monde, monde.er.pk, cible=cible(monde, 4), dates=A_ELLE)


def test_sans_fenetre_les_dates_sont_demandees(monde: Monde) -> None:
    with pytest.raises(DemandeInvalide, match="Indiquez les dates"):
        appeler(monde, monde.er.pk)


@pytest.mark.parametrize(
    ("dates", "champ"),
    [
        ((date(2026, 6, 21), date(2026, 6, 30), date(2026, 7, 15)), "ouvre_le"),
        ((date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 15)), "ouvre_le"),
        ((date(2026, 6, 20), date(2026, 6, 19), date(2026, 7, 15)), "echeance_le"),
        ((date(2026, 6, 20), date(2027, 1, 1), date(2027, 1, 15)), "echeance_le"),
        ((date(2026, 6, 20), date(2026, 6, 30), date(2026, 6, 29)), "ferme_le"),
    ],
)
def test_des_dates_en_desordre_sont_refusees(monde: Monde, dates: tuple, champ: str) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        appeler(monde, monde.er.pk, dates=Fenetre(*dates))

    assert refus.value.champ == champ
    assert not Campagne.objects.exists()


@pytest.mark.parametrize("jours", [0, 10])
def test_des_dates_au_plus_court_ou_jusqu_a_la_fin_sont_acceptees(monde: Monde, jours: int) -> None:
    fin = date(2026, 6, 20) if not jours else date(2026, 12, 31)

    lignes = appeler(monde, monde.er.pk, dates=Fenetre(date(2026, 6, 20), fin, fin))

    assert lignes[0].issue == APPELEE


@pytest.mark.parametrize(
    ("annee", "mots"), [(2025, "c’est la réelle qui est attendue"), (2027, "commence le 1er")]
)
def test_un_exercice_fini_ou_a_venir_est_refuse(monde: Monde, annee: int, mots: str) -> None:
    campagne(monde, annee=annee)

    with pytest.raises(ActionRefusee, match=mots) as refus:
        appeler(monde, monde.er.pk, cible=cible(monde, annee=annee))
    assert not refus.value.interdite


@pytest.mark.parametrize(
    ("quand", "mots"),
    [
        (datetime(2026, 6, 14, 23, 59, tzinfo=PARIS), "ouvre le 15 juin 2026"),
        (datetime(2026, 8, 10, 0, 0, tzinfo=PARIS), "s’est terminée le 9 août 2026"),
    ],
)
def test_une_fenetre_fermee_est_refusee(monde: Monde, quand: datetime, mots: str) -> None:
    campagne(monde)

    with pytest.raises(ActionRefusee, match=mots):
        appeler(monde, monde.er.pk, quand=quand)


def test_rien_de_choisi_est_refuse(monde: Monde) -> None:
    campagne(monde)

    with pytest.raises(DemandeInvalide, match="au moins un équipement"):
        appeler(monde)


@pytest.mark.parametrize(
    "qui", ["ccd", "conseiller_nord", "responsable", "national", "passerelles"]
)
def test_seul_un_gestionnaire_conseil_de_la_caf_appelle(monde: Monde, qui: str) -> None:
    campagne(monde)
    personne = monde.passerelles.approbateur if qui == "passerelles" else getattr(monde, qui)

    with pytest.raises(ActionRefusee) as refus:
        appeler(monde, monde.er.pk, qui=personne)

    assert refus.value.interdite
    assert not Declaration.objects.exists()


def test_le_portefeuille_d_un_autre_est_refuse_sans_etre_nomme(monde: Monde) -> None:
    campagne(monde)
    monde.er.portefeuille = Portefeuille.objects.create(
        caf=monde.caf, nom="Secteur 2", titulaire=monde.hors_portefeuille
    )
    monde.er.save()

    lignes = appeler(monde, monde.er.pk, monde.er_voisin.pk, 999_999)

    assert [x.issue for x in lignes] == [REFUSEE, APPELEE, REFUSEE]
    assert monde.er.nom not in lignes[0].libelle
    assert lignes[0] == lignes[2]
    assert Declaration.objects.get().equipement == monde.er_voisin


def test_quand_tout_est_refuse_aucune_fenetre_ne_s_ouvre(monde: Monde) -> None:
    monde.er.conventions.all().delete()

    lignes = appeler(monde, monde.er.pk, dates=A_ELLE)

    assert [(x.issue, x.motif) for x in lignes] == [
        (REFUSEE, "Aucune convention ne couvre l’exercice 2026")
    ]
    assert not Campagne.objects.exists()
