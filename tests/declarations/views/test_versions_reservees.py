"""The page of a version of a CCT: salaries are shown to those who read them, and to nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.regles.etats import Etat
from tests.declarations.cct import POSTES, SALAIRES, declaration_cct
from tests.declarations.pdf import compact
from tests.declarations.remplir import jusqu_a
from tests.declarations.views.versions import page
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


class TestDonneesReservees:
    """Salaries of the postes of a CCT: finances, approbateur and the Caf only."""

    @pytest.mark.parametrize("etat", [Etat.EN_SAISIE, Etat.TRANSMISE])
    @pytest.mark.parametrize("role", ["finances", "approbateur"])
    def test_ceux_qui_les_lisent(self, monde: Monde, client: Client, role: str, etat: str) -> None:
        declaration, salaires = declaration_cct(monde)
        jusqu_a(declaration, monde, etat, changements=salaires)

        lue = page(client, getattr(monde.passerelles, role), declaration)

        for salaire in SALAIRES:
            assert f"{compact(salaire)}€" in lue

    def test_la_caf_les_lit(self, monde: Monde, client: Client) -> None:
        declaration, salaires = declaration_cct(monde)
        jusqu_a(declaration, monde, Etat.TRANSMISE, changements=salaires)

        assert compact(SALAIRES[0]) in page(client, monde.conseiller, declaration)

    @pytest.mark.parametrize("etat", [Etat.EN_SAISIE, Etat.TRANSMISE])
    def test_le_fournisseur_d_activite_ne_les_recoit_jamais(
        self, monde: Monde, client: Client, etat: str
    ) -> None:
        declaration, salaires = declaration_cct(monde)
        jusqu_a(declaration, monde, etat, changements=salaires)

        lue = page(client, monde.passerelles.activite, declaration)

        assert compact(POSTES[0]) in lue
        assert "Donnéesréservées" in lue
        for salaire in SALAIRES:
            assert compact(salaire) not in lue
            assert compact(salaire).replace(",", ".") not in lue

    @pytest.mark.parametrize("etat", [Etat.EN_SAISIE, Etat.TRANSMISE])
    def test_un_constat_sur_les_salaires_n_est_compte_que_pour_qui_les_lit(
        self, monde: Monde, client: Client, etat: str
    ) -> None:
        """C17 alone: the salaries are above account 64, all else is coherent."""
        declaration, salaires = declaration_cct(monde)
        premier = next(chemin for chemin in salaires if chemin.endswith(".salaire_charge"))
        trop = salaires | {premier: "95 000"}
        jusqu_a(declaration, monde, etat, changements=trop)
        adresse_dossier = reverse("declarations:dossier", args=[declaration.pk])
        mots = "1 justifié<" if etat == Etat.TRANSMISE else "1 à justifier"

        lus = {}
        for role in ("activite", "finances", "approbateur"):
            client.force_login(getattr(monde.passerelles, role))
            lus[role] = client.get(adresse_dossier).content.decode()
        assert mots in lus["finances"]
        assert mots in lus["approbateur"]
        assert mots not in lus["activite"]
