"""The national set, at a size for tests: true, coherent, and the same each time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from declarations.models import ArreteReleves, Declaration, ReleveControles, Version, Volet
from declarations.regles.etats import Etat
from declarations.services import envoi
from habilitations.models import Caf, Equipement, Gestionnaire, Utilisateur
from habilitations.permissions import Acteur
from portal.accueil.demo.reperes import instant
from portal.accueil.integrite import verifier
from portal.accueil.peuplement import comptes
from portal.dossiers.models import Dossier, MessageDossier
from portal.dossiers.regles.echeances import CORRECTION
from portal.relances.models import Relance
from portal.relances.services.plan import plan as plan_des_relances
from portal.socle.models import Courriel, LigneJournal
from subventions.models import Calcul
from tests.accueil.peuplement.jeu import HEURE, JOUR, charger

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _charge(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Loaded once for all the tests that change nothing of it; each of them is rolled back.

    Yields the witness that was told its seals: that of no other set.
    """
    temoin = tmp_path_factory.mktemp("peuplement") / "sceaux.jsonl"
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(TEMOIN_JOURNAL=temoin):
            charger()
        yield temoin
        transaction.set_rollback(True)


@pytest.fixture
def jeu(_charge: Path, db: None, settings) -> None:
    """The set, for one test, with its own witness."""
    settings.TEMOIN_JOURNAL = _charge


def _connu(compte: comptes.Compte) -> Acteur:
    return Acteur(Utilisateur.objects.get(email=compte.email), instant(JOUR, 18))


def test_le_jeu_a_la_taille_demandee_et_des_dossiers_dans_tous_les_etats(jeu: None) -> None:
    assert Gestionnaire.objects.count() == 8
    assert Equipement.objects.count() == 96
    # A dozen for each équipement.
    assert 11 <= Declaration.objects.count() / 96 <= 13
    assert set(Declaration.objects.values_list("etat", flat=True)) == set(Etat)
    assert Version.objects.filter(numero=2).exists()
    assert MessageDossier.objects.exists()
    assert Relance.objects.exists()
    assert Calcul.objects.filter(montant__gt=0).values("montant").distinct().count() > 10


def test_les_totaux_des_controles_de_chaque_caf_sont_arretes(jeu: None) -> None:
    arretees = ArreteReleves.objects.filter(le=instant(JOUR, HEURE))
    assert arretees.count() == Caf.objects.count()
    assert len(set(ReleveControles.objects.values_list("caf", flat=True))) == 2


def test_les_comptes_connus_ont_la_portee_annoncee(jeu: None) -> None:
    portees = {comptes.PARTENAIRE: 3, comptes.VILLE: 40}
    for compte, combien in portees.items():
        acteur = _connu(compte)
        visibles = Equipement.objects.visibles_par(acteur)
        assert visibles.count() == combien
        assert acteur.utilisateur.check_password("bienvenue-sur-le-portail")
        assert acteur.utilisateur.authenticator_set.exists()
    conseiller = _connu(comptes.CONSEILLER)
    assert len(conseiller.portefeuilles) >= 1
    assert _connu(comptes.RESPONSABLE).est_responsable_habilitations
    assert _connu(comptes.NATIONAL).est_national


def test_le_partenaire_connu_a_de_quoi_faire(jeu: None) -> None:
    acteur = _connu(comptes.PARTENAIRE)
    visibles = Declaration.objects.visibles_par(acteur)
    en_cours = visibles.filter(campagne__ferme_le__gte=JOUR).values_list("etat", flat=True)
    assert sorted(en_cours) == ["a_approuver", "en_saisie", "en_saisie"]


def test_aucune_contrainte_ni_aucun_declencheur_ne_reste_endormi(jeu: None) -> None:
    with connection.cursor() as curseur:
        curseur.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        assert curseur.fetchall() == []
        curseur.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O'")
        assert curseur.fetchall() == []
    volet = Volet.objects.filter(version__envoyee_le=None, modifie_le__isnull=False).first()
    assert volet is not None
    avant = Volet.pgh_event_model.objects.filter(pgh_obj=volet).count()
    volet.revision += 1
    volet.save(update_fields=["revision"])
    assert Volet.pgh_event_model.objects.filter(pgh_obj=volet).count() == avant + 1


def test_les_identifiants_se_suivent_apres_le_chargement(jeu: None) -> None:
    for modele in (Dossier, Utilisateur, LigneJournal, Courriel):
        dernier = modele.objects.order_by("-pk").values_list("pk", flat=True).first()
        with connection.cursor() as curseur:
            curseur.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [modele._meta.db_table]
            )
            assert curseur.fetchone()[0] == dernier + 1


def test_le_journal_se_verifie(jeu: None, capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(instant(JOUR, 20), tick=False):
        call_command("verifier_journal")
    assert "Journal intact" in capsys.readouterr().out
    ligne = LigneJournal.objects.filter(action="declaration.validee").first()
    assert ligne is not None
    assert LigneJournal.objects.filter(objet_id=ligne.objet_id).count() >= 7


def test_l_histoire_dit_les_etats_par_lesquels_un_dossier_est_passe(jeu: None) -> None:
    dossier = Declaration.objects.filter(etat=Etat.VALIDEE, version_courante__numero=1).first()
    assert dossier is not None
    evenements = Dossier.pgh_event_model.objects.filter(pgh_obj=dossier).order_by("pgh_id")
    assert list(evenements.values_list("etat", flat=True)) == [
        Etat.A_SAISIR,
        Etat.EN_SAISIE,
        Etat.A_APPROUVER,
        Etat.TRANSMISE,
        Etat.EN_INSTRUCTION,
        Etat.VALIDEE,
    ]
    moments = list(evenements.values_list("pgh_created_at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] == dossier.etat_depuis


def test_ce_qui_est_envoye_porte_l_empreinte_que_l_envoi_calcule(jeu: None) -> None:
    versions = Version.objects.filter(envoyee_le__isnull=False).select_related(
        "declaration__caf", "declaration__equipement", "gestionnaire", "calcul"
    )
    assert versions.count() > 900
    # One in nine, of every dispositif, second versions included.
    choisies = [*versions.order_by("pk")[::9], *versions.filter(numero=2)]
    for version in choisies:
        constats = version.passages.get(moment="envoi").constats
        assert version.empreinte == envoi.empreinte(version, constats)
        assert version.calcul.est_intact


def test_tout_se_verifie_contre_le_journal(jeu: None) -> None:
    assert list(verifier(("versions", "envois", "calculs", "rejeu"))) == []


def test_un_dossier_a_approuver_se_transmet_par_le_portail(jeu: None) -> None:
    acteur = _connu(comptes.PARTENAIRE)
    dossier = Declaration.objects.visibles_par(acteur).get(etat="a_approuver")
    version = envoi.transmettre(dossier.pk, acteur=acteur)
    assert version.empreinte
    dossier.refresh_from_db()
    assert dossier.etat == Etat.TRANSMISE


def test_seul_le_rappel_du_jour_reste_a_ecrire(jeu: None) -> None:
    lettres = plan_des_relances(JOUR)
    # The deadline is tomorrow; what was due before has been sent. A correction has its own date.
    etapes = {
        objet.etape
        for lettre in lettres
        for objet in lettre.objets
        if objet.limite.genre != CORRECTION
    }
    assert etapes == {-1}
    assert len(lettres) > 4


def test_les_dates_sont_passees(jeu: None) -> None:
    """Nothing happens on the day of the set, nor after it."""
    limite = instant(JOUR, 3)
    for modele, champ in (
        (Declaration, "etat_depuis"),
        (Version, "envoyee_le"),
        (LigneJournal.objects.exclude(gestionnaire_id=None), "le"),
    ):
        lignes = getattr(modele, "objects", modele)
        assert not lignes.filter(**{f"{champ}__gt": limite}).exists()
