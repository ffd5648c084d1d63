"""Équipements and conventions written, and what is removed: who may, what is refused."""

from datetime import date

import pytest

from habilitations.annuaire.services import conventions, equipements, gestionnaires, lieux
from habilitations.models import (
    Convention,
    Equipement,
    Gestionnaire,
    Habilitation,
    Lieu,
)
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.annuaire.ecrire import ajouter, derniere
from tests.monde import JOUR, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def equipement_neuf(monde: Monde, **champs: object) -> Equipement:
    voulu = {
        "caf_id": monde.caf.pk,
        "gestionnaire_id": monde.voisins.gestionnaire.pk,
        "nom": "ER des Bauges",
        "dispositif": "er",
        "organisation": "mono_lieu",
        "portefeuille": monde.portefeuille.pk,
        "ouvert_le": None,
        **champs,
    }
    return equipements.creer_equipement(**voulu, acteur=acteur(monde.responsable))


def test_un_second_clic_donne_l_equipement_du_premier(monde: Monde) -> None:
    premier = equipement_neuf(monde)
    assert equipement_neuf(monde) == premier
    assert LigneJournal.objects.filter(action="equipement.cree").count() == 1
    for autre in ({"organisation": "antennes"}, {"ouvert_le": date(2026, 1, 1)}):
        with pytest.raises(DemandeInvalide, match="déjà un équipement de ce nom"):
            equipement_neuf(monde, **autre)


class TestSuppression:
    def test_ce_qui_sert_reste_et_dit_a_quoi(self, monde: Monde) -> None:
        with pytest.raises(ActionRefusee, match="équipements") as refus:
            gestionnaires.supprimer_gestionnaire(
                monde.passerelles.gestionnaire.pk,
                caf_id=monde.caf.pk,
                acteur=acteur(monde.responsable),
            )
        assert not refus.value.interdite

    def test_ajoute_par_erreur_il_part_avec_son_adhesion(self, monde: Monde) -> None:
        cree = ajouter(monde)
        gestionnaires.supprimer_gestionnaire(
            cree.pk, caf_id=monde.caf.pk, acteur=acteur(monde.responsable)
        )
        assert not Gestionnaire.objects.filter(pk=cree.pk).exists()
        assert LigneJournal.objects.filter(action="gestionnaire.supprime").exists()

    def test_un_equipement_couvert_par_un_droit_reste(self, monde: Monde) -> None:
        from tests.monde import changer

        neuf = equipement_neuf(monde)
        droits = Habilitation.objects.filter(utilisateur=monde.voisins.activite)
        changer(droits, equipements=[neuf])
        with pytest.raises(ActionRefusee, match="droits d’accès"):
            equipements.supprimer_equipement(neuf.pk, acteur=acteur(monde.responsable))

    def test_un_equipement_qui_ne_sert_pas_part(self, monde: Monde) -> None:
        neuf = equipement_neuf(monde)
        equipements.supprimer_equipement(neuf.pk, acteur=acteur(monde.responsable))
        assert not Equipement.objects.filter(pk=neuf.pk).exists()

    def test_un_lieu_part_tant_que_rien_n_est_appele(self, monde: Monde) -> None:
        lieu = Lieu.objects.filter(equipement=monde.er).first()
        autre = Lieu.objects.get(equipement=monde.er_voisin)
        monde.declaration()
        with pytest.raises(ActionRefusee, match="déclarations"):
            lieux.supprimer_lieu(lieu.pk, acteur=acteur(monde.responsable))
        lieux.supprimer_lieu(autre.pk, acteur=acteur(monde.conseiller))
        assert not Lieu.objects.filter(pk=autre.pk).exists()


class TestEquipements:
    def test_ajoute_puis_ferme_puis_rouvert(self, monde: Monde) -> None:
        neuf = equipement_neuf(monde)
        assert derniere(neuf).details["changements"]["portefeuille"] == ["", "Secteur 1"]
        qui = acteur(monde.responsable)
        equipements.fermer_equipement(
            neuf.pk, le=date(2026, 6, 30), motif="L’association se retire", acteur=qui
        )
        equipements.fermer_equipement(
            neuf.pk, le=date(2026, 6, 30), motif="L’association se retire", acteur=qui
        )
        assert derniere(neuf).motif == "L’association se retire"
        equipements.rouvrir_equipement(neuf.pk, acteur=qui)
        neuf.refresh_from_db()
        assert neuf.ferme_le is None
        assert LigneJournal.objects.sur(neuf).count() == 3

    @pytest.mark.parametrize(
        ("champs", "champ"),
        [
            ({"organisation": ""}, "__all__"),
            ({"portefeuille": 999999}, "portefeuille"),
            ({"gestionnaire_id": 999999}, "gestionnaire"),
            ({"nom": "Espace de rencontre du Lac"}, "nom"),
            ({"nom": ""}, "nom"),
        ],
    )
    def test_refuse(self, monde: Monde, champs: dict[str, object], champ: str) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            equipement_neuf(monde, **champs)
        assert refus.value.champ == champ

    def test_le_dispositif_reste_des_qu_un_dossier_existe(self, monde: Monde) -> None:
        monde.declaration()
        with pytest.raises(ActionRefusee, match="dispositif ne change plus"):
            equipements.modifier_equipement(
                monde.er.pk,
                acteur=acteur(monde.responsable),
                nom=monde.er.nom,
                dispositif="clas",
                organisation="",
                portefeuille=monde.portefeuille.pk,
                ouvert_le=None,
            )


class TestConventions:
    def test_celui_qui_suit_et_celui_qui_tient(self, monde: Monde) -> None:
        for qui, reference in ((monde.conseiller, "COF-9"), (monde.national, "COF-10")):
            cree = conventions.ajouter_convention(
                monde.er.pk,
                reference=reference,
                du=date(2029, 1, 1),
                au=date(2032, 12, 31),
                acteur=acteur(qui),
            )
            assert derniere(cree).gestionnaire_id == monde.passerelles.gestionnaire.pk
        with pytest.raises(ActionRefusee) as refus:
            conventions.ajouter_convention(
                monde.er.pk, reference="X", du=JOUR, au=JOUR, acteur=acteur(monde.ccd)
            )
        assert refus.value.interdite

    def test_des_dates_a_l_envers(self, monde: Monde) -> None:
        with pytest.raises(DemandeInvalide, match="précède"):
            conventions.ajouter_convention(
                monde.er.pk,
                reference="COF-11",
                du=date(2029, 1, 1),
                au=date(2028, 1, 1),
                acteur=acteur(monde.responsable),
            )

    def test_modifiee_puis_supprimee_tant_que_rien_n_est_appele(self, monde: Monde) -> None:
        cof = Convention.objects.get(equipement=monde.er_voisin)
        qui = acteur(monde.responsable)
        conventions.modifier_convention(
            cof.pk, acteur=qui, reference="COF-12", du=cof.du, au=cof.au
        )
        assert derniere(cof).details["changements"] == {"reference": ["COF-2024-01", "COF-12"]}
        conventions.supprimer_convention(cof.pk, acteur=qui)
        monde.declaration()
        autre = Convention.objects.get(equipement=monde.er)
        with pytest.raises(ActionRefusee, match="appelées"):
            conventions.supprimer_convention(autre.pk, acteur=qui)
