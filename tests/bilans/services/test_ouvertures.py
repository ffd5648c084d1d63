"""Windows and bilans: generated once, opened once, on the version in force."""

from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest
from django.core.management import call_command

from bilans.models import Bilan, CampagneBilan, FeuilleBilan, VersionQuestionnaire
from bilans.questionnaires import livres
from bilans.regles.etats import ActeurBilan
from bilans.services.acteurs import acteurs_sur
from bilans.services.bilan import ouvrir
from bilans.services.definitions import definition_du_bilan
from bilans.services.faits import faits_du_bilan, faits_pour
from bilans.services.ouvertures import generer_les_campagnes, ouvrir_les_bilans
from bilans.services.referentiels import charger_questionnaires
from declarations.services import saisie
from habilitations.models import Habilitation
from portal.saisie.regles.conditions import Contient, Fait
from portal.socle.models import LigneJournal
from tests.bilans.bilans import bilan_cct, bilan_clas, questionnaires
from tests.declarations.clas import projet_clas
from tests.monde import JOUR, Monde, acteur

pytestmark = pytest.mark.django_db
JOUR_CLAS = date(2026, 6, 14)


class TestQuestionnaires:
    def test_les_quatre_livres_sont_publies_une_fois(self) -> None:
        premier, second = charger_questionnaires(), charger_questionnaires()
        assert len(premier.crees) == 4
        assert not second.a_change
        versions = VersionQuestionnaire.objects.select_related("questionnaire")
        assert {v.reference for v in versions} == {
            "autoevaluation_cct-1",
            "bilan_cct-1",
            "bilan_clas-1",
            "recensement_cct-1",
        }
        numeros = list(versions.values_list("questionnaire__numero", flat=True))
        assert sorted(numeros) == [1, 2, 3, 4]

    def test_un_numero_deja_pris_par_un_administrateur_est_dit(
        self, monde: Monde, capsys: pytest.CaptureFixture[str]
    ) -> None:
        questionnaires()
        assert charger_questionnaires().avertissements == ()
        composee = VersionQuestionnaire.objects.get(questionnaire__code="bilan_cct")
        autre = replace(livres()["bilan_cct-1"], titre="Une autre, livrée ensuite")
        with patch("bilans.services.referentiels.livres", lambda: {"bilan_cct-1": autre}):
            releve = charger_questionnaires()
            call_command("charger_referentiels")

        assert (releve.crees, releve.gardes) == ((), (str(composee),))
        assert "bilans/questionnaires/bilan_cct-1.toml" in releve.avertissements[0]
        assert "Attention : la version bilan_cct-1" in capsys.readouterr().err


class TestFenetres:
    def test_les_dates_sont_celles_du_domaine(self, monde: Monde) -> None:
        questionnaires()
        assert generer_les_campagnes(JOUR_CLAS) > 0
        dates = {
            (c.questionnaire.code, c.annee): (c.ouvre_le, c.echeance_le, c.ferme_le)
            for c in CampagneBilan.objects.filter(caf=monde.caf).select_related("questionnaire")
        }
        fin_clas, fin_cct = date(2026, 7, 15), date(2026, 3, 31)
        assert dates["bilan_clas", 2025] == (date(2026, 6, 14), fin_clas, fin_clas)
        assert dates["bilan_cct", 2025] == (date(2026, 2, 8), fin_cct, fin_cct)
        assert not any(code == "recensement_cct" for code, _ in dates)
        assert generer_les_campagnes(JOUR_CLAS) == 0

    def test_des_dates_changees_restent(self, monde: Monde) -> None:
        questionnaires()
        generer_les_campagnes(JOUR_CLAS)
        a_changer = CampagneBilan.objects.filter(questionnaire__code="bilan_clas", annee=2025)
        a_changer.update(ferme_le=date(2026, 7, 31))
        generer_les_campagnes(JOUR_CLAS)
        assert a_changer.first().ferme_le == date(2026, 7, 31)


class TestOuverture:
    def test_un_bilan_par_projet_une_seule_fois(self, monde: Monde) -> None:
        questionnaires()
        projet = projet_clas(monde)
        generer_les_campagnes(JOUR_CLAS)
        assert ouvrir_les_bilans(JOUR_CLAS, monde.caf.pk) == 1
        assert ouvrir_les_bilans(JOUR_CLAS) == 0
        bilan = Bilan.objects.get(equipement=projet)
        assert (bilan.etat, bilan.annee, bilan.reference) == (
            "a_remplir",
            2025,
            f"BILAN-CLAS-2025-{bilan.pk:06d}",
        )
        assert FeuilleBilan.objects.get(bilan=bilan).donnees == {}
        assert LigneJournal.objects.sur(bilan).get().action == "bilan.ouvert"

    def test_la_veille_rien_ne_s_ouvre(self, monde: Monde) -> None:
        questionnaires()
        projet_clas(monde)
        generer_les_campagnes(JOUR_CLAS)
        assert ouvrir_les_bilans(date(2026, 6, 13)) == 0

    def test_une_campagne_suspendue_n_ouvre_rien(self, monde: Monde) -> None:
        questionnaires()
        projet_clas(monde)
        generer_les_campagnes(JOUR_CLAS)
        CampagneBilan.objects.update(suspendue_le="2026-06-14T08:00Z", suspendue_motif="Panne")
        assert ouvrir_les_bilans(JOUR_CLAS) == 0

    def test_une_version_a_venir_n_est_pas_prise(self, monde: Monde) -> None:
        questionnaires()
        projet_clas(monde)
        generer_les_campagnes(JOUR_CLAS)
        version = VersionQuestionnaire.objects.get(questionnaire__code="bilan_clas")
        VersionQuestionnaire.objects.create(
            questionnaire=version.questionnaire,
            version="2",
            definition=version.definition.replace('version = "1"', 'version = "2"'),
            etat="publiee",
            cree_le=version.cree_le,
            publiee_le=version.publiee_le,
            vaut_le=date(2026, 9, 1),
        )
        ouvrir_les_bilans(JOUR_CLAS)
        assert Bilan.objects.get().version == version

    def test_nombre_de_requetes_constant(
        self, monde: Monde, django_assert_max_num_queries: object
    ) -> None:
        questionnaires()
        for rang in range(6):
            projet_clas(monde, f"Projet {rang}")
        generer_les_campagnes(JOUR_CLAS)
        with django_assert_max_num_queries(40):
            assert ouvrir_les_bilans(JOUR_CLAS, monde.caf.pk) == 6


class TestActeurs:
    def test_qui_remplit_qui_envoie_qui_suit(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        gens = monde.passerelles
        attendus = {
            gens.activite: {ActeurBilan.REPONDANT},
            gens.finances: {ActeurBilan.LECTEUR_PARTENAIRE},
            gens.approbateur: {ActeurBilan.EMETTEUR},
            monde.conseiller: {ActeurBilan.CONSEILLER},
            monde.remplacant: {ActeurBilan.CONSEILLER},
            monde.hors_portefeuille: {ActeurBilan.LECTEUR_CAF},
            monde.ccd: {ActeurBilan.CONSEILLER},
            monde.conseiller_nord: set(),
            monde.responsable: set(),
            monde.national: set(),
        }
        assert {p: acteurs_sur(acteur(p), bilan) for p in attendus} == attendus

    def test_l_autoevaluation_se_remplit_avec_la_caf(self, monde: Monde) -> None:
        bilan = bilan_cct(monde, "autoevaluation_cct")
        assert ActeurBilan.ACCOMPAGNANT in acteurs_sur(acteur(monde.conseiller), bilan)
        assert ActeurBilan.ACCOMPAGNANT in acteurs_sur(acteur(monde.ccd), bilan)
        assert acteurs_sur(acteur(monde.hors_portefeuille), bilan) == {ActeurBilan.LECTEUR_CAF}


class TestFaits:
    def test_un_clas_dit_ses_collectifs_et_ses_bonus(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        declaration = bilan.equipement.dossiers.get(nature="previsionnelle").declaration
        avant = faits_du_bilan(bilan)
        assert avant.valeurs == {"bonus_enfants": "non", "bonus_parents": "non"}
        assert [ligne.cle for ligne in avant.lignes["collectifs"]] == ["c1", "c2"]
        saisie.enregistrer(
            declaration.pk,
            "activite",
            acteur=acteur(monde.passerelles.activite),
            revision=0,
            brut={"collectifs.c2.bonus_parents": "oui"},
        )
        assert faits_du_bilan(bilan).valeurs["bonus_parents"] == "oui"

    def test_une_cct_dit_ses_postes_et_ses_themes(self, monde: Monde) -> None:
        bilan = bilan_cct(monde)
        declaration = bilan.equipement.dossiers.get(nature="reelle").declaration
        cles = [ligne["cle"] for ligne in declaration.version_courante.lignes]
        volet = declaration.version_courante.volet("activite")
        volet.donnees = {
            f"postes.{cles[0]}.thematiques": ["petite_enfance", "handicap"],
            f"postes.{cles[1]}.thematiques": ["handicap", "jeunesse"],
            f"postes.{cles[1]}.chef_de_projet": "oui",
        }
        volet.save()
        faits = faits_du_bilan(bilan)
        assert faits.valeurs == {
            "themes": ["petite_enfance", "handicap", "jeunesse"],
            "chef_de_projet": "oui",
        }
        assert [ligne.cle for ligne in faits.lignes["postes"]] == cles

    def test_les_roles_tenus_se_lisent_ou_une_condition_les_regarde(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        simple = definition_du_bilan(bilan)
        assert "role" not in faits_pour(bilan, simple, JOUR).valeurs
        regarde = replace(
            simple,
            sections=(
                replace(simple.sections[0], condition=Contient(Fait("role"), "approbateur")),
                *simple.sections[1:],
            ),
        )
        assert faits_pour(bilan, regarde, JOUR).valeurs["role"] == [
            "fournisseur_activite",
            "fournisseur_finances",
            "approbateur",
        ]
        Habilitation.objects.filter(utilisateur=monde.passerelles.approbateur).delete()
        assert "approbateur" not in faits_pour(bilan, regarde, JOUR).valeurs["role"]
        # What is asked of one person is asked of all: the page, and what a sending counts.
        for qui in (monde.passerelles.activite, monde.passerelles.finances):
            ouvert = ouvrir(bilan.pk, acteur(qui))
            ouvert.questionnaire = regarde
            assert regarde.sections[0].code not in ouvert.etat.visibles

    def test_sans_declaration_rien_n_est_su(self, monde: Monde) -> None:
        bilan = bilan_cct(monde)
        bilan.annee = 2031
        assert faits_du_bilan(bilan).valeurs == {}
