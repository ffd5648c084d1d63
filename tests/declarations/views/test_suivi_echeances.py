"""Deadlines on the partner's tableau de suivi: days left, days late, closed, opened again."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from declarations.services.derogations import accorder_derogation
from tests.declarations.listes import campagne, declarer, page
from tests.declarations.views.suivi import SUIVI, a_faire, autres
from tests.monde import JOUR, Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")


def test_le_retard_se_compte_en_jours(monde: Monde, client: Client, fige) -> None:
    monde.declaration()
    for moment, delai in (
        ("13T23:59", "dernier jour aujourd’hui"),
        ("14", "en retard de 1 jour"),
        ("16", "en retard de 3 jours"),
    ):
        fige.move_to(f"2026-02-{moment}" + ("" if "T" in moment else "T12:00") + ":00+01:00")
        attendu = a_faire(page(client, monde.passerelles.activite, SUIVI))
        assert delai in attendu, moment


def test_saisie_close_puis_derogation(monde: Monde, client: Client) -> None:
    dates = date(2025, 1, 16), date(2025, 3, 31), date(2025, 4, 30)
    (declaration,) = declarer(campagne(monde, "reelle", 2024, *dates), monde, ["ER clos"])
    texte = page(client, monde.passerelles.activite, SUIVI)
    assert "Rien n’est attendu de vous" in a_faire(texte)
    assert "sa saisie est close" in a_faire(texte)
    assert "Réelle 2024 – ER clos" in a_faire(texte)
    assert "Saisie close, sauf dérogation de Colette Conseil" in autres(texte)

    conseiller = acteur(monde.conseiller)
    accorder_derogation(
        declaration.pk, acteur=conseiller, motif="Comptes arrêtés tard", expire_le=date(2026, 2, 10)
    )
    attendu = a_faire(page(client, monde.passerelles.activite, SUIVI))
    assert "sa saisie est close" not in attendu
    assert "Dérogation jusqu’au 10 février 2026" in attendu
    assert "il reste 7 jours" in attendu


def test_la_page_d_un_dossier_clos_ne_dit_a_personne_d_agir(monde: Monde, client: Client) -> None:
    dates = date(2025, 1, 16), date(2025, 3, 31), date(2025, 4, 30)
    (declaration,) = declarer(campagne(monde, "reelle", 2024, *dates), monde, ["ER clos"])
    adresse = reverse("declarations:dossier", args=[declaration.pk])
    for qui, rouvrir in (
        (monde.passerelles.activite, "il peut accorder une dérogation"),
        (monde.conseiller, "Seule une dérogation la rouvre."),
    ):
        lue = page(client, qui, adresse)
        banniere = lue.partition('class="action ')[2].partition("</section>")[0]
        assert "La période de saisie est close" in banniere
        assert rouvrir in banniere
        assert "saisie close depuis le 30 avril 2025" in banniere
        assert "btn-primary" not in banniere
        assert "La suite revient" not in lue


def test_la_page_d_un_dossier_pas_encore_ouvert_dit_quand(
    monde: Monde, client: Client, fige
) -> None:
    declaration = monde.declaration()
    fige.move_to("2025-12-10T12:00:00+01:00")
    adresse = reverse("declarations:dossier", args=[declaration.pk])
    lue = page(client, monde.passerelles.activite, adresse)
    banniere = lue.partition('class="action ')[2].partition("</section>")[0]
    assert "La saisie n’est pas encore ouverte" in banniere
    assert "Elle l’est à partir du 15 décembre 2025." in banniere


def test_une_derogation_expiree_referme(monde: Monde, client: Client, fige) -> None:
    dates = date(2025, 1, 16), date(2025, 3, 31), date(2025, 4, 30)
    (declaration,) = declarer(campagne(monde, "reelle", 2024, *dates), monde, ["ER clos"])
    accorder_derogation(
        declaration.pk,
        acteur=acteur(monde.conseiller),
        motif="Comptes arrêtés tard",
        expire_le=JOUR,
    )
    assert "Dérogation jusqu’au" in page(client, monde.passerelles.activite, SUIVI)
    fige.move_to("2026-02-04T08:00:00+01:00")
    assert "sa saisie est close" in page(client, monde.passerelles.activite, SUIVI)


def test_le_plus_presse_d_abord(monde: Monde, client: Client) -> None:
    lointaine = date(2026, 1, 16), date(2026, 3, 31), date(2026, 4, 30)
    proche = date(2025, 12, 15), date(2026, 2, 1), date(2026, 3, 15)
    declarer(campagne(monde, "reelle", 2025, *lointaine), monde, ["Loin"])
    declarer(campagne(monde, "previsionnelle", 2026, *proche), monde, ["Zoé", "Écully"])
    attendu = a_faire(page(client, monde.passerelles.activite, SUIVI))
    assert attendu.index("– Écully") < attendu.index("– Zoé") < attendu.index("– Loin")


def test_en_retard_on_lit_le_dernier_jour_pour_transmettre(
    monde: Monde, client: Client, fige
) -> None:
    declaration = monde.declaration()
    fige.move_to("2026-02-16T12:00:00+01:00")
    for adresse in (
        SUIVI,
        reverse("declarations:dossier", args=[declaration.pk]),
        reverse("accueil:a_faire"),
    ):
        lue = page(client, monde.passerelles.activite, adresse)
        assert "en retard de 3 jours" in lue
        assert "transmission possible jusqu’au 15 mars 2026" in lue
