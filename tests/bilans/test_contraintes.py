"""What the database refuses of questionnaires and bilans, by name."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from bilans.models import (
    CampagneBilan,
    DemandeComplement,
    EnvoiBilan,
    ModificationCaf,
    Questionnaire,
    VersionQuestionnaire,
)
from portal.dossiers.models import Dossier
from tests.bilans.bilans import bilan_clas, questionnaires
from tests.monde import JOUR, MAINTENANT, Monde

pytestmark = pytest.mark.django_db


@contextmanager
def refuse(nom: str, type_: type[DatabaseError] = IntegrityError) -> Iterator[None]:
    with pytest.raises(type_, match=nom), transaction.atomic():
        yield


class TestVersionPubliee:
    @pytest.fixture
    def version(self, db: None) -> VersionQuestionnaire:
        questionnaires()
        return VersionQuestionnaire.objects.get(questionnaire__code="bilan_clas")

    @pytest.mark.parametrize(
        "champs",
        [
            {"definition": "code = 'autre'"},
            {"version": "2"},
            {"vaut_le": JOUR},
            {"publiee_le": "2026-02-04T10:00Z"},
            {"revision": 3},
            {"etat": "brouillon", "publiee_le": None, "vaut_le": None},
        ],
    )
    def test_elle_ne_change_jamais(
        self, version: VersionQuestionnaire, champs: dict[str, object]
    ) -> None:
        with refuse("version publiée", DatabaseError):
            VersionQuestionnaire.objects.filter(pk=version.pk).update(**champs)

    def test_elle_ne_s_efface_pas_mais_s_archive(self, version: VersionQuestionnaire) -> None:
        with refuse("version publiée", DatabaseError):
            version.delete()
        VersionQuestionnaire.objects.filter(pk=version.pk).update(etat="archivee")
        with refuse("version publiée", DatabaseError):
            VersionQuestionnaire.objects.filter(pk=version.pk).update(definition="")

    def test_un_brouillon_change_et_s_efface(self, version: VersionQuestionnaire) -> None:
        brouillon = VersionQuestionnaire.objects.create(
            questionnaire=version.questionnaire,
            version="2",
            definition=version.definition,
            cree_le=MAINTENANT,
        )
        brouillon.definition = "titre = 'Autre'"
        brouillon.save()
        with refuse("version_questionnaire_un_brouillon"):
            VersionQuestionnaire.objects.create(
                questionnaire=version.questionnaire, version="3", cree_le=MAINTENANT
            )
        brouillon.delete()

    def test_publiee_elle_a_ses_dates(self, version: VersionQuestionnaire) -> None:
        with refuse("version_questionnaire_publication_complete"):
            VersionQuestionnaire.objects.create(
                questionnaire=version.questionnaire, version="2", etat="publiee", cree_le=MAINTENANT
            )


class TestQuestionnaire:
    def test_un_code_par_auteur(self, db: None) -> None:
        questionnaires()
        with refuse("questionnaire_code_unique"):
            Questionnaire.objects.create(code="bilan_clas", numero=9, titre="Encore")

    def test_celui_d_une_caf_en_complete_un(self, monde: Monde) -> None:
        questionnaires()
        with refuse("questionnaire_d_une_caf_complete"):
            Questionnaire.objects.create(code="savoie", numero=9, titre="Savoie", caf=monde.caf)
        national = Questionnaire.objects.get(code="bilan_clas")
        Questionnaire.objects.create(
            code="savoie", numero=9, titre="Savoie", caf=monde.caf, complete=national
        )
        with refuse("questionnaire_complement_unique"):
            Questionnaire.objects.create(
                code="savoie2", numero=10, titre="Savoie", caf=monde.caf, complete=national
            )

    @pytest.mark.parametrize("champs", [{"numero": 42}, {"code": "autre"}])
    def test_numero_et_code_restent(self, champs: dict[str, object], db: None) -> None:
        questionnaires()
        with refuse("numero_et_code_immuables|Cannot update", DatabaseError):
            Questionnaire.objects.filter(code="bilan_clas").update(**champs)


class TestCampagne:
    def test_les_dates_se_suivent(self, monde: Monde) -> None:
        bilan_clas(monde)
        with refuse("campagne_bilan_dates_ordonnees"):
            CampagneBilan.objects.update(ferme_le="2026-03-30")
        with refuse("campagne_bilan_suspension_motivee"):
            CampagneBilan.objects.update(suspendue_le=MAINTENANT)
        with refuse("campagne_bilan_suspension_nationale_motivee"):
            CampagneBilan.objects.update(suspension_nationale_le=MAINTENANT)


class TestBilan:
    def test_un_etat_inconnu_est_refuse(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        with refuse("bilan_etat_connu"):
            Dossier.objects.filter(pk=bilan.pk).update(etat="a_saisir")

    def test_transmis_il_a_un_envoi(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        with refuse("bilan_envoye_a_un_envoi"):
            Dossier.objects.filter(pk=bilan.pk).update(etat="transmis")
        bilan.dernier_envoi = envoi(bilan, monde)
        bilan.save(update_fields=["dernier_envoi"])
        Dossier.objects.filter(pk=bilan.pk).update(etat="transmis")
        with refuse("bilan_envoye_a_un_envoi"):
            type(bilan).objects.filter(pk=bilan.pk).update(dernier_envoi=None)

    def test_commence_il_garde_sa_version(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        autre = VersionQuestionnaire.objects.get(questionnaire__code="bilan_cct")
        with refuse("Cannot update", DatabaseError):
            type(bilan).objects.filter(pk=bilan.pk).update(version=autre)

    def test_une_validation_porte_sur_un_envoi(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        with refuse("bilan_validation_complete"):
            type(bilan).objects.filter(pk=bilan.pk).update(
                valide_le=MAINTENANT, valide_par=monde.conseiller
            )

    def test_un_seul_par_equipement_exercice_et_questionnaire(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        with refuse("dossier_unique"):
            Dossier.objects.create(
                **{
                    champ: getattr(bilan, champ)
                    for champ in (
                        "caf",
                        "gestionnaire",
                        "equipement",
                        "dispositif",
                        "nature",
                        "numero",
                        "annee",
                        "etat",
                        "etat_depuis",
                    )
                }
            )

    def test_ce_qui_est_envoye_ou_modifie_par_la_caf_ne_change_plus(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        fige = envoi(bilan, monde)
        modification = ModificationCaf.objects.create(
            bilan=bilan,
            chemin="structure_nom",
            avant="A",
            apres="B",
            motif="Nom erroné dans le bilan",
            par=monde.conseiller,
            le=MAINTENANT,
            revision=1,
        )
        for ligne in (fige, modification):
            with refuse("Cannot update", DatabaseError):
                type(ligne).objects.filter(pk=ligne.pk).update(bilan=bilan)
            with refuse("Cannot update or delete", DatabaseError):
                ligne.delete()

    def test_un_complement_a_la_fois_et_motive(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        champs = {
            "bilan": bilan,
            "demandee_par": monde.conseiller,
            "demandee_le": MAINTENANT,
            "pour_le": JOUR,
        }
        with refuse("demande_complement_motivee"):
            DemandeComplement.objects.create(motif="", **champs)
        DemandeComplement.objects.create(motif="Précisez les effectifs.", **champs)
        with refuse("demande_complement_une_a_la_fois"):
            DemandeComplement.objects.create(motif="Encore une fois.", **champs)


def envoi(bilan: object, monde: Monde) -> EnvoiBilan:
    return EnvoiBilan.objects.create(
        bilan=bilan,
        le=MAINTENANT,
        par=monde.passerelles.approbateur,
        nom="Agathe Approbation",
        gestionnaire=monde.passerelles.gestionnaire,
        reference="bilan_clas-1",
        echeance_le=JOUR,
        empreinte="0" * 64,
    )
