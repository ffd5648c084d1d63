"""The page of the campaigns: who sees which, what is decided there, and how it is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan, CampagneBilan, Questionnaire
from bilans.services.complements import demander_complement
from portal.dossiers.models import Derogation
from tests.bilans.bilans import bilan_clas, campagne, questionnaires
from tests.bilans.remplir import jusqu_a
from tests.monde import JOUR, MAINTENANT, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
LISTE = reverse("bilans:campagnes")
MOTIF = "Le portail a été indisponible deux jours."


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    campagne(monde.autre_caf, "bilan_clas", 2025)
    return bilan_clas(monde)


def banniere(client: Client, adresse: str) -> str:
    lue = client.get(adresse).content.decode()
    return lue[lue.index('class="action') :].partition("</section>")[0]


def page(client: Client, qui: Any, **filtres: str) -> str:
    client.force_login(qui)
    return client.get(LISTE, filtres).content.decode()


def test_chacun_lit_celles_de_sa_caf_la_nation_toutes(
    monde: Monde, bilan: Bilan, client: Client
) -> None:
    ici = reverse("bilans:campagne_dates", args=[bilan.campagne_id])
    assert page(client, monde.conseiller).count("Changer les dates") == 1
    assert ici in page(client, monde.conseiller)
    assert ici not in page(client, monde.conseiller_nord)
    assert "Changer les dates" not in page(client, monde.ccd)
    toutes = page(client, monde.national)
    assert toutes.count("Changer les dates<") == 2
    assert toutes.count("Changer les dates partout") == 1
    assert "Caf du Nord" in toutes
    assert page(client, monde.national, caf=str(monde.caf.pk)).count("Changer les dates<") == 1
    assert "Aucune campagne" in page(client, monde.national, suspendues="on")


def test_suspendre_puis_reprendre(monde: Monde, bilan: Bilan, client: Client) -> None:
    client.force_login(monde.conseiller)
    suspension = reverse("bilans:campagne_suspension", args=[bilan.campagne_id])
    assert client.post(suspension, {"motif": "ok"}).status_code == 422
    for attendu in ("La campagne est suspendue.", "C’est déjà fait."):
        rendu = client.post(suspension, {"motif": MOTIF}, follow=True).content.decode()
        assert attendu in rendu
        assert MOTIF in rendu
    reprise = reverse("bilans:campagne_reprise", args=[bilan.campagne_id])
    assert "La campagne reprend." in client.post(reprise, follow=True).content.decode()
    assert not CampagneBilan.objects.get(pk=bilan.campagne_id).est_suspendue


def test_changer_les_dates(monde: Monde, bilan: Bilan, client: Client) -> None:
    client.force_login(monde.conseiller)
    adresse = reverse("bilans:campagne_dates", args=[bilan.campagne_id])
    assert 'value="2026-03-31"' in client.get(adresse).content.decode()
    donnees = {
        "ouvre_le": "2026-02-01",
        "echeance_le": "2026-04-15",
        "ferme_le": "2026-04-01",
        "motif": MOTIF,
    }
    refus = client.post(adresse, donnees)
    assert refus.status_code == 422
    assert "La fin de la saisie précède l’échéance." in refus.content.decode()
    client.post(adresse, donnees | {"ferme_le": "2026-04-15"})
    assert str(CampagneBilan.objects.get(pk=bilan.campagne_id).ferme_le) == "2026-04-15"


def test_une_annee_scolaire_se_dit_partout_de_meme(
    monde: Monde, bilan: Bilan, client: Client
) -> None:
    nom = f"{bilan.version.questionnaire.titre} 2025-2026 – {monde.caf.nom}"
    lue = page(client, monde.conseiller)
    assert lue.count(f"> : {nom}</span>") == 2
    assert f"{bilan.version.questionnaire.titre} 2025 " not in lue
    for acte in ("campagne_suspension", "campagne_dates"):
        adresse = reverse(f"bilans:{acte}", args=[bilan.campagne_id])
        assert nom in client.get(adresse).content.decode()


def test_la_page_d_un_bilan_que_personne_ne_peut_remplir_le_dit(
    monde: Monde, bilan: Bilan, client: Client
) -> None:
    la_campagne = CampagneBilan.objects.filter(pk=bilan.campagne_id)
    adresse = reverse("bilans:bilan", args=[bilan.pk])
    client.force_login(monde.passerelles.approbateur)
    assert "La suite revient à" in client.get(adresse).content.decode()
    jour = date(2026, 3, 31)
    for champs, dit in (
        ({"ouvre_le": date(2026, 3, 1)}, "Elle l’est à partir du 1er mars 2026."),
        (
            {"ouvre_le": date(2026, 1, 8), "echeance_le": jour - timedelta(days=60)},
            "Seule une dérogation la rouvre.",
        ),
        ({"suspendue_le": MAINTENANT, "suspendue_motif": MOTIF}, "La campagne est suspendue"),
    ):
        la_campagne.update(**champs, ferme_le=champs.get("echeance_le", jour))
        lue = client.get(adresse).content.decode()
        assert dit in lue
        assert "La suite revient à" not in lue


def test_un_complement_attend_la_reprise_de_la_campagne(
    monde: Monde, bilan: Bilan, client: Client
) -> None:
    jusqu_a(bilan, monde, "transmis", {"coordination": "non"})
    demande = {"motif": MOTIF, "pour_le": JOUR + timedelta(days=9), "questions": ["coordination"]}
    demander_complement(bilan.pk, acteur=acteur(monde.conseiller), **demande)
    client.force_login(monde.passerelles.activite)
    adresse = reverse("bilans:bilan", args=[bilan.pk])
    assert "Compléter" in banniere(client, adresse)
    la_campagne = CampagneBilan.objects.filter(pk=bilan.campagne_id)
    la_campagne.update(suspendue_le=MAINTENANT, suspendue_motif=MOTIF)
    lue = banniere(client, adresse)
    assert "La campagne est suspendue" in lue
    assert "<a " not in lue


@pytest.mark.parametrize(
    ("champs", "titre", "texte"),
    [
        (
            {"ouvre_le": JOUR + timedelta(days=1)},
            "La saisie n’est pas encore ouverte",
            "Elle l’est à partir du 4 février 2026.",
        ),
        (
            {"echeance_le": JOUR - timedelta(days=1), "ferme_le": JOUR - timedelta(days=1)},
            "La période de saisie est close",
            "Écrivez à votre interlocuteur à la Caf, qui peut l’accorder.",
        ),
        (
            {"suspendue_le": MAINTENANT, "suspendue_motif": MOTIF},
            "La campagne est suspendue",
            "Les réponses données sont gardées.",
        ),
    ],
)
@pytest.mark.parametrize("commence", [False, True])
def test_qui_repond_ne_lit_pas_de_remplir_ce_qui_ne_se_remplit_pas(
    monde: Monde,
    bilan: Bilan,
    client: Client,
    champs: dict[str, Any],
    titre: str,
    texte: str,
    commence: bool,
) -> None:
    """The banner of who answers, in each state of the window; a dérogation opens it again."""
    Bilan.objects.filter(pk=bilan.pk).update(etat="en_cours" if commence else "a_remplir")
    verbe = "Continuer" if commence else "Remplir le bilan"
    client.force_login(monde.passerelles.activite)
    adresse = reverse("bilans:bilan", args=[bilan.pk])
    assert f">{verbe}</a>" in banniere(client, adresse)
    CampagneBilan.objects.filter(pk=bilan.campagne_id).update(**champs)
    lue = banniere(client, adresse)
    assert titre in lue
    assert texte in lue
    assert "Remplir" not in lue
    assert "<a " not in lue
    if "suspendue_le" not in champs:
        Derogation.objects.create(
            dossier_id=bilan.pk,
            motif=MOTIF,
            accordee_par=monde.conseiller,
            accordee_le=MAINTENANT,
            expire_le=JOUR + timedelta(days=9),
        )
        assert f">{verbe}</a>" in banniere(client, adresse)


def test_annoncer_les_dates_du_recensement(monde: Monde, client: Client) -> None:
    questionnaires()
    client.force_login(monde.national)
    adresse = reverse("bilans:annonce")
    recensement = Questionnaire.objects.get(code="recensement_cct")
    formulaire = client.get(adresse).content.decode()
    assert recensement.titre in formulaire
    assert Questionnaire.objects.get(code="bilan_clas").titre not in formulaire
    rendu = client.post(
        adresse,
        {
            "questionnaire": recensement.pk,
            "annee": "2026",
            "ouvre_le": "2026-06-01",
            "echeance_le": "2026-09-15",
            "ferme_le": "2026-09-15",
        },
        follow=True,
    )
    assert "Les dates sont annoncées." in rendu.content.decode()
    assert CampagneBilan.objects.get(questionnaire=recensement).caf == monde.caf


def test_la_nation_suspend_pour_toutes_et_une_caf_n_y_peut_rien(
    monde: Monde, bilan: Bilan, client: Client
) -> None:
    client.force_login(monde.national)
    arguments = [bilan.version.questionnaire_id, bilan.annee]
    suspension = reverse("bilans:suspension_partout", args=arguments)
    assert "2\u00a0Caf" in client.get(suspension).content.decode()
    for attendu in ("suspendue pour toutes les Caf.", "C’est déjà fait."):
        rendu = client.post(suspension, {"motif": MOTIF}, follow=True).content.decode()
        assert attendu in rendu
    assert "Suspendue partout" in rendu
    assert rendu.count("Suspendre<") == 2
    lue = page(client, monde.conseiller)
    assert "par l’administration nationale" in lue
    assert "Reprendre" not in lue
    client.force_login(monde.national)
    dates = {
        "ouvre_le": "2026-02-01",
        "echeance_le": "2026-04-15",
        "ferme_le": "2026-04-15",
        "motif": MOTIF,
    }
    client.post(reverse("bilans:dates_partout", args=arguments), dates)
    assert set(CampagneBilan.objects.values_list("ferme_le__month", flat=True)) == {4}
    rendu = client.post(reverse("bilans:reprise_partout", args=arguments), follow=True)
    assert "La campagne reprend pour toutes les Caf" in rendu.content.decode()


def test_une_campagne_close_ne_propose_pas_de_la_suspendre(
    monde: Monde, bilan: Bilan, client: Client
) -> None:
    assert "Suspendre<" in page(client, monde.conseiller)
    CampagneBilan.objects.update(
        ouvre_le="2026-01-01", echeance_le="2026-01-31", ferme_le="2026-01-31"
    )
    assert "Suspendre<" not in page(client, monde.conseiller)
    assert "Suspendre partout" not in page(client, monde.national)
