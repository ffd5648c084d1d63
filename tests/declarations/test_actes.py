"""A row of the transition table is enough: its page exists, its act has words."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertInHTML

from declarations.actes_en_mots import ACTIONS
from declarations.regles.etats import ACTES, ActeurDossier, Action, Etat
from declarations.regles.grille import ACTIVITE
from declarations.views.instruction import PAGES
from portal.dossiers.regles.transitions import Transition
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde


@pytest.mark.parametrize("transition", list(ACTES), ids=lambda t: t.action)
def test_sa_page_existe(transition: Transition) -> None:
    if transition.action == Action.JUSTIFIER:  # In the page of the checks, one by one.
        assert not transition.vue
        return
    partie = [ACTIVITE] if transition.par_partie else []
    assert reverse(transition.vue, args=[1, *partie]).startswith("/declarations/1/")


@pytest.mark.parametrize("transition", list(ACTES), ids=lambda t: t.action)
def test_son_acte_a_ses_mots(transition: Transition) -> None:
    if transition.action in (Action.SAISIR, Action.JUSTIFIER):  # Told otherwise than act by act.
        assert not transition.verbe
        return
    assert transition.verbe in ACTIONS


def test_chaque_acte_du_conseiller_a_sa_page_en_mots() -> None:
    """But for what is one button, without anything to read twice."""
    du_conseiller = {t.action for t in ACTES if t.acteurs == {ActeurDossier.CONSEILLER}}

    assert set(PAGES) == du_conseiller - {Action.PRENDRE_EN_CHARGE}
    assert all(dit.texte and dit.libelle and dit.succes for dit in PAGES.values())


def test_un_motif_est_demande_la_ou_la_table_le_dit() -> None:
    demandent = {action for action, dit in PAGES.items() if "motif" in dit.formulaire.base_fields}

    assert demandent == {action for action in PAGES if ACTES[action].motif}


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
class TestPage:
    """What the one page of acts shows, in the frame of a file."""

    def test_dit_ce_qui_arrivera_et_ce_que_cela_coute(self, monde: Monde, client: Client) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.EN_INSTRUCTION)
        client.force_login(monde.conseiller)

        page = client.get(reverse("declarations:validation", args=[declaration.pk]))

        html = page.content.decode()
        dit = PAGES[Action.VALIDER]
        assertInHTML(f"<h1>{ACTES[Action.VALIDER].libelle}</h1>", html)
        assertInHTML(f"<p>{dit.texte}</p>", html)
        assertInHTML(f"<p>{dit.cout}</p>", html)
        assertInHTML('<button type="submit" class="btn btn-primary">Valider</button>', html)

    def test_qui_renonce_revient_d_ou_il_vient(self, monde: Monde, client: Client) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.A_APPROUVER)
        client.force_login(monde.passerelles.approbateur)

        page = client.get(reverse("declarations:renvoyer", args=[declaration.pk, ACTIVITE]))

        approbation = reverse("declarations:approbation", args=[declaration.pk])
        assertInHTML(
            f'<a class="btn btn-outline-primary" href="{approbation}">Annuler</a>',
            page.content.decode(),
        )

    def test_ce_qui_n_est_plus_possible_remplace_le_formulaire(
        self, monde: Monde, client: Client
    ) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.VALIDEE)
        client.force_login(monde.conseiller)

        html = client.get(
            reverse("declarations:correction", args=[declaration.pk])
        ).content.decode()

        assert "« Demander une correction » n’est plus possible" in html
        assert 'name="motif"' not in html

    def test_une_piece_part_avec_son_formulaire(self, monde: Monde, client: Client) -> None:
        client.force_login(monde.passerelles.activite)

        page = client.get(reverse("declarations:joindre_piece", args=[monde.declaration().pk]))

        assert 'enctype="multipart/form-data"' in page.content.decode()
