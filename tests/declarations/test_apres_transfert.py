"""After a transfer: what was done keeps who did it and for whom; who sent it still reads it."""

import re
from datetime import timedelta
from operator import attrgetter
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from declarations.chronologie import chronologie
from declarations.models import Declaration, Version
from declarations.services.messages import ecrire_message
from habilitations.models import Habilitation, Role, Utilisateur
from habilitations.presentation.successions import Successions
from habilitations.services.suites import retirer_droit
from portal.dossiers.models import Avis
from portal.dossiers.services.transferts import annuler, appliquer_dus, transferer
from portal.socle import expedition
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur
from tests.declarations.cct import declaration_cct
from tests.declarations.listes import texte
from tests.declarations.remplir import jusqu_a
from tests.declarations.transferts import DEMAIN, decider
from tests.monde import JOUR, MAINTENANT, Monde, acteur, changer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]

LISTE = reverse("declarations:anciennes")


def transferee(monde: Monde) -> Declaration:
    """Sent by Les Passerelles, whose équipement has passed to Les Voisins the day after."""
    declaration = jusqu_a(monde.declaration("previsionnelle", 2025), monde, "transmise")
    decider(monde, DEMAIN)
    appliquer_dus(MAINTENANT + timedelta(days=1), DEMAIN)
    declaration.refresh_from_db()
    return declaration


def lire(client: Client, qui: Utilisateur, declaration: Declaration, nom: str) -> int:
    client.force_login(qui)
    return client.get(reverse(f"declarations:{nom}", args=[declaration.pk, 1])).status_code


class TestPourQui:
    def test_noms_successifs(self) -> None:
        noms = Successions(("A", "B", "C"), (MAINTENANT, MAINTENANT + timedelta(days=2)))
        assert noms.nom_le(MAINTENANT - timedelta(seconds=1)) == "A"
        assert noms.nom_le(MAINTENANT) == "B"
        assert noms.nom_le(MAINTENANT + timedelta(days=3)) == "C"

    def test_l_historique_et_les_messages_nomment_le_gestionnaire_du_jour(
        self, monde: Monde, client: Client
    ) -> None:
        envoyee = jusqu_a(monde.declaration("previsionnelle", 2025), monde, "transmise")
        ecrire_message(
            envoyee.pk,
            texte="Voici nos comptes.",
            acteur=acteur(monde.passerelles.activite),
            jeton=uuid4(),
        )
        decider(monde, DEMAIN)
        demain = MAINTENANT + timedelta(days=1)
        appliquer_dus(demain, DEMAIN)
        ecrire_message(
            envoyee.pk,
            texte="Nous reprenons l’activité.",
            acteur=acteur(monde.voisins.activite, demain),
            jeton=uuid4(),
        )
        envoyee.refresh_from_db()
        maisons = {e.qui for e in chronologie(envoyee, cote_caf=True) if "transmi" in e.texte}
        assert maisons == {"Association Les Passerelles"}
        client.force_login(monde.conseiller)
        page = client.get(reverse("declarations:dossier", args=[envoyee.pk])).content.decode()
        fil = page[page.index('class="conversation"') :]
        auteurs = re.findall(r'message-auteur">(.*?),\s*<time', fil, re.DOTALL)
        assert [texte(re.sub("<[^>]+>", "", a)).strip() for a in auteurs] == [
            "Alice Activité – Association Les Passerelles",
            "Alice Activité – Association Les Voisins",
        ]


class TestCeQuiFutTransmis:
    def test_qui_l_a_transmis_le_lit_encore(self, monde: Monde, client: Client) -> None:
        declaration = transferee(monde)
        alice = monde.passerelles.activite
        assert lire(client, alice, declaration, "version") == 404
        page = texte(client.get(LISTE).content.decode())
        assert "Prévisionnelle 2025, version 1" in page
        assert "Association Les Passerelles" in page
        assert lire(client, alice, declaration, "ancienne") == 200
        assert lire(client, alice, declaration, "recepisse_ancien") == 200
        suivi = client.get(reverse("declarations:suivi")).content.decode()
        assert LISTE in suivi

    @pytest.mark.parametrize("qui", ["voisins.activite", "conseiller", "national"])
    def test_personne_d_autre(self, monde: Monde, client: Client, qui: str) -> None:
        declaration = transferee(monde)
        autre: Utilisateur = attrgetter(qui)(monde)
        assert lire(client, autre, declaration, "ancienne") == 404
        assert lire(client, autre, declaration, "recepisse_ancien") == 404

    def test_rien_de_ce_qui_est_venu_depuis(self, monde: Monde, client: Client) -> None:
        declaration = transferee(monde)
        version = Version.objects.get(declaration=declaration)
        client.force_login(monde.passerelles.activite)
        adresse = reverse("declarations:ancienne", args=[declaration.pk, version.numero + 1])
        assert client.get(adresse).status_code == 404

    def test_un_droit_retire_ou_limite_ailleurs_ne_lit_plus(
        self, monde: Monde, client: Client
    ) -> None:
        declaration = transferee(monde)
        limite = Habilitation.objects.get(utilisateur=monde.passerelles.activite)
        changer([limite], equipements=[monde.er_voisin])
        assert lire(client, limite.utilisateur, declaration, "ancienne") == 404
        ferme = Habilitation.objects.get(utilisateur=monde.passerelles.finances)
        retirer_droit(ferme.pk, acteur=acteur(monde.responsable), motif="Départ de la structure")
        assert lire(client, ferme.utilisateur, declaration, "ancienne") == 404

    def test_chacun_selon_son_role(self, monde: Monde, client: Client) -> None:
        """What an activity provider may not read of a CCT stays so."""
        coordination = declaration_cct(monde)[0]
        envoyee = jusqu_a(coordination, monde, "transmise")
        decider_equipement(monde, envoyee.equipement_id)
        for qui, lu in ((monde.passerelles.activite, False), (monde.passerelles.finances, True)):
            client.force_login(qui)
            adresse = reverse("declarations:ancienne", args=[envoyee.pk, 1])
            assert ("Salaire" in client.get(adresse).content.decode()) is lu


def decider_equipement(monde: Monde, equipement_id: int) -> None:
    transferer(
        equipement_id,
        vers_id=monde.voisins.gestionnaire.pk,
        le=JOUR,
        motif="Fusion des deux associations",
        acteur=acteur(monde.responsable),
    )


class TestPrevenus:
    def dits(self) -> dict[str, str]:
        return dict(Avis.objects.values_list("personne__email", "phrase"))

    def test_prevu_annule_fait(self, monde: Monde) -> None:
        transfert = decider(monde, DEMAIN)
        dits = self.dits()
        assert "vos droits ne l’ouvriront plus" in dits[monde.passerelles.activite.email]
        assert "vous les ouvrirez ce jour-là" in dits[monde.voisins.approbateur.email]
        assert "que vous suivez" in dits[monde.conseiller.email]
        assert len(dits) == Courriel.objects.count() == 7
        decider(monde, DEMAIN)  # A second click tells nobody twice.
        assert Avis.objects.count() == 7
        annuler(transfert.pk, acteur=acteur(monde.responsable))
        annuler(transfert.pk, acteur=acteur(monde.responsable))
        assert Avis.objects.filter(acte="transfert_annule").count() == 7
        decider(monde)
        faits = Avis.objects.filter(acte="transfert_effectif").values_list("phrase", "chemin")
        assert any("avec ses récépissés" in p and c == LISTE for p, c in faits)

    def test_le_courriel_d_un_transfert_annule_ne_part_pas(
        self, monde: Monde, facteur: Facteur
    ) -> None:
        transfert = decider(monde, DEMAIN)
        annuler(transfert.pk, acteur=acteur(monde.responsable))
        expedition.expedier(list(Courriel.objects.values_list("pk", flat=True)))
        assert len(facteur.recus) == 7
        retires = Courriel.objects.filter(etat=EtatCourriel.RETIRE)
        assert {c.erreur for c in retires} == {
            "Le transfert n’était plus prévu au moment de l’envoi."
        }

    def test_lu_des_que_la_liste_l_a_montre(self, monde: Monde, client: Client) -> None:
        decider(monde, DEMAIN)
        client.force_login(monde.voisins.activite)
        page = texte(client.get(reverse("dossiers:avis")).content.decode())
        assert "Un équipement va changer de gestionnaire" in page
        assert not Avis.objects.non_lus().filter(personne=monde.voisins.activite).exists()

    def test_le_gestionnaire_des_habilitations_aussi(self, monde: Monde) -> None:
        droit = Habilitation.objects.get(utilisateur=monde.voisins.finances)
        changer([droit], role=Role.GESTIONNAIRE_HABILITATIONS)
        decider(monde, DEMAIN)
        assert droit.utilisateur.email in self.dits()
