"""The reading page: what counts, last year's beside, edits for both sides, notes for the Caf."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan
from bilans.services.annotations import annoter
from bilans.services.complements import demander_complement
from bilans.services.modifications import modifier
from portal.saisie.regles.envoi import Envoi
from portal.socle.models import LectureSensible
from tests.bilans.bilans import bilan_cct, bilan_clas, ouvrir_bilan
from tests.bilans.remplir import jusqu_a
from tests.monde import JOUR, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le nom de la structure est celui de ses statuts."


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return jusqu_a(bilan_clas(monde), monde, "transmis", {"coordination": "non"})


def lire(client: Client, qui: object, bilan: Bilan) -> str:
    client.force_login(qui)
    reponse = client.get(reverse("bilans:lecture", args=[bilan.pk]))
    assert reponse.status_code == 200
    return reponse.content.decode()


def corriger(bilan: Bilan, monde: Monde, nom: str = "Les Petits Pas") -> None:
    envoi = Envoi(1, {"structure_nom": nom})
    modifier(bilan.pk, acteur=acteur(monde.conseiller), envoi=envoi, motif=MOTIF)


class TestCeQuiCompte:
    def test_les_reponses_des_questions_posees(
        self, monde: Monde, bilan: Bilan, client: Client
    ) -> None:
        html = lire(client, monde.conseiller, bilan)

        assert "La structure et ses contacts" in html
        assert "Une réponse" in html
        # Hidden while nobody coordinates.
        assert "Temps de coordination dans l’année" not in html
        assert bilan.reference in html

    def test_la_caf_ne_lit_pas_un_brouillon(self, monde: Monde, client: Client) -> None:
        bilan = bilan_clas(monde)
        bilan.feuille.donnees = {"structure_nom": "Secret du brouillon"}
        bilan.feuille.save()

        html = lire(client, monde.conseiller, bilan)

        assert "Secret du brouillon" not in html
        assert "lorsque le partenaire les aura transmises" in html

    def test_ni_ce_qui_est_en_train_d_etre_complete(
        self, monde: Monde, bilan: Bilan, client: Client
    ) -> None:
        demander_complement(
            bilan.pk,
            acteur=acteur(monde.conseiller),
            motif=MOTIF,
            pour_le=JOUR,
            questions=["structure_nom"],
        )
        bilan.feuille.refresh_from_db()
        bilan.feuille.donnees["structure_nom"] = "Secret du brouillon"
        bilan.feuille.save()

        html = lire(client, monde.conseiller, bilan)

        assert "Secret du brouillon" not in html
        assert "Complément demandé" in html
        assert MOTIF in html

    def test_nombre_de_requetes_quel_que_soit_le_nombre_de_reponses(
        self, monde: Monde, client: Client, django_assert_max_num_queries: object
    ) -> None:
        bilan = jusqu_a(bilan_clas(monde, collectifs=6), monde, "transmis")
        client.force_login(monde.conseiller)
        adresse = reverse("bilans:lecture", args=[bilan.pk])
        with django_assert_max_num_queries(33):
            client.get(adresse)


class TestAnneePrecedente:
    @pytest.fixture
    def avant(self, monde: Monde, bilan: Bilan) -> Bilan:
        precedent = ouvrir_bilan(bilan.equipement, "bilan_clas", bilan.annee - 1)
        return jusqu_a(precedent, monde, "transmis", {"structure_nom": "Ancien nom"})

    def test_a_cote_et_marquee_si_elle_differe(
        self, monde: Monde, bilan: Bilan, avant: Bilan, client: Client
    ) -> None:
        html = lire(client, monde.conseiller, bilan)

        assert "Ancien nom" in html
        rangee = html.split('id="id_structure_nom"')[1].split("</tr>")[0]
        assert "Changement" in rangee
        autre = html.split('id="id_contact_nom"')[1].split("</tr>")[0]
        assert "Changement" not in autre
        assert reverse("bilans:lecture", args=[avant.pk]) in html

    def test_avec_ce_que_la_caf_y_a_modifie(
        self, monde: Monde, bilan: Bilan, avant: Bilan, client: Client
    ) -> None:
        corriger(avant, monde, "Nom corrigé")

        html = lire(client, monde.conseiller, bilan)

        assert "Nom corrigé" in html
        assert "Ancien nom" not in html

    def test_pas_celle_d_un_bilan_sans_objet(
        self, monde: Monde, bilan: Bilan, avant: Bilan, client: Client
    ) -> None:
        Bilan.objects.filter(pk=avant.pk).update(
            etat="sans_objet", etat_precedent="transmis", sans_objet_motif="Fermé"
        )

        assert "Ancien nom" not in lire(client, monde.conseiller, bilan)


class TestModifications:
    @pytest.mark.parametrize("qui", ["conseiller", "passerelles.activite", "passerelles.finances"])
    def test_les_deux_cotes_lisent_avant_apres_qui_pourquoi(
        self, monde: Monde, bilan: Bilan, client: Client, qui: str
    ) -> None:
        corriger(bilan, monde)
        personne = monde
        for nom in qui.split("."):
            personne = getattr(personne, nom)

        html = lire(client, personne, bilan)

        rangee = html.split('id="id_structure_nom"')[1].split("</tr>")[0]
        for dit in ("Modifiée par la Caf", "Une réponse", "Les Petits Pas", MOTIF, "Colette"):
            assert dit in rangee

    def test_celle_d_une_question_qui_n_est_plus_posee_se_lit_encore(
        self, monde: Monde, client: Client
    ) -> None:
        donnees = {"structure_type": "autre", "structure_type_autre": "Fondation"}
        bilan = jusqu_a(bilan_clas(monde), monde, "transmis", donnees)
        for revision, valeurs in enumerate(
            ({"structure_type_autre": "Mutuelle"}, {"structure_type": "association"}), start=1
        ):
            modifier(
                bilan.pk,
                acteur=acteur(monde.conseiller),
                envoi=Envoi(revision, valeurs),
                motif=MOTIF,
            )

        html = lire(client, monde.passerelles.activite, bilan)

        assert "question qui n’est plus posée" in html
        assert "Mutuelle" in html


class TestNotes:
    def test_les_agents_les_lisent_le_partenaire_jamais(
        self, monde: Monde, bilan: Bilan, client: Client
    ) -> None:
        for chemin, texte in (("", "À revoir ensemble"), ("structure_nom", "Nom à vérifier")):
            annoter(bilan.pk, acteur=acteur(monde.ccd), texte=texte, jeton=uuid4(), chemin=chemin)

        for agent in (monde.conseiller, monde.hors_portefeuille):
            html = lire(client, agent, bilan)
            assert "À revoir ensemble" in html
            assert "Nom à vérifier" in html
        for personne in (monde.passerelles.activite, monde.passerelles.approbateur):
            html = lire(client, personne, bilan)
            assert "À revoir ensemble" not in html
            assert "Nom à vérifier" not in html


class TestActes:
    def test_qui_suit_le_partenaire_a_ses_boutons(
        self, monde: Monde, bilan: Bilan, client: Client
    ) -> None:
        html = lire(client, monde.conseiller, bilan)
        for vue in ("validation", "complement", "sans_objet", "prise_en_charge"):
            assert reverse(f"bilans:{vue}", args=[bilan.pk]) in html
        assert reverse("bilans:modification", args=[bilan.pk, "structure_nom"]) in html

    @pytest.mark.parametrize("qui", ["hors_portefeuille", "passerelles.approbateur"])
    def test_les_autres_n_en_ont_pas(
        self, monde: Monde, bilan: Bilan, client: Client, qui: str
    ) -> None:
        personne = monde
        for nom in qui.split("."):
            personne = getattr(personne, nom)
        html = lire(client, personne, bilan)
        assert reverse("bilans:validation", args=[bilan.pk]) not in html
        assert "/modification/" not in html


class TestLectureSensible:
    def test_hors_de_son_portefeuille_elle_se_trace(
        self, monde: Monde, bilan: Bilan, client: Client
    ) -> None:
        lire(client, monde.conseiller, bilan)
        lire(client, monde.passerelles.activite, bilan)
        lire(client, monde.ccd, bilan)
        assert not LectureSensible.objects.exists()

        lire(client, monde.hors_portefeuille, bilan)

        tracee = LectureSensible.objects.get()
        assert (tracee.personne_id, tracee.objet_id, tracee.objet_type) == (
            monde.hors_portefeuille.pk,
            bilan.pk,
            "bilans.bilan",
        )


class TestBrouillonDuComplement:
    """What the partner is completing stays theirs, whatever the page shows beside the answers."""

    def test_ni_radar_ni_accord_n_en_disent_rien(self, monde: Monde, client: Client) -> None:
        bilan = jusqu_a(bilan_cct(monde, "autoevaluation_cct"), monde, "transmis")
        avant = lire(client, monde.hors_portefeuille, bilan)
        demander_complement(
            bilan.pk, acteur=acteur(monde.conseiller), motif=MOTIF, pour_le=JOUR, tout=True
        )
        bilan.feuille.refresh_from_db()
        notes = [c for c, v in bilan.feuille.donnees.items() if v in ("0", "1", "2", "3", "NC")]
        bilan.feuille.donnees |= dict.fromkeys(notes, "0")
        bilan.feuille.save()

        apres = lire(client, monde.hors_portefeuille, bilan)

        assert notes
        assert "100" in self.radar(avant)
        assert self.radar(apres) == self.radar(avant)

    @staticmethod
    def radar(html: str) -> str:
        return html.split('aria-labelledby="titre-radar"')[1].split("</section>")[0]
