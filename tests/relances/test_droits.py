"""What people are awaited for of rights is said in the one e-mail of their day, with files."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from habilitations.models import RappelAdhesion, Revue, RevuePartenaire, Role, Utilisateur
from habilitations.revues.models import Reponse
from habilitations.revues.services.reponses import Dite, repondre
from portal.relances.models import Envoi, Relance
from portal.relances.presentation.courriels import envois_lisibles
from portal.relances.services import envoi as service
from portal.relances.services.envoi import relancer
from portal.relances.services.referentiels import charger_etapes
from portal.relances.services.relecture import relire_rappels
from portal.socle import expedition
from portal.socle.models import Courriel
from portal.socle.relecture import Relu, Retire, Verdict
from tests.habilitations.adhesions.dossiers import ouvert
from tests.habilitations.adhesions.liens import suivi_par
from tests.habilitations.revues.revue import ouverte, partenaire
from tests.monde import JOUR, SIRETS, Monde, acteur, habiliter, personne
from tests.relances.campagnes import a, appelee
from tests.relances.views.pages import connecte

pytestmark = pytest.mark.django_db
# A review opened on JOUR is due on 5 March: J-7 of it, and J-15 of a declaration due on 13 March.
J7 = date(2026, 2, 26)
ECHEANCE = date(2026, 3, 13)


@pytest.fixture(autouse=True)
def _jour() -> object:
    with time_machine.travel(a(J7), tick=False) as voyage:
        yield voyage


@pytest.fixture
def revue(monde: Monde) -> Revue:
    """Alice answers for her partner; of the neighbours, who have no manager, the approbateur."""
    charger_etapes()
    la = monde.passerelles.gestionnaire
    habiliter(monde.passerelles.activite, la, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    with time_machine.travel(a(JOUR, 10), tick=False):
        revue = ouverte(monde)
    assert revue.echeance_le - J7 == timedelta(days=7)
    return revue


def du(qui: Utilisateur, jour: date = J7) -> Courriel:
    return Envoi.objects.get(utilisateur=qui, jour=jour).courriel


def relu(qui: Utilisateur, moment: datetime) -> Verdict:
    courriel = du(qui)
    return relire_rappels([courriel], moment)[courriel.pk]


def tout_dire(monde: Monde) -> None:
    sienne = partenaire(monde)
    dites = {x.pk: Dite(Reponse.CONTINUE) for x in sienne.lignes.all()}
    repondre(sienne.pk, dites, acteur=acteur(monde.passerelles.activite, a(J7, 6)))


def test_un_seul_courriel_pour_les_dossiers_la_revue_et_l_adhesion(
    monde: Monde, revue: Revue
) -> None:
    alice, fabien = monde.passerelles.activite, monde.passerelles.finances
    appelee(monde, echeance=ECHEANCE)
    with time_machine.travel(a(JOUR, 10), tick=False):
        dossier = ouvert(monde, siret=SIRETS[3], nom="Les Buis")
        suivi_par(monde, dossier, alice)
    Courriel.objects.all().delete()

    relancer(J7, caf_id=monde.caf.pk)

    assert set(Courriel.objects.values_list("destinataire", flat=True)) == {
        alice.email,
        fabien.email,
        monde.voisins.approbateur.email,
    }
    lettre = du(alice)
    for dit in (
        "Réelle 2025 – Espace de rencontre Les Passerelles",
        "Revue des accès de l’Association Les Passerelles",
        "Dire de 3\u00a0personnes si elles gardent leur accès",
        "Avant le 5 mars 2026",
        "sera suspendu à partir du",
        "Adhésion des Buis auprès de la Caf de la Savoie",
        "Sans mouvement depuis le 3 février 2026",
        reverse("revues:partenaire", args=[partenaire(monde).pk]),
        reverse("adhesions:dossier", args=[dossier.pk]),
    ):
        assert dit in lettre.texte.replace("’", "’"), dit
        assert dit in lettre.html, dit
    assert lettre.objet.startswith("À faire : 3 dossiers, dont Réelle 2025")
    assert "Revue des accès" not in du(fabien).texte
    assert Envoi.objects.get(utilisateur=alice).droits
    assert not Envoi.objects.get(utilisateur=fabien).droits
    assert Relance.objects.count() == 2


def test_qui_ne_declare_rien_a_le_sien_et_de_sa_caf_seulement(monde: Monde, revue: Revue) -> None:
    gerante = personne("gerante", "Gaëlle", "Gérante")
    la = monde.passerelles.gestionnaire
    habiliter(gerante, la, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    Courriel.objects.all().delete()
    assert relancer(J7, caf_id=monde.autre_caf.pk).courriels == []
    assert len(relancer(J7, caf_id=monde.caf.pk).courriels) == 3
    lettre = du(gerante)
    assert lettre.objet == (
        "Revue des accès de l’Association Les Passerelles : avant le 5 mars 2026"
    )
    assert "Bonjour Gaëlle Gérante" in lettre.texte
    assert "attend votre part du travail" in lettre.texte
    assert "déclaration" not in lettre.texte
    assert lettre.caf_id == monde.caf.pk


def test_dite_une_fois_puis_a_l_etape_suivante(
    monde: Monde, revue: Revue, mailoutbox: list
) -> None:
    alice = monde.passerelles.activite
    with time_machine.travel(a(JOUR, 10), tick=False):
        suivi_par(monde, ouvert(monde, siret=SIRETS[3], nom="Les Buis"), alice)
    for jour in (0, 0, 1, 2, 3, 4, 5, 6):
        le = J7 + timedelta(days=jour)
        with time_machine.travel(a(le), tick=False):
            expedition.expedier(relancer(le).courriels)
    jours = Envoi.objects.filter(utilisateur=alice).values_list("jour", flat=True)
    assert sorted(jours) == [J7, revue.echeance_le - timedelta(days=1)]
    assert RappelAdhesion.objects.count() == 1
    assert "Adhésion" not in du(alice, revue.echeance_le - timedelta(days=1)).texte
    sienne = partenaire(monde)
    assert (sienne.etape, sienne.etape_le) == (-1, revue.echeance_le - timedelta(days=1))


def test_deux_personnes_d_un_partenaire_dans_deux_lots(
    monde: Monde, revue: Revue, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconde = personne("seconde", "Sonia", "Seconde")
    habiliter(seconde, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    monkeypatch.setattr(service, "LOT", 1)
    relancer(J7)
    for qui in (monde.passerelles.activite, seconde):
        assert "Revue des accès" in du(qui).texte


def test_relue_au_depart(monde: Monde, revue: Revue) -> None:
    """Answered meanwhile, it is not asked for any more; alone, the e-mail does not leave."""
    alice, voisine = monde.passerelles.activite, monde.voisins.approbateur
    appelee(monde, echeance=ECHEANCE)
    relancer(J7)
    avant = relu(alice, a(J7, 6))
    assert isinstance(avant, Relu)
    assert "Revue des accès" in avant.texte
    tout_dire(monde)
    apres = relu(alice, a(J7, 7))
    assert isinstance(apres, Relu)
    assert "Revue des accès" not in apres.texte
    assert "Réelle 2025" in apres.texte
    assert not Envoi.objects.get(utilisateur=alice).droits
    assert isinstance(relu(voisine, a(J7, 7)), Relu)
    Revue.objects.update(close_le=a(J7, 8))
    assert isinstance(relu(voisine, a(J7, 9)), Retire)


def test_un_courriel_remplace_dit_ce_qu_il_disait(monde: Monde, revue: Revue) -> None:
    """That of yesterday never left: what it told of the review is told today."""
    alice, demain = monde.passerelles.activite, J7 + timedelta(days=1)
    relancer(J7)
    appelee(monde, echeance=ECHEANCE + timedelta(days=1))
    relancer(demain, maintenant=a(demain))
    assert "Revue des accès" in du(alice, demain).texte
    assert "Remplacé" in du(alice).erreur


def test_l_annonce_ne_se_rappelle_pas_le_lendemain(monde: Monde, revue: Revue) -> None:
    """The first step, thirty days before, is reached the day it opens."""
    assert set(RevuePartenaire.objects.values_list("etape", flat=True)) == {-30}
    assert (
        relancer(JOUR + timedelta(days=1), maintenant=a(JOUR + timedelta(days=1))).courriels == []
    )


def test_un_conseiller_ne_l_ouvre_pas_en_entier(monde: Monde, revue: Revue) -> None:
    appelee(monde, echeance=ECHEANCE)
    relancer(J7)
    conseiller = acteur(monde.conseiller, a(J7, 9))
    ids = list(Envoi.objects.values_list("pk", flat=True))
    fabien = Envoi.objects.get(utilisateur=monde.passerelles.finances)
    assert envois_lisibles(ids, conseiller) == {fabien.pk}
    alice = Envoi.objects.get(utilisateur=monde.passerelles.activite)
    sienne = acteur(monde.passerelles.activite, a(J7, 9))
    assert alice.pk in envois_lisibles(ids, sienne)


def test_le_responsable_lit_le_jour_du_prochain_rappel(monde: Monde, revue: Revue) -> None:
    lue = connecte(monde.responsable).get(reverse("revues:suivi")).content.decode()
    lue = lue.replace("\u00a0", " ")
    assert "4 mars 2026, à ceux qui répondent pour 2 partenaires" in lue
    tout_dire(monde)
    lue = connecte(monde.responsable).get(reverse("revues:suivi")).content.decode()
    assert "pour 1 partenaire" in lue.replace("\u00a0", " ")


def test_autant_de_requetes_pour_beaucoup_de_partenaires(
    monde: Monde, revue: Revue, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portal.relances.services.droits import rappels_de

    gens = [monde.passerelles.activite.pk, monde.voisins.approbateur.pk]
    with CaptureQueriesContext(connection) as peu:
        assert len(rappels_de(J7, gens)) == 2
    for rang in range(6):
        qui = personne(f"g{rang}")
        habiliter(qui, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
        gens.append(qui.pk)
    with CaptureQueriesContext(connection) as beaucoup:
        assert len(rappels_de(J7, gens)) == 8
    assert len(beaucoup) == len(peu)
