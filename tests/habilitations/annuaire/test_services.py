"""The annuaire written: who may, what is refused, what the journal keeps, what rights become."""

from datetime import date, timedelta

import pytest

from habilitations.annuaire.services import conventions, equipements, gestionnaires, lieux
from habilitations.models import (
    Adhesion,
    Convention,
    Equipement,
    Gestionnaire,
    Habilitation,
    Lieu,
)
from habilitations.verification import droits_verifies
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.monde import JOUR, SIRETS, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le siège de l’association a déménagé"
NOUVEAU = {"siret": "981 237 001 00012", "nom": "Les Alizés", "nature": "association"}


def derniere(objet: object) -> LigneJournal:
    return LigneJournal.objects.sur(objet).last()


def ajouter(monde: Monde, **champs: object) -> Gestionnaire:
    voulu = {**NOUVEAU, "adresse": "1 rue du Lac", "caf_id": monde.caf.pk, **champs}
    return gestionnaires.creer_gestionnaire(**voulu, acteur=acteur(monde.responsable))


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


class TestGestionnaires:
    def test_ajoute_avec_une_adhesion_a_completer(self, monde: Monde) -> None:
        cree = ajouter(monde)
        assert cree.siret == SIRETS[3]
        assert Adhesion.objects.get(caf=monde.caf, gestionnaire=cree).complete_le is None
        ligne = derniere(cree)
        assert (ligne.action, ligne.caf_id) == ("gestionnaire.cree", monde.caf.pk)
        assert ligne.details["changements"]["nom"] == ["", "Les Alizés"]

    def test_connu_d_une_autre_caf_il_garde_son_nom(self, monde: Monde) -> None:
        ailleurs = Gestionnaire.objects.create(siret=SIRETS[3], nom="Alizés", nature="association")
        Adhesion.objects.create(caf=monde.autre_caf, gestionnaire=ailleurs)
        assert ajouter(monde) == ailleurs
        ailleurs.refresh_from_db()
        assert ailleurs.nom == "Alizés"
        with pytest.raises(ActionRefusee, match="Une autre Caf"):
            gestionnaires.modifier_gestionnaire(
                ailleurs.pk,
                caf_id=monde.caf.pk,
                nom="Autre",
                nature="association",
                adresse="",
                acteur=acteur(monde.responsable),
            )
        gestionnaires.modifier_gestionnaire(
            ailleurs.pk,
            caf_id=monde.caf.pk,
            nom="Les Alizés",
            nature="association",
            adresse="",
            acteur=acteur(monde.national),
        )
        assert derniere(ailleurs).details["changements"] == {"nom": ["Alizés", "Les Alizés"]}

    @pytest.mark.parametrize(
        ("champs", "champ"),
        [
            ({"siret": "3,62521E+13"}, "siret"),
            ({"siret": SIRETS[0]}, "siret"),
            ({"nom": "  "}, "nom"),
            ({"nature": "autre"}, "nature"),
        ],
    )
    def test_refuse(self, monde: Monde, champs: dict[str, str], champ: str) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            ajouter(monde, **champs)
        assert refus.value.champ == champ

    @pytest.mark.parametrize("qui", ["conseiller", "ccd", "conseiller_nord"])
    def test_seul_qui_tient_l_annuaire(self, monde: Monde, qui: str) -> None:
        with pytest.raises(ActionRefusee) as refus:
            gestionnaires.creer_gestionnaire(
                **NOUVEAU, adresse="", caf_id=monde.caf.pk, acteur=acteur(getattr(monde, qui))
            )
        assert refus.value.interdite

    def test_une_fiche_changee_entre_temps_n_efface_rien(self, monde: Monde) -> None:
        from habilitations.annuaire.regles.changements import empreinte
        from habilitations.annuaire.services.ecriture import en_mots

        objet = monde.passerelles.gestionnaire
        vue = empreinte(en_mots(objet, gestionnaires.CHAMPS))

        def ecrire(**voulu: str) -> Gestionnaire:
            return gestionnaires.modifier_gestionnaire(
                objet.pk,
                caf_id=monde.caf.pk,
                nature="association",
                depuis=vue,
                acteur=acteur(monde.responsable),
                **voulu,
            )

        ecrire(nom="Les Passerelles", adresse="")
        with pytest.raises(DemandeInvalide, match="Rose Responsable a modifié") as refus:
            ecrire(nom="Passerelles et compagnie", adresse="2 place du Marché")
        assert refus.value.champ == "depuis"
        assert "Les Passerelles" in str(refus.value)

    def test_rien_ne_s_ecrit_quand_rien_ne_change(self, monde: Monde) -> None:
        objet = monde.passerelles.gestionnaire
        gestionnaires.modifier_gestionnaire(
            objet.pk,
            caf_id=monde.caf.pk,
            nom=objet.nom,
            nature=objet.nature,
            adresse=objet.adresse,
            acteur=acteur(monde.responsable),
        )
        assert derniere(objet) is None


class TestSiret:
    def changer(self, monde: Monde, **options: object) -> Gestionnaire:
        voulu = {"siret": SIRETS[3], "motif": MOTIF, "caf_id": monde.caf.pk, **options}
        return gestionnaires.changer_siret(
            monde.passerelles.gestionnaire.pk, **voulu, acteur=acteur(monde.responsable)
        )

    def test_les_droits_tiennent_sans_etre_touches(self, monde: Monde) -> None:
        droits = Habilitation.objects.filter(gestionnaire=monde.passerelles.gestionnaire)
        avant = dict(droits.values_list("pk", "signature"))
        self.changer(monde)
        assert dict(droits.values_list("pk", "signature")) == avant
        assert len(droits_verifies(droits, JOUR)) == 3
        ligne = derniere(monde.passerelles.gestionnaire)
        assert ligne.details["changements"] == {"siret": [SIRETS[0], SIRETS[3]]}
        assert (ligne.motif, ligne.details["droits"]) == (MOTIF, 3)

    def test_signes_de_nouveau_sauf_ceux_qui_sont_alteres(self, monde: Monde) -> None:
        droits = Habilitation.objects.filter(gestionnaire=monde.passerelles.gestionnaire)
        altere = droits.get(role="approbateur")
        droits.filter(pk=altere.pk).update(au=JOUR + timedelta(days=900))
        self.changer(monde, signer=True)
        assert {d.role for d in droits_verifies(droits, JOUR)} == {
            "fournisseur_activite",
            "fournisseur_finances",
        }
        ligne = LigneJournal.objects.get(action="droits.signes_de_nouveau")
        assert set(ligne.details["droits"]) == set(
            droits.exclude(pk=altere.pk).values_list("pk", flat=True)
        )

    def test_l_administrateur_national_ne_signe_pas(self, monde: Monde) -> None:
        gestionnaires.changer_siret(
            monde.passerelles.gestionnaire.pk,
            siret=SIRETS[3],
            motif=MOTIF,
            caf_id=monde.caf.pk,
            signer=True,
            acteur=acteur(monde.national),
        )
        assert not LigneJournal.objects.filter(action="droits.signes_de_nouveau").exists()

    def test_celui_d_un_autre_partenaire_est_un_transfert(self, monde: Monde) -> None:
        with pytest.raises(DemandeInvalide, match="transférez-lui"):
            self.changer(monde, siret=SIRETS[1])


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
        with pytest.raises(ActionRefusee, match="habilitations"):
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
