"""Agents: named by who may, never leaving a Caf without anybody; their lists."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from habilitations.annuaire.services import agents
from habilitations.models import AffectationAgent, Fonction, Portefeuille, Utilisateur
from portal.socle.lecture_classeurs import lire_classeur
from portal.socle.models import Courriel, LectureSensible, LigneJournal
from portal.socle.refus import ActionRefusee
from tests.declarations.listes import page, requetes, texte
from tests.monde import JOUR, Monde, acteur, personne

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
NEUVE = agents.Nommee("nouvelle@exemple.test", "Noé", "Nouveau")


def donner(monde: Monde, qui: str = "responsable", **champs: object) -> AffectationAgent:
    voulu = {
        "caf_id": monde.caf.pk,
        "fonction": Fonction.CHARGE_CONSEIL,
        "du": JOUR,
        "au": None,
        **champs,
    }
    return agents.donner_fonction(NEUVE, **voulu, acteur=acteur(getattr(monde, qui)))


def adresse_de(qui: Utilisateur) -> str:
    return reverse("annuaire:agent", args=[qui.pk])


class TestAgents:
    def test_une_fonction_donnee_ouvre_un_compte_et_previent(self, monde: Monde) -> None:
        donnee = donner(monde)
        assert donner(monde) == donnee
        assert (donnee.caf, donnee.utilisateur.has_usable_password()) == (monde.caf, False)
        (lettre,) = Courriel.objects.filter(destinataire=NEUVE.email)
        assert "Chargé de conseil" in lettre.texte
        ligne = LigneJournal.objects.sur(donnee).get()
        assert (ligne.action, ligne.caf_id) == ("affectation.creee", monde.caf.pk)

    @pytest.mark.parametrize(
        ("qui", "champs"),
        [
            ("conseiller", {}),
            ("ccd", {}),
            ("conseiller_nord", {}),
            ("responsable", {"fonction": Fonction.ADMINISTRATEUR_NATIONAL, "caf_id": None}),
        ],
    )
    def test_qui_ne_nomme_pas(self, monde: Monde, qui: str, champs: dict[str, object]) -> None:
        with pytest.raises(ActionRefusee) as refus:
            donner(monde, qui, **champs)
        assert refus.value.interdite
        assert not Utilisateur.objects.filter(email=NEUVE.email).exists()

    def test_un_administrateur_national_en_nomme_un_autre(self, monde: Monde) -> None:
        champs = {"fonction": Fonction.ADMINISTRATEUR_NATIONAL, "caf_id": None}
        nomme = donner(monde, "national", **champs)
        assert nomme.caf is None
        assert LigneJournal.objects.sur(nomme).get().chaine.cle == "nationale"
        qui = acteur(monde.national)
        soi = agents.Nommee(monde.national.email, "", "")
        with pytest.raises(ActionRefusee, match="Personne ne se donne"):
            agents.donner_fonction(
                soi,
                caf_id=monde.caf.pk,
                fonction=Fonction.RESPONSABLE_HABILITATIONS,
                du=JOUR,
                au=None,
                acteur=qui,
            )
        agents.terminer_fonction(nomme.pk, le=JOUR, acteur=qui)
        nomme.refresh_from_db()
        assert nomme.au == JOUR

    def test_il_en_reste_toujours_un(self, monde: Monde) -> None:
        qui = acteur(monde.national)
        seul = AffectationAgent.objects.get(fonction=Fonction.RESPONSABLE_HABILITATIONS)
        with pytest.raises(ActionRefusee, match="nommez d’abord"):
            agents.terminer_fonction(seul.pk, le=JOUR, acteur=qui)
        donner(monde, "national", fonction=Fonction.RESPONSABLE_HABILITATIONS)
        agents.terminer_fonction(seul.pk, le=JOUR, acteur=qui)
        sien = AffectationAgent.objects.get(utilisateur=monde.national)
        with pytest.raises(ActionRefusee, match="sa propre fonction"):
            agents.terminer_fonction(sien.pk, le=JOUR, acteur=qui)

    def test_ce_que_tient_un_conseiller_est_dit_avant(self, monde: Monde, client: Client) -> None:
        sienne = monde.conseiller.affectations.get()
        chemin = reverse("annuaire:terminer", args=[sienne.pk])
        assert "Il tient 1 portefeuille" in texte(page(client, monde.responsable, chemin))
        lue = texte(page(client, monde.responsable, "/annuaire/agents/"))
        assert "Colette Conseil" in lue
        assert "Administrateurs nationaux" not in lue
        lue = texte(page(client, monde.national, "/annuaire/agents/", caf=monde.caf.pk))
        assert "Nina Nationale" in lue

    def test_la_page_d_un_agent_dit_qui_donna_et_qui_termina(
        self, monde: Monde, client: Client
    ) -> None:
        donnee = donner(monde)
        agents.terminer_fonction(donnee.pk, le=JOUR, acteur=acteur(monde.national))
        chemin = reverse("annuaire:agent", args=[donnee.utilisateur_id])
        assert chemin in page(client, monde.responsable, "/annuaire/agents/")
        lue = texte(page(client, monde.responsable, chemin))
        for dit in ("Noé Nouveau", "Chargé de conseil et de développement", NEUVE.email):
            assert dit in lue
        donnee_par, terminee_par = lue.index("Fonction donnée"), lue.index("Fonction terminée")
        assert str(monde.responsable) in lue[donnee_par:]
        assert str(monde.national) in lue[terminee_par:donnee_par]
        assert "Au : de « » à « 3 février 2026 »" in lue or "3 février 2026" in lue[terminee_par:]
        tenus = page(client, monde.responsable, adresse_de(monde.conseiller))
        assert monde.portefeuille.nom in tenus

    def test_ni_ceux_d_une_autre_caf_ni_les_nationaux(self, monde: Monde, client: Client) -> None:
        client.force_login(monde.responsable)
        for qui in (monde.conseiller_nord, monde.national, monde.passerelles.activite):
            assert client.get(adresse_de(qui)).status_code == 404
        nord = AffectationAgent.objects.create(
            utilisateur=monde.conseiller, caf=monde.autre_caf, fonction="charge_conseil", du=JOUR
        )
        lue = page(client, monde.responsable, adresse_de(monde.conseiller))
        assert reverse("annuaire:terminer", args=[nord.pk]) not in lue
        assert monde.autre_caf.nom not in lue
        assert monde.autre_caf.nom in page(client, monde.national, adresse_de(monde.conseiller))
        assert "Nationale" in page(client, monde.national, adresse_de(monde.national))

    def test_la_commande_du_premier(self, monde: Monde) -> None:
        sortie = StringIO()
        call_command(
            "nommer_administrateur_national",
            "Prem@exemple.test",
            prenom="Prem",
            nom="Ier",
            stdout=sortie,
        )
        assert "Prem Ier est administrateur national" in sortie.getvalue()
        nomme = AffectationAgent.objects.get(utilisateur__email="prem@exemple.test")
        assert nomme.du == date(2026, 2, 3)
        assert LigneJournal.objects.sur(nomme).get().auteur_libelle == "Portail"
        with pytest.raises(CommandError, match="n’a pas de compte"):
            call_command("nommer_administrateur_national", "autre@exemple.test")


class TestListes:
    @pytest.mark.parametrize(
        ("filtres", "trouves"),
        [
            ({}, {"conseiller", "remplacant", "responsable"}),
            ({"q": "colette"}, {"conseiller"}),
            ({"q": "COLETTE conseil"}, {"conseiller"}),
            ({"fonction": "responsable_habilitations"}, {"responsable"}),
            ({"q": "personne de ce nom"}, set()),
        ],
    )
    def test_agents_filtres_et_export_disent_la_meme_chose(
        self, monde: Monde, client: Client, filtres: dict[str, str], trouves: set[str]
    ) -> None:
        gens = ("conseiller", "remplacant", "responsable", "conseiller_nord")
        adresses = {nom: getattr(monde, nom).email for nom in gens}
        lue = page(client, monde.responsable, "/annuaire/agents/", **filtres)
        assert {nom for nom, courriel in adresses.items() if courriel in lue} == trouves
        fichier = client.get(reverse("annuaire:exporter_agents"), filtres)
        lus = {ligne[2] for ligne in lire_classeur(fichier.content)["Agents"].lignes[1:]}
        assert {nom for nom, courriel in adresses.items() if courriel in lus} == trouves
        trace = LectureSensible.objects.latest("pk")
        assert trace.precision.startswith("annuaire : agents")

    def test_les_fonctions_terminees_se_montrent_sur_demande(
        self, monde: Monde, client: Client
    ) -> None:
        monde.remplacant.affectations.update(au=date(2026, 1, 31))
        courriel = monde.remplacant.email
        assert courriel not in page(client, monde.responsable, "/annuaire/agents/")
        assert courriel in page(client, monde.responsable, "/annuaire/agents/", periode="toutes")

    def test_portefeuilles(self, monde: Monde, client: Client) -> None:
        for q, trouve in (("secteur", True), ("colette", True), ("introuvable", False)):
            lue = page(client, monde.responsable, "/annuaire/portefeuilles/", q=q)
            assert (monde.portefeuille.nom in lue) is trouve, q
            fichier = client.get(reverse("annuaire:exporter_portefeuilles"), {"q": q})
            lignes = lire_classeur(fichier.content)["Portefeuilles"].lignes[1:]
            assert (monde.portefeuille.nom in [ligne[0] for ligne in lignes]) is trouve
        assert "Aucun portefeuille ne correspond" in lue

    def test_autant_de_requetes_pour_beaucoup(self, monde: Monde, client: Client) -> None:
        adresses = ("/annuaire/agents/", "/annuaire/portefeuilles/")
        avant = [requetes(client, monde.responsable, a) for a in adresses]
        for rang in range(20):
            qui = personne(f"agent{rang}")
            AffectationAgent.objects.create(
                utilisateur=qui, caf=monde.caf, fonction="charge_conseil", du=date(2026, 1, 1)
            )
            Portefeuille.objects.create(caf=monde.caf, nom=f"Secteur n{rang}", titulaire=qui)
        assert [requetes(client, monde.responsable, a) for a in adresses] == avant
