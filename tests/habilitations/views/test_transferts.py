"""A transfer, from its page: by whom, refused how."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import (
    Adhesion,
    Habilitation,
)
from tests.declarations.listes import texte
from tests.habilitations.views.envois import DEMAIN, envoyer
from tests.monde import JOUR, Monde, amender, changer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


class TestTransfert:
    def demander(self, client: Client, monde: Monde, le: str, **champs: str) -> tuple[int, str]:
        demande = {
            "vers": str(monde.voisins.gestionnaire.pk),
            "le": le,
            "motif": "Fusion des associations",
            "confirme": "on",
        }
        return envoyer(client, "declarations:transfert", monde.er.pk, **(demande | champs))

    @pytest.fixture(autouse=True)
    def responsable(self, monde: Monde, client: Client) -> None:
        client.force_login(monde.responsable)

    def test_immediat(self, monde: Monde, client: Client) -> None:
        code, lue = self.demander(client, monde, JOUR.isoformat())
        assert code == 302
        assert "Gestionnaires successifs" in lue
        assert "Effectif" in lue
        assert (
            "Passé de « Association Les Passerelles » à « Association Les Voisins », à compter du "
            "3 février 2026" in lue
        )
        client.force_login(monde.passerelles.activite)
        adresse = reverse("habilitations:equipement", args=[monde.er.pk])
        assert client.get(adresse).status_code == 404
        client.force_login(monde.voisins.activite)
        assert client.get(adresse).status_code == 200

    def test_ce_qui_se_passera_est_dit_avant(self, monde: Monde, client: Client) -> None:
        """Nothing is decided by the first page; the second one repeats what was typed."""
        monde.declaration()
        droit = Habilitation.objects.get(utilisateur=monde.voisins.finances)
        changer([droit], equipements=[monde.er_voisin])
        code, lue = self.demander(client, monde, DEMAIN, confirme="")
        assert code == 200
        assert not monde.er.transferts.exists()
        assert "Le mercredi 4 février 2026, au début de la journée." in lue
        assert "1 déclaration à saisir, à corriger ou à approuver" in lue
        assert "Fournisseur de données d’activité : Alice Activité" in lue
        assert "Fournisseur de données financières : <strong>personne</strong>" in lue
        code, lue = self.demander(client, monde, "2019-01-01", confirme="")
        assert code == 422
        assert "n’a pas d’adhésion active auprès de la Caf" in lue

    def test_confirmer_ce_que_la_page_repete(self, monde: Monde, client: Client) -> None:
        adresse = reverse("declarations:transfert", args=[monde.er.pk])
        demande = {
            "vers": str(monde.voisins.gestionnaire.pk),
            "le": DEMAIN,
            "motif": "Fusion « des » associations",
        }
        page = client.post(adresse, demande).content.decode()
        gardes = {
            nom: html.unescape(valeur)
            for nom, valeur in re.findall(
                r'<input type="hidden" name="(\w+)" value="([^"]*)"', page
            )
        }
        assert client.post(adresse, gardes).status_code == 302
        prevu = monde.er.transferts.get()
        assert (prevu.vers, prevu.motif) == (monde.voisins.gestionnaire, demande["motif"])

    def test_prevu_puis_annule(self, monde: Monde, client: Client) -> None:
        _, lue = self.demander(client, monde, DEMAIN)
        assert "Cet équipement passera à « Association Les Voisins » le 4 février 2026." in lue
        assert "Transférer à un autre gestionnaire" not in lue
        prevu = monde.er.transferts.get()
        args = (monde.er.pk, prevu.pk)
        page = client.get(reverse("declarations:annuler_transfert", args=args)).content.decode()
        assert "Voici ce qui se passerait" in page
        assert "Alice Activité" in page
        _, lue = envoyer(client, "declarations:annuler_transfert", *args)
        assert "Le transfert est annulé, et les personnes concernées sont prévenues." in lue
        assert "Cet équipement passera" not in lue
        assert "Transférer à un autre gestionnaire" in lue

    def test_en_attente_d_une_adhesion(self, monde: Monde, client: Client, fige: Any) -> None:
        self.demander(client, monde, DEMAIN)
        amender(
            Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire),
            suspendue_le=JOUR,
            suspendue_motif="Précaution",
        )
        fige.shift(timedelta(days=1))
        client.force_login(monde.responsable)
        adresse = reverse("habilitations:equipement", args=[monde.er.pk])
        lue = texte(client.get(adresse).content.decode())
        assert (
            "du gestionnaire « Association Les Voisins » auprès de la Caf n’est pas active." in lue
        )

    @pytest.mark.parametrize(
        ("champs", "message"),
        [
            ({"vers": ""}, "Choisissez le nouveau gestionnaire"),
            ({"vers": "0"}, "Choisissez un gestionnaire de la liste"),
            ({"motif": " "}, "Indiquez le motif"),
            ({"le": ""}, "Indiquez une date"),
            (
                {"le": "2019-01-01"},
                "Association Les Voisins n’a pas d’adhésion active auprès de la Caf",
            ),
        ],
    )
    def test_refus(
        self, monde: Monde, client: Client, champs: dict[str, str], message: str
    ) -> None:
        code, lue = self.demander(client, monde, **({"le": DEMAIN} | champs))
        assert code == 422
        assert message in lue
        assert not monde.er.transferts.exists()

    def test_second_transfert(self, monde: Monde, client: Client) -> None:
        self.demander(client, monde, DEMAIN)
        code, lue = self.demander(client, monde, DEMAIN, motif="Reprise par la commune")
        assert code == 302
        assert "Un transfert de cet équipement est déjà prévu" in lue

    def test_le_present_gestionnaire_n_est_pas_propose(self, monde: Monde, client: Client) -> None:
        adresse = reverse("declarations:transfert", args=[monde.er.pk])
        lue = client.get(adresse).content.decode()
        assert f'value="{monde.voisins.gestionnaire.pk}"' in lue
        assert f'value="{monde.passerelles.gestionnaire.pk}"' not in lue
        assert 'aria-current="true">Équipements' in lue

    def test_annuler_celui_d_un_autre_equipement(self, monde: Monde, client: Client) -> None:
        self.demander(client, monde, DEMAIN)
        args = (monde.er_voisin.pk, monde.er.transferts.get().pk)
        assert envoyer(client, "declarations:annuler_transfert", *args)[0] == 404
