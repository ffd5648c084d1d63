"""Verbs of the editor: who may, what they write, what they refuse."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from bilans.edition.regles.arbre import place_de
from bilans.edition.regles.fusion import Conflit
from bilans.edition.regles.operations import Ajouter, Intituler, Modifier, Supprimer
from bilans.edition.regles.publication import Souci
from bilans.edition.regles.rangement import Decaler
from bilans.edition.regles.types import question_vierge
from bilans.edition.services.creation import completer, creer, ouvrir_une_version
from bilans.edition.services.cycle import abandonner, archiver, remettre_en_service
from bilans.edition.services.enregistrement import enregistrer
from bilans.edition.services.publication import conditions_perimees, examiner, publier
from bilans.models import Questionnaire, VersionQuestionnaire
from bilans.regles.ordre import codes_vus
from bilans.services.bilan import ouvrir as ouvrir_le_bilan
from bilans.services.definitions import definition_du_brouillon
from portal.saisie.regles.conditions import EGAL, Comparaison, Reponse
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.bilans.bilans import bilan_clas, questionnaires
from tests.bilans.edition.brouillons import brouillon, complement, reecrire
from tests.bilans.edition.services.publies import MOTIF, actions, publie
from tests.monde import JOUR, Monde, acteur

pytestmark = pytest.mark.django_db


def test_creer_ouvre_un_brouillon_et_le_raconte(monde: Monde) -> None:
    version = creer(code="enquete", titre="Enquête", acteur=acteur(monde.national))

    assert (version.version, version.est_brouillon, version.revision) == ("1", True, 0)
    definition = definition_du_brouillon(version)
    assert [s.titre for s in definition.sections] == ["Première rubrique"]
    assert actions(version) == ["questionnaire.cree"]
    with pytest.raises(DemandeInvalide):
        creer(code="enquete", titre="Autre", acteur=acteur(monde.national))


@pytest.mark.parametrize("qui", ["conseiller", "ccd", "responsable"])
def test_seule_la_cnaf_cree(monde: Monde, qui: str) -> None:
    with pytest.raises(ActionRefusee) as refus:
        creer(code="enquete", titre="Enquête", acteur=acteur(getattr(monde, qui)))
    assert refus.value.interdite


def test_une_operation_avance_la_revision_et_se_raconte(monde: Monde) -> None:
    version = brouillon(monde)

    enregistrer(version.pk, Decaler("nom", 1), revision=0, acteur=acteur(monde.national))

    version.refresh_from_db()
    assert (version.revision, version.modifie_par) == (1, monde.national)
    codes = [e.code for e in definition_du_brouillon(version).sections[0].elements]
    assert codes[:2] == ["bonus", "nom"]
    assert actions(version) == ["questionnaire.cree", "questionnaire.modifie"]


def test_une_operation_sans_effet_n_ecrit_rien(monde: Monde) -> None:
    version = brouillon(monde)

    enregistrer(
        version.pk, Modifier("nom", {"aide": ""}), revision=0, acteur=acteur(monde.national)
    )

    version.refresh_from_db()
    assert version.revision == 0


def test_deux_editeurs_ne_perdent_rien(monde: Monde) -> None:
    version, qui = brouillon(monde), acteur(monde.national)
    enregistrer(version.pk, Modifier("nom", {"libelle": "Nom usuel"}), revision=0, acteur=qui)
    enregistrer(version.pk, Modifier("nom", {"aide": "Une aide"}), revision=0, acteur=qui)
    enregistrer(version.pk, Decaler("bonus", -1), revision=0, acteur=qui)

    version.refresh_from_db()
    nom = place_de(definition_du_brouillon(version), "nom")
    assert (nom.element.libelle, nom.element.aide, nom.rang) == ("Nom usuel", "Une aide", (0, 1))
    with pytest.raises(Conflit) as conflit:
        enregistrer(version.pk, Modifier("nom", {"libelle": "Raison"}), revision=0, acteur=qui)
    assert conflit.value.divergences[0].actuelle == "Nom usuel"
    with pytest.raises(Conflit):
        enregistrer(version.pk, Supprimer("nom"), revision=1, acteur=qui)


def test_une_revision_jamais_vue_est_refusee(monde: Monde) -> None:
    version = brouillon(monde)
    with pytest.raises(ActionRefusee):
        enregistrer(version.pk, Intituler("T"), revision=9, acteur=acteur(monde.national))


def test_un_refus_est_dit_a_son_champ_ou_en_une_phrase(monde: Monde) -> None:
    version, qui = brouillon(monde), acteur(monde.national)

    with pytest.raises(DemandeInvalide) as borne:
        enregistrer(version.pk, Modifier("enfants", {"minimum": 50}), revision=0, acteur=qui)
    assert borne.value.champ == "maximum"
    neuve = Ajouter(question_vierge("nom", "Nom", "texte"), "structure")
    with pytest.raises(DemandeInvalide) as pris:
        enregistrer(version.pk, neuve, revision=0, acteur=qui)
    assert pris.value.champ == "code"
    with pytest.raises(ActionRefusee, match=r"condition de «\xa0Parents\xa0» .*bonus"):
        enregistrer(version.pk, Supprimer("bonus"), revision=0, acteur=qui)


@pytest.mark.parametrize(
    "service",
    [
        lambda pk, qui: enregistrer(pk, Intituler("T"), revision=0, acteur=qui),
        lambda pk, qui: publier(pk, vaut_le=JOUR, revision=0, acteur=qui),
        lambda pk, qui: abandonner(pk, acteur=qui),
    ],
)
def test_un_brouillon_n_existe_que_pour_qui_le_compose(
    monde: Monde, service: Callable[..., object]
) -> None:
    national, caf = brouillon(monde), complement(monde)
    for version, qui in (
        (national, monde.conseiller),
        (national, monde.passerelles.approbateur),
        (caf, monde.conseiller_nord),
        (caf, monde.ccd),
        (caf, monde.national),
    ):
        with pytest.raises(VersionQuestionnaire.DoesNotExist):
            service(version.pk, acteur(qui))


@pytest.mark.parametrize(
    "service",
    [
        lambda v, qui: archiver(v.questionnaire_id, motif=MOTIF, acteur=qui),
        lambda v, qui: remettre_en_service(v.questionnaire_id, acteur=qui),
        lambda v, qui: ouvrir_une_version(v.questionnaire_id, acteur=qui),
        lambda v, qui: enregistrer(v.pk, Intituler("T"), revision=0, acteur=qui),
    ],
)
def test_ce_qui_est_publie_se_lit_a_la_caf_et_ne_s_y_modifie_pas(
    monde: Monde, service: Callable[..., object]
) -> None:
    version = publie(monde)

    with pytest.raises(ActionRefusee) as refus:
        service(version, acteur(monde.conseiller))
    assert refus.value.interdite


def test_une_caf_ajoute_ses_questions_sous_son_prefixe(monde: Monde) -> None:
    version, qui = complement(monde), acteur(monde.conseiller)
    national = version.questionnaire.complete

    assert version.questionnaire.code == "caf73_bilan_clas"
    neuve = question_vierge("caf73_local", "Local municipal ?", "oui_non")
    enregistrer(version.pk, Ajouter(neuve, "caf73_rubrique"), revision=0, acteur=qui)
    sans = Ajouter(question_vierge("local", "Local ?", "oui_non"), "caf73_rubrique")
    with pytest.raises(ActionRefusee):
        enregistrer(version.pk, sans, revision=1, acteur=qui)
    # Its conditions may look at what the Cnaf asks; what is not there is refused.
    si = {"condition": Comparaison(Reponse("coordination"), EGAL, "oui")}
    enregistrer(version.pk, Modifier("caf73_local", si), revision=1, acteur=qui)
    jamais = {"condition": Comparaison(Reponse("inconnue"), EGAL, "oui")}
    with pytest.raises(DemandeInvalide):
        enregistrer(version.pk, Modifier("caf73_local", jamais), revision=2, acteur=qui)
    publier(version.pk, vaut_le=JOUR, revision=2, acteur=qui)

    assert LigneJournal.objects.filter(action="questionnaire.publie").get().caf_id == monde.caf.pk
    bilan = bilan_clas(monde)
    ouvert = ouvrir_le_bilan(bilan.pk, acteur(monde.passerelles.activite))
    assert "caf73_local" in ouvert.questionnaire.par_code
    assert "caf73_local" not in ouvert.emplacements
    ouvert.feuille.donnees["coordination"] = "oui"
    ouvert.oublier()
    assert "caf73_local" in ouvert.emplacements
    assert conditions_perimees(version.questionnaire) == ()
    _sans_la_question(national, "coordination", monde)
    assert conditions_perimees(version.questionnaire) == ("Local municipal ?",)
    with pytest.raises(ActionRefusee):
        completer(national.pk, caf_id=monde.caf.pk, acteur=qui)


def _sans_la_question(national: Questionnaire, code: str, monde: Monde) -> None:
    """The Cnaf publishes a version that does not ask it; it is told who leans on it."""
    qui = acteur(monde.national)
    suivante = ouvrir_une_version(national.pk, acteur=qui)
    definition = definition_du_brouillon(suivante)
    citent = [p.element.code for p in definition.places if code in codes_vus(p)]
    for rang, retire in enumerate((*citent, code)):
        enregistrer(suivante.pk, Supprimer(retire), revision=rang, acteur=qui)
    suivante.refresh_from_db()
    points = examiner(suivante, JOUR, JOUR).avertissements
    assert Souci.CITEE_PAR_UNE_CAF in {point.souci for point in points}
    publier(suivante.pk, vaut_le=JOUR, revision=len(citent) + 1, acteur=qui, vus=True)


def test_on_ne_complete_que_pour_sa_caf(monde: Monde) -> None:
    questionnaires()
    national = Questionnaire.objects.get(code="bilan_clas", caf=None)
    for qui in (monde.ccd, monde.conseiller_nord, monde.national):
        with pytest.raises(ActionRefusee) as refus:
            completer(national.pk, caf_id=monde.caf.pk, acteur=acteur(qui))
        assert refus.value.interdite
    with pytest.raises(Questionnaire.DoesNotExist):
        completer(national.pk, caf_id=monde.caf.pk, acteur=acteur(monde.passerelles.approbateur))


def test_la_base_refuse_deux_brouillons_et_un_publie_qui_change(monde: Monde) -> None:
    version = publie(monde)
    with pytest.raises(Exception, match="version publiée"), connection.cursor() as curseur:
        curseur.execute(
            "UPDATE bilans_versionquestionnaire SET definition = '' WHERE id = %s", [version.pk]
        )


def test_un_brouillon_reecrit_hors_de_l_editeur_se_lit_encore(monde: Monde) -> None:
    version = brouillon(monde)
    reecrire(version, version.definition.replace('egal = "oui"', 'egal = "peut-être"'))

    # The mistake was there before: what does not worsen it is accepted.
    enregistrer(version.pk, Decaler("nom", 1), revision=0, acteur=acteur(monde.national))
    with pytest.raises(ActionRefusee):
        publier(version.pk, vaut_le=date(2026, 9, 1), revision=1, acteur=acteur(monde.national))
