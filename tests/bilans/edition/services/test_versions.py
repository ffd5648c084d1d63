"""Publishing a questionnaire, versions that follow, and giving one up."""

from datetime import timedelta

import pytest

from bilans.definitions import ecrire, lire
from bilans.edition.regles.operations import Ajouter, Intituler, Modifier
from bilans.edition.regles.types import question_vierge
from bilans.edition.services.creation import ouvrir_une_version
from bilans.edition.services.cycle import abandonner, archiver, remettre_en_service
from bilans.edition.services.enregistrement import enregistrer
from bilans.edition.services.publication import publier
from bilans.models import Questionnaire
from bilans.services.definitions import definition_de, definition_du_brouillon
from bilans.services.ouvertures import version_pour
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.bilans.edition.brouillons import brouillon
from tests.bilans.edition.essai import essai
from tests.bilans.edition.services.publies import MOTIF, actions, publie
from tests.monde import JOUR, Monde, acteur

pytestmark = pytest.mark.django_db


def test_publier_fige(monde: Monde) -> None:
    version = publie(monde)

    assert (version.etat, version.vaut_le) == ("publiee", JOUR)
    assert version.publiee_par == monde.national
    assert actions(version)[-1] == "questionnaire.publie"
    with pytest.raises(ActionRefusee):
        enregistrer(version.pk, Intituler("T"), revision=0, acteur=acteur(monde.national))
    with pytest.raises(ActionRefusee):
        publier(version.pk, vaut_le=JOUR, revision=0, acteur=acteur(monde.national))


def test_on_ne_publie_ni_un_inacheve_ni_dans_le_passe_ni_sans_l_avoir_relu(monde: Monde) -> None:
    version, qui = brouillon(monde), acteur(monde.national)

    with pytest.raises(ActionRefusee):
        publier(version.pk, vaut_le=JOUR - timedelta(days=1), revision=0, acteur=qui)
    with pytest.raises(ActionRefusee):
        publier(version.pk, vaut_le=JOUR, revision=3, acteur=qui)
    choix = Ajouter(question_vierge("couleur", "Couleur", "choix"), "structure")
    enregistrer(version.pk, choix, revision=0, acteur=qui)
    with pytest.raises(ActionRefusee):
        publier(version.pk, vaut_le=JOUR, revision=1, acteur=qui)


def test_une_nouvelle_version_part_de_la_derniere(monde: Monde) -> None:
    premiere, qui = publie(monde), acteur(monde.national)

    suite = ouvrir_une_version(premiere.questionnaire_id, acteur=qui)

    assert suite.version == "2"
    ancienne, nouvelle = definition_de(premiere), definition_du_brouillon(suite)
    assert nouvelle.sections == ancienne.sections
    assert nouvelle.cadre == ancienne.cadre
    with pytest.raises(ActionRefusee):
        ouvrir_une_version(premiere.questionnaire_id, acteur=qui)
    with pytest.raises(DemandeInvalide):
        enregistrer(suite.pk, Modifier("nom", {"type": "entier"}), revision=0, acteur=qui)
    # Nothing changes, and both begin with the same exercice: both are to be read.
    with pytest.raises(DemandeInvalide) as a_lire:
        publier(suite.pk, vaut_le=JOUR, revision=0, acteur=qui)
    assert a_lire.value.champ == "vus"
    publier(suite.pk, vaut_le=JOUR, revision=0, acteur=qui, vus=True)
    questionnaire = Questionnaire.objects.get(pk=premiere.questionnaire_id)
    assert version_pour(questionnaire, 2025, JOUR) == suite


def test_une_version_ne_passe_pas_avant_une_autre_deja_annoncee(monde: Monde) -> None:
    premiere, qui = publie(monde, jours=30), acteur(monde.national)
    suite = ouvrir_une_version(premiere.questionnaire_id, acteur=qui)

    with pytest.raises(ActionRefusee):
        publier(suite.pk, vaut_le=JOUR, revision=0, acteur=qui, vus=True)


def test_un_fichier_devient_la_version_suivante(monde: Monde) -> None:
    premiere, qui = publie(monde), acteur(monde.national)
    autre = lire(ecrire(essai()).replace('type = "texte_long"', 'type = "entier"'))
    with pytest.raises(ActionRefusee, match="detail"):
        ouvrir_une_version(premiere.questionnaire_id, acteur=qui, definition=autre)

    sans_cadre = lire(
        'code = "x"\nversion = "7"\ntitre = "X"\n[[sections]]\ncode = "s"\nchamps = []'
    )
    version = ouvrir_une_version(premiere.questionnaire_id, acteur=qui, definition=sans_cadre)

    definition = definition_du_brouillon(version)
    assert (definition.code, definition.version) == ("essai", "2")
    assert definition.cadre == essai().cadre
    assert actions(version) == ["questionnaire.importe"]


def test_abandonner_rend_la_place(monde: Monde) -> None:
    version, qui = brouillon(monde), acteur(monde.national)
    abandonner(version.pk, acteur=qui)
    assert not Questionnaire.objects.filter(code="essai").exists()

    premiere = publie(monde)
    suite = ouvrir_une_version(premiere.questionnaire_id, acteur=qui)
    abandonner(suite.pk, acteur=qui)
    assert ouvrir_une_version(premiere.questionnaire_id, acteur=qui).version == "2"


def test_archiver_arrete_les_ouvertures_et_se_reprend(monde: Monde) -> None:
    version, qui = publie(monde), acteur(monde.national)
    questionnaire = version.questionnaire
    with pytest.raises(ActionRefusee):
        remettre_en_service(questionnaire.pk, acteur=qui)

    archiver(questionnaire.pk, motif=MOTIF, acteur=qui)

    questionnaire.refresh_from_db()
    assert version_pour(questionnaire, 2025, JOUR) is None
    for interdit_ in (archiver, ouvrir_une_version):
        with pytest.raises(ActionRefusee):
            interdit_(
                questionnaire.pk, acteur=qui, **({"motif": MOTIF} if interdit_ is archiver else {})
            )
    remettre_en_service(questionnaire.pk, acteur=qui)
    questionnaire.refresh_from_db()
    assert version_pour(questionnaire, 2025, JOUR) == version
    assert actions(questionnaire) == ["questionnaire.archive", "questionnaire.remis_en_service"]
    ouvrir_une_version(questionnaire.pk, acteur=qui)
    with pytest.raises(ActionRefusee):
        archiver(questionnaire.pk, motif=MOTIF, acteur=qui)
