"""Pages of a proposal of barème: proposing by the form, reading the effect, publishing."""

from decimal import Decimal

import pytest
from django.test import Client

from subventions.models import EffetBareme, EtatEffet, LigneBareme, PropositionBareme
from subventions.propositions.services.effet import calculer
from tests.declarations.listes import page
from tests.monde import MAINTENANT, Monde
from tests.socle import fichiers
from tests.subventions.propositions.outils import MOTIF, proposee, publiee, seconde
from tests.subventions.propositions.pages import NOUVELLE, adresse, envoi, poster

pytestmark = pytest.mark.usefixtures("fige")


class TestProposer:
    def test_par_le_formulaire(self, monde: Monde, client: Client) -> None:
        reponse = poster(client, monde.national, NOUVELLE, envoi())
        proposition = PropositionBareme.objects.get()
        assert reponse["Location"] == adresse(proposition)
        assert (proposition.valeur, proposition.debut, proposition.fin) == (
            Decimal("92.5"),
            2026,
            None,
        )
        contenu = page(client, monde.national, adresse(proposition))
        for attendu in ("92,50 €", "circulaire.pdf", MOTIF, "une autre personne la publie"):
            assert attendu in contenu
        assert adresse(proposition, "publier") not in contenu

    @pytest.mark.parametrize(
        ("parametre", "ecrite", "gardee"),
        [
            ("er:taux", "62,5 %", "0.625"),
            ("er:taux", "0,625", "0.625"),
            ("cct:prorata_plafond", "aucun", "aucun"),
            ("clas:comptes_exclus", "864, 861", "864,861"),
        ],
    )
    def test_ce_qu_on_ecrit_en_francais(
        self, monde: Monde, client: Client, parametre: str, ecrite: str, gardee: str
    ) -> None:
        donnees = envoi(parametre=parametre, valeur=ecrite)
        assert poster(client, monde.national, NOUVELLE, donnees).status_code == 302
        assert PropositionBareme.objects.get().valeur_ecrite == gardee

    @pytest.mark.parametrize(
        ("champs", "message"),
        [
            ({"valeur": "beaucoup"}, "beaucoup"),
            ({"parametre": "er:taux", "valeur": "120 %"}, "entre 0 et 1"),
            ({"valeur": "0"}, "ne paierait rien"),
            ({"fin": "2025"}, "ne peut pas précéder"),
            ({"motif": "ok"}, "trop court"),
            ({"fichier": ""}, "Joignez le document source."),
            ({"fichier": fichiers.televerse(fichiers.SCRIPT, "a.pdf")}, "a.pdf"),
            ({"portee": "999"}, "Sélectionnez un choix valide"),
        ],
    )
    def test_ce_qui_ne_va_pas_est_dit(
        self, monde: Monde, client: Client, champs: dict[str, object], message: str
    ) -> None:
        reponse = poster(client, monde.national, NOUVELLE, envoi(**champs))
        assert reponse.status_code == 422
        if message != "a.pdf":
            assert message in reponse.content.decode()
        assert not PropositionBareme.objects.exists()

    def test_une_caf_propose_pour_elle_seule(self, monde: Monde, client: Client) -> None:
        contenu = page(client, monde.ccd, NOUVELLE)
        assert str(monde.caf) in contenu
        assert "Caf du Nord" not in contenu
        assert "Nationale" not in contenu
        donnees = envoi(portee=str(monde.caf.pk))
        assert poster(client, monde.ccd, NOUVELLE, donnees).status_code == 302
        assert PropositionBareme.objects.get().caf == monde.caf


class TestEffet:
    def test_son_avancement_puis_le_resultat(self, monde: Monde, client: Client) -> None:
        proposition = proposee(monde)
        effets = EffetBareme.objects.filter(proposition=proposition)
        effets.update(etat=EtatEffet.CALCUL, total=200, faites=50)
        contenu = page(client, monde.national, adresse(proposition))
        assert "50 sur 200" in contenu
        htmx = {"HTTP_HX_REQUEST": "true"}
        assert "<html" not in client.get(adresse(proposition), **htmx).content.decode()
        effets.update(etat=EtatEffet.FAIT, calcule_le=MAINTENANT)
        assert client.get(adresse(proposition), **htmx)["HX-Refresh"] == "true"

    def test_ce_qui_change_en_une_phrase(self, monde: Monde, client: Client) -> None:
        proposition = proposee(monde)
        calculer(proposition.pk, MAINTENANT)
        assert "Aucune estimation en cours ne lit cette valeur" in page(
            client, seconde().utilisateur, adresse(proposition)
        )
        effets = EffetBareme.objects.filter(proposition=proposition)
        effets.update(total=300, changees=212, avant=Decimal("1000"), apres=Decimal("1200.5"))
        contenu = page(client, seconde().utilisateur, adresse(proposition)).replace("\xa0", " ")
        contenu = contenu.replace("\u202f", " ")
        assert "212 estimations en cours changent, de 1 000,00 € à 1 200,50 €" in contenu
        assert "(+200,50 €)" in contenu

    def test_de_quelques_uns_les_sommes_sont_a_leur_caf(self, monde: Monde, client: Client) -> None:
        proposition = proposee(monde, monde.caf)
        calculer(proposition.pk, MAINTENANT)
        EffetBareme.objects.filter(proposition=proposition).update(
            total=9, changees=4, avant=Decimal("4321"), apres=Decimal("4444"), ouvertes=1
        )
        national = page(client, monde.national, adresse(proposition))
        assert "4 estimations en cours changent" in national
        assert "321,00" not in national
        assert "321,00" in page(client, monde.ccd, adresse(proposition))

    def test_une_interruption_se_dit_et_se_redemande(self, monde: Monde, client: Client) -> None:
        proposition = proposee(monde)
        EffetBareme.objects.update(etat=EtatEffet.ECHEC)
        assert "Le calcul s’est interrompu" in page(client, monde.national, adresse(proposition))
        client.post(adresse(proposition, "recalculer"))
        assert EffetBareme.objects.get().etat == EtatEffet.DEMANDE


class TestPublier:
    def test_publiee_elle_se_corrige_d_un_lien(self, monde: Monde, client: Client) -> None:
        attend, faite = proposee(monde), publiee(monde)
        lien = f"{NOUVELLE}?parametre={faite.dispositif}%3A{faite.parametre}&amp;portee=nationale"
        assert lien in page(client, monde.national, adresse(faite))
        assert lien not in page(client, monde.national, adresse(attend))
        assert lien not in page(client, monde.conseiller, adresse(faite))

    def test_la_page_dit_l_effet_puis_publie(self, monde: Monde, client: Client) -> None:
        proposition, autre = proposee(monde), seconde().utilisateur
        assert adresse(proposition, "publier") not in page(client, autre, adresse(proposition))
        calculer(proposition.pk, MAINTENANT)
        assert adresse(proposition, "publier") in page(client, autre, adresse(proposition))
        assert "Aucune estimation en cours" in page(client, autre, adresse(proposition, "publier"))
        assert client.post(adresse(proposition, "publier")).status_code == 302
        assert LigneBareme.objects.get().proposition == proposition
        assert "document et motif" in page(client, monde.conseiller, "/baremes/?annee=2025")
        assert "Publiée le" in page(client, monde.conseiller, adresse(proposition))

    def test_ce_qu_elle_remplace_est_montre(self, monde: Monde, client: Client) -> None:
        publiee(monde, valeur="80", debut=2024)
        proposition = proposee(monde, valeur="85")
        calculer(proposition.pk, MAINTENANT)
        contenu = page(client, seconde().utilisateur, adresse(proposition))
        assert "80,00 €, depuis 2024" in contenu.replace("\xa0", " ").replace("\u202f", " ")

    def test_le_document_est_rendu_tel_quel(self, monde: Monde, client: Client) -> None:
        proposition = publiee(monde)
        client.force_login(monde.conseiller)
        reponse = client.get(adresse(proposition, "document"))
        assert b"".join(reponse.streaming_content) == fichiers.PDF
