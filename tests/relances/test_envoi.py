"""The run of a day: one e-mail per person, never twice, and what is kept of it."""

import re
import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connections

from declarations.models import Campagne, Declaration
from declarations.regles.grille import ACTIVITE
from declarations.services.campagnes import appeler
from habilitations.models import Portefeuille
from portal.relances.models import Envoi, ReglageCampagne, Relance
from portal.relances.services import envoi as service
from portal.relances.services.envoi import Ordre, preparer, relancer
from portal.socle import courriels, expedition
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur, texte_de
from tests.monde import MAINTENANT, SIRETS, Monde, espace_rencontre, habiliter, partenaire
from tests.relances.campagnes import a, appelee, autre_er, plan_du, signer, terminer

pytestmark = pytest.mark.django_db

J15 = date(2026, 3, 16)


@pytest.fixture(autouse=True)
def _jour() -> object:
    with time_machine.travel(a(J15), tick=False) as voyage:
        yield voyage


def expedier() -> expedition.Bilan:
    return expedition.expedier(list(Courriel.objects.values_list("pk", flat=True)))


def test_un_courriel_par_personne_et_par_jour(monde: Monde) -> None:
    appelee(monde)
    appelee(monde, equipement=autre_er(monde))

    bilan = relancer(J15)

    assert len(bilan.courriels) == Envoi.objects.count() == 2
    assert Relance.objects.count() == 4
    alice = Envoi.objects.get(utilisateur=monde.passerelles.activite)
    assert (alice.courriel.destinataire, alice.jour) == (monde.passerelles.activite.email, J15)
    assert alice.courriel.etat == EtatCourriel.A_ENVOYER
    assert (alice.courriel.gestionnaire_id, alice.courriel.caf_id) == (
        monde.passerelles.gestionnaire.pk,
        monde.caf.pk,
    )
    assert (alice.courriel.objet_type, alice.courriel.objet_id) == ("relances.envoi", alice.pk)


def test_rejouer_le_jour_n_ecrit_rien(monde: Monde) -> None:
    appelee(monde)
    relancer(J15)
    assert relancer(J15).courriels == []
    for jour in range(1, 7):  # nor the days after, until the next step
        assert relancer(J15 + timedelta(days=jour)).courriels == []
    assert Courriel.objects.count() == 2
    assert len(relancer(J15 + timedelta(days=8)).courriels) == 2


def test_des_jours_manques_se_rattrapent_une_fois_par_la_derniere_etape(monde: Monde) -> None:
    appelee(monde)
    relancer(date(2026, 3, 1))
    assert len(relancer(date(2026, 3, 26)).courriels) == 2  # neither on the 16th nor on the 24th
    assert set(Relance.objects.values_list("etape", flat=True)) == {-30, -7}
    assert relancer(date(2026, 3, 27)).courriels == []


def test_qui_a_deja_eu_son_courriel_attend_le_lendemain(monde: Monde) -> None:
    appelee(monde)
    relancer(J15)
    appelee(monde, equipement=autre_er(monde))
    bilan = relancer(J15)
    assert (bilan.courriels, bilan.deja_ecrit) == ([], 2)
    assert len(relancer(J15 + timedelta(days=1)).courriels) == 2


def test_qui_finit_entre_le_plan_et_l_ecriture_n_est_pas_ecrit(monde: Monde) -> None:
    declaration = appelee(monde)
    assert "Alice" in plan_du(J15)
    signer(declaration, ACTIVITE, monde.passerelles.activite)
    assert preparer([monde.passerelles.activite.pk], Ordre(J15)).courriels == []


def test_qui_finit_pendant_une_panne_n_est_plus_ecrit(monde: Monde, facteur: Facteur) -> None:
    declaration = appelee(monde)
    relancer(J15)
    facteur.refus = "451 Plus tard"
    assert expedier().echecs == 2
    facteur.refus = ""
    signer(declaration, ACTIVITE, monde.passerelles.activite)

    with time_machine.travel(a(J15, 7), tick=False):
        bilan = expedier()

    assert (bilan.envoyes, bilan.retires) == (1, 1)
    assert facteur.destinataires == [monde.passerelles.finances.email]
    retrait = Courriel.objects.get(etat=EtatCourriel.RETIRE)
    assert "Plus rien n’était attendu" in retrait.erreur


def test_une_erreur_sur_une_personne_ne_retient_pas_les_autres(
    monde: Monde, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    appelee(monde)
    vrai = service.rediger

    def rediger(lettre):
        if lettre.destinataire == monde.passerelles.activite:
            raise RuntimeError("gabarit")
        return vrai(lettre)

    monkeypatch.setattr(service, "rediger", rediger)
    bilan = relancer(J15)
    assert (len(bilan.courriels), bilan.erreurs) == (1, 1)
    monkeypatch.undo()
    assert len(relancer(J15).courriels) == 1


def test_une_campagne_en_pause_et_reprise(monde: Monde) -> None:
    appelee(monde)
    reglage = ReglageCampagne.objects.create(
        campagne=Campagne.objects.get(),
        suspendue_le=MAINTENANT,
        suspendue_par=monde.conseiller,
        suspendue_motif="Panne du portail",
    )
    assert relancer(J15).courriels == []
    reglage.suspendue_le, reglage.suspendue_par, reglage.suspendue_motif = None, None, ""
    reglage.save()
    assert len(relancer(J15 + timedelta(days=1)).courriels) == 2


def test_ce_que_dit_le_courriel(monde: Monde, facteur: Facteur, settings: object) -> None:
    settings.ADRESSE_PUBLIQUE = "https://portail.exemple.test/"
    declaration = appelee(monde)
    ReglageCampagne.objects.create(
        campagne=Campagne.objects.get(), phrase="Permanence <mardi> & jeudi."
    )
    relancer(J15)
    expedier()
    message = next(m for m in facteur.recus if "activite" in str(m["To"]))
    texte, html = texte_de(message), texte_de(message, "html")
    lien = f"https://portail.exemple.test/declarations/{declaration.pk}/volets/activite/"
    assert str(message["Subject"]).strip() == (
        "Réelle 2025, Espace de rencontre Les Passerelles : il reste 15 jours"
    )
    for corps in (texte, html):
        assert "Bonjour Alice Activité" in corps
        assert "Saisir et signer les données d’activité" in corps
        assert "À transmettre au plus tard le 31 mars 2026" in corps
        assert lien in corps
        assert "Colette Conseil" in corps
        assert "01\xa002\xa003\xa004\xa005" in corps
        assert "données financières" not in corps
    assert "« Permanence <mardi> & jeudi. »" in texte
    assert "Permanence &lt;mardi&gt; &amp; jeudi." in html
    assert "<script" not in html
    assert "{" not in texte


def test_en_retard_le_courriel_dit_jusqu_a_quand_transmettre(
    monde: Monde, facteur: Facteur
) -> None:
    appelee(monde)
    with time_machine.travel(a(date(2026, 4, 1)), tick=False):
        relancer(date(2026, 4, 1))
        expedier()
    texte, html = facteur.recus[0].iter_parts()
    for corps in (texte.get_content(), html.get_content()):
        lu = " ".join(re.sub("<[^>]+>", "", corps).split())
        assert "en retard de 1 jour, transmission possible jusqu’au 30 avril 2026" in lu


def test_plusieurs_gestionnaires_un_seul_courriel(monde: Monde, facteur: Facteur) -> None:
    """Two partners, two Cafs, one person: one e-mail, which names both partners."""
    appelee(monde)
    nord = partenaire(monde.autre_caf, "Association du Beffroi", SIRETS[2], "n")
    habiliter(
        monde.passerelles.activite, nord.gestionnaire, monde.autre_caf, "fournisseur_activite"
    )
    portefeuille = Portefeuille.objects.create(
        caf=monde.autre_caf, nom="Lille", titulaire=monde.conseiller_nord
    )
    beffroi = espace_rencontre(
        monde.autre_caf, nord.gestionnaire, portefeuille, "Espace du Beffroi", ("Lille",)
    )
    campagne = Campagne.objects.get()
    campagne.pk, campagne.caf = None, monde.autre_caf
    campagne.save()
    appeler(campagne, beffroi, MAINTENANT)

    relancer(J15)
    expedier()

    [message] = [m for m in facteur.recus if m["To"] == monde.passerelles.activite.email]
    texte = texte_de(message)
    assert "ASSOCIATION DU BEFFROI" in texte
    assert "ASSOCIATION LES PASSERELLES" in texte
    assert "Nadia Nord" in texte
    assert "Colette Conseil" in texte
    assert str(message["Subject"]).strip().startswith("À faire : 2 déclarations")
    envoi = Envoi.objects.get(utilisateur=monde.passerelles.activite)
    assert (envoi.courriel.gestionnaire_id, envoi.courriel.caf_id) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_deux_passages_a_la_fois_n_ecrivent_qu_une_fois(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    appelee(monde)
    monkeypatch.setattr(courriels, "annoncer_apres_validation", lambda identifiants: None)
    depart = threading.Barrier(2)
    prepares: list[int] = []

    def passer(jour: date) -> None:
        depart.wait(10)
        prepares.extend(relancer(jour).courriels)
        connections["default"].close()

    # The same day for one, the next day for the other: neither may repeat what the other wrote.
    for jours in [(J15, J15), (date(2026, 3, 24), date(2026, 3, 25))]:
        fils = [threading.Thread(target=passer, args=[jour]) for jour in jours]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join(30)
    assert len(prepares) == Courriel.objects.count() == 4
    assert Relance.objects.count() == 4


def test_terminer_efface_la_suite(monde: Monde) -> None:
    declaration = appelee(monde)
    relancer(J15)
    terminer(declaration)
    for jour in range(1, 40):
        assert relancer(J15 + timedelta(days=jour)).courriels == []
    assert Declaration.objects.count() == 1
