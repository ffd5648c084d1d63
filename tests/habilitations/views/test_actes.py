"""What is written on a fiche: notification, posts, transfer; by whom, refused how."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Version
from habilitations.models import (
    Adhesion,
    Convention,
    Equipement,
    Habilitation,
    PosteConventionne,
)
from tests.declarations.listes import texte
from tests.habilitations.fiches import convention_ctg, projet_clas
from tests.monde import JOUR, Monde, amender, changer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
COURRIER = {"collectifs": "4", "reference": "N-2025-17", "notifiee_le": "2026-01-12"}
DEMAIN = (JOUR + timedelta(days=1)).isoformat()


def envoyer(client: Client, nom: str, *args: Any, **champs: str) -> tuple[int, str]:
    """Post a form; the code of the answer, and the text of the page one ends on."""
    reponse = client.post(reverse(nom, args=args), champs)
    code = reponse.status_code
    if code == 302:
        reponse = client.get(reponse.url)
    return code, texte(reponse.content.decode())


class TestNotification:
    @pytest.fixture
    def clas(self, monde: Monde, client: Client) -> Equipement:
        client.force_login(monde.conseiller)
        return projet_clas(monde)

    def test_inscrire_puis_reprendre(self, client: Client, clas: Equipement) -> None:
        code, lue = envoyer(client, "habilitations:notification", clas.pk, 2025, **COURRIER)
        assert code == 302
        assert "La notification 2025-2026 est enregistrée." in lue
        assert clas.notifications.get(annee=2025).collectifs == 4
        adresse = reverse("habilitations:notification", args=[clas.pk, 2025])
        reprise = client.get(adresse).content.decode()
        assert 'value="N-2025-17"' in reprise
        assert 'value="2026-01-12"' in reprise

    @pytest.mark.parametrize(
        ("champ", "valeur", "message"),
        [
            ("collectifs", "100", "compris entre 0 et 99"),
            ("collectifs", "-1", "compris entre 0 et 99"),
            ("collectifs", "deux", "nombre entier"),
            ("collectifs", "", "Indiquez le nombre de collectifs"),
            ("reference", "", "Indiquez la référence"),
            ("notifiee_le", DEMAIN, "à venir"),
            ("notifiee_le", "hier", "JJ/MM/AAAA"),
        ],
    )
    def test_refus_a_cote_du_champ(
        self, client: Client, clas: Equipement, champ: str, valeur: str, message: str
    ) -> None:
        champs = COURRIER | {champ: valeur}
        code, lue = envoyer(client, "habilitations:notification", clas.pk, 2025, **champs)
        assert code == 422
        assert message in lue
        assert not clas.notifications.exists()

    @pytest.mark.parametrize("annee", [2023, 2028])
    def test_hors_convention(self, client: Client, clas: Equipement, annee: int) -> None:
        assert envoyer(client, "habilitations:notification", clas.pk, annee)[0] == 404

    def test_pas_pour_un_autre_dispositif(
        self, monde: Monde, client: Client, clas: Equipement
    ) -> None:
        assert envoyer(client, "habilitations:notification", monde.er.pk, 2025)[0] == 404


class TestPostes:
    @pytest.fixture
    def convention(self, monde: Monde, client: Client) -> Convention:
        client.force_login(monde.conseiller)
        return convention_ctg(monde)

    def ajouter(self, client: Client, convention: Convention, **champs: str) -> tuple[int, str]:
        args = (convention.equipement_id, convention.pk)
        poste = {"intitule": "Petite enfance", "etp": "0,8"} | champs
        return envoyer(client, "habilitations:poste_nouveau", *args, **poste)

    def test_ajouter_modifier_retirer(self, client: Client, convention: Convention) -> None:
        pk = convention.equipement_id
        assert "Le poste est ajouté" in self.ajouter(client, convention)[1]
        poste = PosteConventionne.objects.get()
        adresse = reverse("habilitations:poste", args=[pk, poste.pk])
        assert 'value="0,8"' in client.get(adresse).content.decode()
        champs = {"intitule": "Jeunesse", "etp": "0.5"}
        assert envoyer(client, "habilitations:poste", pk, poste.pk, **champs)[0] == 302
        poste.refresh_from_db()
        assert (poste.intitule, str(poste.etp)) == ("Jeunesse", "0.50")
        assert client.get(reverse("declarations:retirer_poste", args=[pk, poste.pk]))
        _, lue = envoyer(client, "declarations:retirer_poste", pk, poste.pk)
        assert "Le poste est retiré" in lue
        assert not PosteConventionne.objects.exists()
        assert envoyer(client, "declarations:retirer_poste", pk, poste.pk)[0] == 404

    @pytest.mark.parametrize(
        ("champs", "message"),
        [
            ({"etp": "0"}, "supérieur à 0"),
            ({"etp": "beaucoup"}, "nombre"),
            ({"etp": "0,125"}, "décimales"),
            ({"intitule": ""}, "Indiquez l’intitulé"),
        ],
    )
    def test_refus(
        self, client: Client, convention: Convention, champs: dict[str, str], message: str
    ) -> None:
        code, lue = self.ajouter(client, convention, **champs)
        assert code == 422
        assert message in lue

    def test_homonyme(self, client: Client, convention: Convention) -> None:
        self.ajouter(client, convention)
        code, lue = self.ajouter(client, convention, etp="1")
        assert code == 422
        assert "déjà un poste de cet intitulé" in lue

    def test_un_poste_declare_reste(self, monde: Monde, client: Client, convention) -> None:
        self.ajouter(client, convention)
        poste = PosteConventionne.objects.get()
        declaration = monde.declaration()
        declaration.equipement = convention.equipement
        declaration.save()
        Version.objects.filter(declaration=declaration).update(
            lignes=[{"cle": "p1", "libelle": "Ana", "poste_conventionne": poste.pk}]
        )
        pk = convention.equipement_id
        code, lue = envoyer(client, "declarations:retirer_poste", pk, poste.pk)
        assert code == 302
        assert "porte sur ce poste" in lue
        assert PosteConventionne.objects.filter(pk=poste.pk).exists()

    def test_seulement_sur_la_bonne_fiche(self, monde: Monde, client: Client, convention) -> None:
        self.ajouter(client, convention)
        poste = PosteConventionne.objects.get()
        for nom in ("habilitations:poste", "declarations:retirer_poste"):
            assert client.get(reverse(nom, args=[monde.er.pk, poste.pk])).status_code == 404
        args = [monde.er.pk, convention.pk]
        assert client.get(reverse("habilitations:poste_nouveau", args=args)).status_code == 404

    def test_pas_pour_un_autre_dispositif(
        self, monde: Monde, client: Client, convention: Convention
    ) -> None:
        cof = monde.er.conventions.get()
        code, lue = self.ajouter(client, cof)
        assert code == 302
        assert "coordination CTG" in lue


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
