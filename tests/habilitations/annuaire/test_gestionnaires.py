"""Gestionnaires and their SIRET written: who may, what is refused, what the journal keeps."""

from datetime import timedelta

import pytest

from habilitations.annuaire.services import gestionnaires
from habilitations.models import (
    Adhesion,
    Gestionnaire,
    Habilitation,
)
from habilitations.verification import droits_verifies
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.annuaire.ecrire import NOUVEAU, ajouter, derniere
from tests.monde import JOUR, SIRETS, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le siège de l’association a déménagé"


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
