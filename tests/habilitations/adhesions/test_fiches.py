"""The fiche: opened with what the Caf knows, saved by section, shown beside papers, filled in."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from habilitations.adhesions.exports.papiers import papier
from habilitations.adhesions.presentation.fiche import manques_de_la_fiche
from habilitations.adhesions.regles.fiche import ACTIVITE, APPROBATEUR, TOUS, Section
from habilitations.adhesions.services import cloture, pieces
from habilitations.adhesions.services.fiches import enregistrer, fiche_de, retirer
from habilitations.models import FicheAdhesion
from portal.socle.models import LigneJournal
from portal.socle.refus import DemandeInvalide
from tests.declarations.listes import page, texte
from tests.declarations.pdf import ouvrir as ouvrir_pdf
from tests.declarations.test_recepisse import balises
from tests.habilitations.adhesions.dossiers import MOTIF, ouvert, recue
from tests.habilitations.adhesions.fiches import ALINE, CONTACT, EQUIPEMENT, PAULE, remplie, typer
from tests.habilitations.adhesions.liens import suivi_par
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde, acteur
from tests.refus import acte_impossible, acte_interdit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
CONNEXION = "allauth.account.auth_backends.AuthenticationBackend"


class TestOuverte:
    def test_avec_ce_que_la_caf_a_saisi(self, monde: Monde) -> None:
        fiche = fiche_de(ouvert(monde, "a"), JOUR)
        assert fiche.lue.une(Section.REPRESENTANT)["nom"] == "Paule Présidente"
        assert not FicheAdhesion.objects.exists()

    def test_avec_les_equipements_et_les_droits_d_un_partenaire_connu(self, monde: Monde) -> None:
        fiche = fiche_de(ouvert(monde, siret=SIRETS[0]), JOUR).lue
        assert [e["connu"] for e in fiche.liste(Section.EQUIPEMENTS)] == [monde.er.pk]
        roles = {p["prenom"]: p["roles"] for p in fiche.liste(Section.PERSONNES)}
        assert roles["Alice"] == {ACTIVITE: [TOUS]}
        assert not manques_de_la_fiche(fiche_de(ouvert(monde, siret=SIRETS[0]), JOUR))


class TestEnregistrer:
    def test_les_deux_cotes_et_personne_d_autre(self, monde: Monde) -> None:
        dossier = ouvert(monde, "a")
        remplie(monde, dossier, qui=suivi_par(monde, dossier))
        typer(monde, dossier, Section.MANDATAIRE, {"nom": ""})
        assert not manques_de_la_fiche(fiche_de(dossier, JOUR))
        with acte_interdit():
            typer(monde, dossier, Section.CONTACTS, CONTACT, qui=monde.conseiller)
        ligne = LigneJournal.objects.filter(action="adhesion.fiche").latest("pk")
        assert "Aline" not in str(ligne.details)

    @pytest.mark.parametrize(
        ("section", "valeurs", "champ"),
        [
            (Section.PARTENAIRE, {"nom": "Les Alizés", "adresse": " "}, "adresse"),
            (Section.REPRESENTANT, {"nom": "P", "qualite": "m", "courriel": "p"}, "courriel"),
            (Section.MANDATAIRE, {"nom": "Max", "qualite": "directeur"}, "mandat_du"),
            (Section.EQUIPEMENTS, {**EQUIPEMENT, "lieux": []}, "lieux"),
            (Section.EQUIPEMENTS, {**EQUIPEMENT, "lieux": ["A", "B"]}, "organisation"),
            (Section.EQUIPEMENTS, {**EQUIPEMENT, "dispositif": "alsh"}, "dispositif"),
            (Section.PERSONNES, {**ALINE, "roles": {}}, ACTIVITE),
            (Section.PERSONNES, {**ALINE, "roles": {APPROBATEUR: ["e9"]}}, APPROBATEUR),
        ],
    )
    def test_ce_qui_ne_se_garde_pas(
        self, monde: Monde, section: Section, valeurs: dict[str, object], champ: str
    ) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            typer(monde, ouvert(monde, "a"), section, valeurs)
        assert refus.value.champ == champ
        assert not FicheAdhesion.objects.exists()

    def test_deux_personnes_ne_s_ecrasent_pas(self, monde: Monde, client: Client) -> None:
        dossier = ouvert(monde, "a")
        qui = suivi_par(monde, dossier)
        client.force_login(monde.responsable, CONNEXION)
        adresse = reverse("adhesions:section", args=[dossier.pk, "partenaire"])
        vue = client.get(adresse).context["formulaire"]["vue"].value()
        typer(monde, dossier, Section.PARTENAIRE, {"nom": "Les Alizés", "adresse": "A"}, qui=qui)
        saisie = {"nom": "Les Alizés", "adresse": "B", "telephone": "", "vue": vue}
        reponse = client.post(adresse, saisie)
        assertContains(reponse, "Paule Présidente a modifié cette partie", status_code=422)
        assertContains(reponse, 'value="B"', status_code=422)
        nouvelle = reponse.context["formulaire"]["vue"].value()
        client.post(adresse, saisie | {"vue": nouvelle})
        assert fiche_de(dossier, JOUR).lue.une(Section.PARTENAIRE)["adresse"] == "B"

    def test_une_ligne_retiree_pendant_qu_on_l_ecrit_rend_ce_qui_est_ecrit(
        self, monde: Monde, client: Client
    ) -> None:
        dossier = ouvert(monde, "a")
        typer(monde, dossier, Section.CONTACTS, CONTACT)
        (ligne,) = fiche_de(dossier, JOUR).lue.liste(Section.CONTACTS)
        client.force_login(monde.responsable, CONNEXION)
        adresse = reverse("adhesions:ligne", args=[dossier.pk, "contacts", ligne["cle"]])
        vue = client.get(adresse).context["formulaire"]["vue"].value()
        qui = acteur(monde.responsable)
        retirer(dossier.pk, Section.CONTACTS, ligne["cle"], vue=vue, acteur=qui)
        saisie = {**CONTACT, "fonction": "secrétaire de direction", "vue": vue}
        for _ in range(2):
            reponse = client.post(adresse, saisie)
            assertContains(reponse, "retirée de la fiche entre-temps", status_code=422)
            assertContains(reponse, 'value="secrétaire de direction"', status_code=422)
        assert not fiche_de(dossier, JOUR).lue.liste(Section.CONTACTS)
        assert client.get(adresse).status_code == 404

    def test_un_second_clic_n_ajoute_rien(self, monde: Monde) -> None:
        dossier = ouvert(monde, "a")
        for _ in range(2):
            typer(monde, dossier, Section.CONTACTS, CONTACT, vue="")
        assert len(fiche_de(dossier, JOUR).lue.liste(Section.CONTACTS)) == 1

    def test_une_adresse_par_personne(self, monde: Monde) -> None:
        dossier = ouvert(monde, "a")
        typer(monde, dossier, Section.EQUIPEMENTS, EQUIPEMENT)
        typer(monde, dossier, Section.PERSONNES, ALINE)
        with pytest.raises(DemandeInvalide, match="déjà cette adresse"):
            typer(monde, dossier, Section.PERSONNES, {**PAULE, "courriel": ALINE["courriel"]})

    def test_un_equipement_connu_ne_se_modifie_pas_ici(self, monde: Monde) -> None:
        dossier = ouvert(monde, siret=SIRETS[0])
        with acte_impossible("c’est elle qui le modifie"):
            typer(monde, dossier, Section.EQUIPEMENTS, EQUIPEMENT, cle="e1")


class TestRetirer:
    def test_les_roles_partent_avec_l_equipement(self, monde: Monde) -> None:
        dossier, responsable = ouvert(monde, "a"), acteur(monde.responsable)
        typer(monde, dossier, Section.EQUIPEMENTS, EQUIPEMENT)
        (cle,) = fiche_de(dossier, JOUR).lue.equipements
        typer(monde, dossier, Section.PERSONNES, {**ALINE, "roles": {ACTIVITE: [cle]}})
        for _ in range(2):
            vue = fiche_de(dossier, JOUR).vue(Section.EQUIPEMENTS)
            retirer(dossier.pk, Section.EQUIPEMENTS, cle, vue=vue, acteur=responsable)
        lue = fiche_de(dossier, JOUR).lue
        assert not lue.equipements
        assert lue.liste(Section.PERSONNES)[0]["roles"] == {}


class TestPieces:
    def test_ce_qui_est_depose_ne_change_plus_tant_que_la_caf_ne_refuse_pas(
        self, monde: Monde
    ) -> None:
        dossier = ouvert(monde, "c")
        typer(monde, dossier, Section.EQUIPEMENTS, EQUIPEMENT)
        piece = recue(monde, dossier)
        with acte_impossible("déjà déposée"):
            typer(monde, dossier, Section.EQUIPEMENTS, EQUIPEMENT | {"nom": "Autre"})
        pieces.refuser(dossier.pk, piece.pk, motif=MOTIF, acteur=acteur(monde.responsable))
        typer(monde, dossier, Section.EQUIPEMENTS, EQUIPEMENT | {"nom": "Autre"})

    def test_la_fiche_est_sous_les_yeux_de_qui_verifie(self, monde: Monde, client: Client) -> None:
        dossier = ouvert(monde, "c")
        piece = recue(monde, dossier)
        plus_tard = acteur(monde.responsable, MAINTENANT + timedelta(hours=1))
        enregistrer(dossier.pk, Section.EQUIPEMENTS, EQUIPEMENT, vue="", acteur=plus_tard)
        examen = reverse("adhesions:examiner", args=[dossier.pk, piece.pk])
        lue = texte(page(client, monde.responsable, examen))
        assert "Espace de rencontre des Alizés" in lue
        assert "Saisi après le dépôt de la pièce" in lue

    def test_le_papier_ne_se_remplit_pas_a_moitie(self, monde: Monde, client: Client) -> None:
        dossier = ouvert(monde, "c")
        client.force_login(monde.responsable, CONNEXION)
        adresse = reverse("adhesions:a_signer", args=[dossier.pk, "pj3"])
        reponse = client.get(adresse, follow=True)
        assertRedirects(reponse, reverse("adhesions:fiche", args=[dossier.pk]))
        assertContains(reponse, "ajouter un équipement au moins")
        remplie(monde, dossier)
        pdf = client.get(adresse)
        assert pdf.content.startswith(b"%PDF")
        assert pdf["Cache-Control"] == "private, no-store"

    def test_les_papiers_se_lisent_par_leurs_balises(self, monde: Monde) -> None:
        """PDF/UA, every kind of them: a screen reader finds headings, tables and their headers."""
        dossier = ouvert(monde, "a")
        remplie(monde, dossier)
        for genre in dossier.attendues:
            pdf = ouvrir_pdf(papier(fiche_de(dossier, JOUR), genre))
            assert pdf.metadata.title, genre
            assert pdf.root_object["/Lang"] == "fr"
            assert pdf.root_object["/MarkInfo"]["/Marked"]
            assert b"pdfuaid:part" in pdf.root_object["/Metadata"].get_data()
            trouvees = balises(pdf.root_object["/StructTreeRoot"], set())
            assert {"/H1", "/H2", "/P"} <= trouvees, genre
            if "/Table" in trouvees:
                assert {"/TR", "/TH", "/TD"} <= trouvees, genre

    def test_une_fiche_close_est_gardee(self, monde: Monde) -> None:
        dossier = ouvert(monde, "c")
        remplie(monde, dossier)
        cloture.classer_sans_suite(dossier.pk, motif=MOTIF, acteur=acteur(monde.responsable))
        with acte_impossible("classé sans suite"):
            typer(monde, dossier, Section.CONTACTS, CONTACT)
        with pytest.raises(DatabaseError, match="fiche_adhesion_gardee"), transaction.atomic():
            FicheAdhesion.objects.update(contenu={})


def test_la_personne_du_partenaire_remplit_la_fiche_par_ses_pages(
    monde: Monde, client: Client
) -> None:
    dossier = ouvert(monde, "a")
    client.force_login(suivi_par(monde, dossier), CONNEXION)
    for section, valeurs in (
        ("contacts", CONTACT),
        (
            "equipements",
            {**EQUIPEMENT, "lieux": "Chambéry\nAlbertville", "organisation": "antennes"},
        ),
    ):
        reponse = client.post(reverse("adhesions:ajouter", args=[dossier.pk, section]), valeurs)
        assert reponse.status_code == 302, reponse.content.decode()[:2000]
    (cle,) = fiche_de(dossier, JOUR).lue.equipements
    roles = {
        "fournisseur_activite": [TOUS],
        "approbateur": [cle],
        "gestionnaire_habilitations": "on",
    }
    ajout = reverse("adhesions:ajouter", args=[dossier.pk, "personnes"])
    client.post(ajout, {k: v for k, v in ALINE.items() if k != "roles"} | roles)
    lue = texte(client.get(reverse("adhesions:fiche", args=[dossier.pk])).content.decode())
    for dit in ("Chambéry, Albertville", "Aline Saisie", "Tout le partenaire", "À compléter"):
        assert dit in lue
    ligne = reverse("adhesions:ligne", args=[dossier.pk, "personnes", "p3"])
    assertContains(client.get(ligne), "aline@alizes.test")
    for nom, partie in (("section", "contacts"), ("ajouter", "partenaire"), ("section", "autre")):
        absente = reverse(f"adhesions:{nom}", args=[dossier.pk, partie])
        assert client.get(absente).status_code == 404
