"""Files of another kind beside declarations: one e-mail, one preview, one digest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.dossiers import attendus
from portal.dossiers.attendus import Demande, DossierAttendu
from portal.relances.models import Envoi, Relance
from portal.relances.presentation.previsions import dates_proches, previsions
from portal.relances.services.envoi import relancer
from portal.relances.services.plan import plan
from portal.relances.services.referentiels import charger_etapes
from portal.relances.services.relecture import FINI, relire_rappels
from portal.relances.services.resume import rediger_resume
from portal.relances.views.acces import suit
from portal.socle.models import Courriel
from portal.socle.relecture import Relu
from tests.dossiers.fabriques import dossier as un_dossier
from tests.monde import Monde, acteur
from tests.relances.bilans import Bilans
from tests.relances.campagnes import ECHEANCE, a, appelee, plan_du

pytestmark = pytest.mark.django_db

J15 = date(2026, 3, 16)


@pytest.fixture(autouse=True)
def _jour() -> Iterator[None]:
    with time_machine.travel(a(J15), tick=False):
        yield


@pytest.fixture
def bilans(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> Bilans:
    charger_etapes()
    bilans = Bilans(monde, un_dossier(monde))
    monkeypatch.setitem(attendus._sources, "bilans", bilans.source())
    return bilans


def test_un_seul_courriel_pour_une_declaration_et_un_bilan(monde: Monde, bilans: Bilans) -> None:
    appelee(monde)
    alice, fabien = monde.passerelles.activite, monde.passerelles.finances

    relancer(J15)

    courriels = {c.destinataire: c for c in Courriel.objects.all()}
    assert set(courriels) == {alice.email, fabien.email}
    assert Envoi.objects.filter(utilisateur=alice).count() == 1
    siens = Relance.objects.filter(utilisateur=alice).order_by("manque")
    assert [r.manque for r in siens] == [
        "Répondre au questionnaire",
        "Saisir et signer les données d’activité",
    ]
    courriel = courriels[alice.email]
    assert courriel.objet.startswith("À faire : 2 dossiers, dont ")
    for texte in (courriel.texte, courriel.html):
        assert "Bilan 2025 – Parentalité" in texte
        assert "Réelle 2025 – Espace de rencontre Les Passerelles" in texte
        assert "/bilans/1/" in texte
        assert "sur ces dossiers" in texte
    assert "Ouvrir le bilan" in courriel.html
    assert "Ouvrir la déclaration" in courriel.html
    seul = courriels[fabien.email]
    assert "Bilan" not in seul.texte
    assert "sur ces déclarations" in seul.texte


def test_un_bilan_seul_se_dit_par_son_nom(monde: Monde, bilans: Bilans) -> None:
    relancer(J15)
    courriel = Courriel.objects.get()
    assert courriel.objet == "Bilan 2025, Parentalité : il reste 15 jours"
    assert "Un bilan attend votre part du travail." in courriel.texte


def test_rien_deux_fois_et_l_etape_suivante_ensuite(monde: Monde, bilans: Bilans) -> None:
    appelee(monde)
    relancer(J15)
    assert relancer(J15).deja_ecrit == 2
    assert "Alice" not in plan_du(J15 + timedelta(days=1))
    assert len(plan_du(ECHEANCE - timedelta(days=7))["Alice"]) == 2


def test_un_bilan_rendu_avant_le_depart_quitte_le_courriel(monde: Monde, bilans: Bilans) -> None:
    """The e-mail is read again as it leaves: what is done is not in it any more."""
    appelee(monde)
    relancer(J15)
    courriel = Courriel.objects.get(destinataire=monde.passerelles.activite.email)
    bilans.fait = True

    relu = relire_rappels([courriel], timezone.now())[courriel.pk]

    assert isinstance(relu, Relu)
    assert "Bilan" not in relu.texte
    assert "données d’activité" in relu.texte
    retiree = Relance.objects.get(utilisateur=monde.passerelles.activite, retiree_le__isnull=False)
    assert (retiree.dossier, retiree.retiree_motif) == (bilans.ligne, FINI)


def test_le_conseiller_voit_les_deux_avant(monde: Monde, bilans: Bilans) -> None:
    appelee(monde)
    bilans.le = date(2026, 5, 29)
    conseiller = acteur(monde.conseiller, a(J15))

    [lettre] = [
        x for x in previsions(conseiller, J15) if x.destinataire == monde.passerelles.activite
    ]
    assert [o.dossier.libelle for o in lettre.objets] == ["Réelle 2025"]
    raisons = " ".join(d.raison for d in dates_proches(conseiller))
    assert "31 mars 2026" in raisons
    assert "29 mai 2026" in raisons


def test_le_resume_de_la_semaine_les_dit_aussi(monde: Monde, bilans: Bilans) -> None:
    appelee(monde)
    redige = rediger_resume(monde.conseiller, ECHEANCE + timedelta(days=1))
    assert redige is not None
    assert "Bilan 2025 – Parentalité" in redige.texte
    assert "Réelle 2025 – " in redige.texte
    assert redige.objet.startswith("Votre semaine : 2 en retard")


def test_chaque_source_une_fois_pour_tous(
    monde: Monde, bilans: Bilans, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan asks each application once, whatever the people and the files."""
    demandes: list[Demande] = []

    def compter(demande: Demande) -> Iterator[DossierAttendu]:
        demandes.append(demande)
        return bilans.dossiers(demande)

    monkeypatch.setitem(attendus._sources, "bilans", replace(bilans.source(), dossiers=compter))
    appelee(monde)
    gens = monde.passerelles
    plan(J15, personnes=[gens.activite.pk, gens.finances.pk])
    assert len(demandes) == 1
    assert demandes[0].gestionnaires == {gens.gestionnaire.pk}


def test_ses_courriels_et_sa_relance_ecartee_sur_ses_pages(
    monde: Monde, bilans: Bilans, client: Client
) -> None:
    """The pages of the reminders know no kind of file: its name and its page come from its own."""
    pk, qui = bilans.ligne.pk, monde.passerelles.activite
    client.force_login(monde.conseiller)
    ecarter = reverse("relances:ecarter", args=[pk, qui.pk])
    lue = client.get(ecarter).content.decode()
    assert "concernant le bilan Bilan 2025 – Parentalité" in lue

    relancer(J15, decide_par=monde.conseiller)
    envoi = Envoi.objects.get()
    for adresse in (
        reverse("relances:dossier", args=[pk]),
        reverse("relances:courriel", args=[envoi.pk]),
    ):
        lue = client.get(adresse).content.decode()
        assert '<a href="/bilans/1/">Bilan 2025</a>' in lue
    assert (
        "J-15 – Bilan 2025, Parentalité"
        in client.get(reverse("relances:previsions")).content.decode()
    )

    client.force_login(monde.conseiller_nord)
    assert client.get(ecarter).status_code == 404


def test_sans_equipement_tout_gestionnaire_conseil_de_la_caf_en_decide(monde: Monde) -> None:
    commune = un_dossier(monde, equipement=None)
    for qui, decide in (
        (monde.conseiller, True),
        (monde.hors_portefeuille, True),
        (monde.conseiller_nord, False),
        (monde.ccd, False),
    ):
        assert suit(acteur(qui), commune) is decide
