"""Each act tells at once whom it concerns, in words that they may read, and only while it holds."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.services import instruction, volets
from declarations.services.assistance import assister
from declarations.services.derogations import accorder_derogation
from habilitations.models import Habilitation, Role, Utilisateur
from portal.dossiers.models import Avis
from portal.socle import fuseaux
from portal.socle.models import Courriel
from portal.socle.refus import ActionRefusee
from tests.declarations.cct import declaration_cct
from tests.declarations.remplir import jusqu_a, signer
from tests.declarations.services.amenees import amenee, oublier
from tests.monde import DEBUT, JOUR, Monde, acteur, changer, habiliter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]

MOTIF = "Le compte 64 ne correspond pas à votre compte de résultat : 41 327,19 € en trop."
POUR_LE = date(2026, 2, 20)


def prevenus() -> set[str]:
    """Who got a notice; each of them got one e-mail, which says the same."""
    avis = list(Avis.objects.select_related("personne"))
    assert sorted(a.personne.email for a in avis) == sorted(
        Courriel.objects.values_list("destinataire", flat=True)
    )
    assert len({a.personne_id for a in avis}) == len(avis)
    return {a.personne.email for a in avis}


def adresses(*gens: Utilisateur) -> set[str]:
    return {un.email for un in gens}


def corriger(declaration: Declaration, monde: Monde, **options: object) -> None:
    instruction.demander_correction(
        declaration.pk,
        acteur=acteur(monde.conseiller),
        **{"motif": MOTIF, "pour_le": POUR_LE, **options},
    )


class TestQui:
    def test_a_approuver_l_approbateur_et_lui_seul(self, monde: Monde) -> None:
        signer(amenee(monde, "en_saisie"), monde)
        assert prevenus() == adresses(monde.passerelles.approbateur)
        courriel = Courriel.objects.get()
        assert courriel.objet.startswith("Une déclaration est à approuver – ")
        assert "/approbation/" in courriel.texte

    def test_transmise_le_conseiller_et_les_fournisseurs(self, monde: Monde) -> None:
        declaration = amenee(monde, "a_approuver")
        gens = monde.passerelles
        jusqu_a(declaration, monde, "transmise")
        assert prevenus() == adresses(monde.conseiller, gens.activite, gens.finances)
        au_conseiller = Avis.objects.get(personne=monde.conseiller)
        assert au_conseiller.phrase == (
            f"{gens.gestionnaire.nom} a transmis cette déclaration : elle est à prendre en charge."
        )

    def test_renvoyee_le_fournisseur_du_volet_sans_le_motif(self, monde: Monde) -> None:
        declaration, gens = amenee(monde, "a_approuver"), monde.passerelles
        volets.renvoyer_volet(
            declaration.pk, "finances", acteur=acteur(gens.approbateur), motif=MOTIF
        )
        assert prevenus() == adresses(gens.finances)
        courriel = Courriel.objects.get()
        assert "vous renvoie les données financières" in courriel.texte
        assert f"/declarations/{declaration.pk}/volets/finances/" in courriel.texte
        assert MOTIF not in courriel.texte + courriel.html

    def test_validee_tout_le_partenaire(self, monde: Monde) -> None:
        declaration, gens = amenee(monde, "en_instruction"), monde.passerelles
        instruction.valider(declaration.pk, acteur=acteur(monde.conseiller))
        assert prevenus() == adresses(gens.activite, gens.finances, gens.approbateur)

    def test_rectificative_pour_un_jour_nomme(self, monde: Monde) -> None:
        declaration = amenee(monde, "validee")
        instruction.ouvrir_rectificative(
            declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF, pour_le=POUR_LE
        )
        assert len(prevenus()) == 3
        assert "pour le vendredi 20 février 2026" in Courriel.objects.first().texte

    def test_sans_objet_puis_retablie(self, monde: Monde) -> None:
        declaration, conseiller = amenee(monde, "en_saisie"), acteur(monde.conseiller)
        instruction.declarer_sans_objet(declaration.pk, acteur=conseiller, motif=MOTIF)
        assert len(prevenus()) == 3
        oublier()
        instruction.retablir(declaration.pk, acteur=conseiller, motif=MOTIF)
        assert len(prevenus()) == 3

    def test_derogation_et_saisie_par_la_caf(self, monde: Monde) -> None:
        declaration, conseiller = amenee(monde, "a_saisir"), acteur(monde.conseiller)
        accorder_derogation(
            declaration.pk, acteur=conseiller, motif=MOTIF, expire_le=date(2026, 4, 3)
        )
        assert len(prevenus()) == 3
        assert "jusqu’au vendredi 3 avril 2026 inclus" in Avis.objects.first().phrase
        oublier()
        assister(declaration.pk, acteur=conseiller, motif=MOTIF)
        assert len(prevenus()) == 3

    def test_outre_mer_le_courriel_et_la_page_disent_l_heure_de_la_caf(
        self, monde: Monde, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Two hours are never read without their places: Paris's, and the Caf's."""
        monkeypatch.setitem(fuseaux._LIEUX, monde.caf.code, fuseaux._LIEUX["971"])
        declaration = amenee(monde, "a_saisir")
        accorder_derogation(
            declaration.pk,
            acteur=acteur(monde.conseiller),
            motif=MOTIF,
            expire_le=date(2026, 4, 3),
        )
        local = "à minuit, heure de Paris, soit 18 h 00 en Guadeloupe"
        assert local in Courriel.objects.first().texte.replace("\u00a0", " ")
        client.force_login(monde.passerelles.activite)
        page = client.get(reverse("declarations:dossier", args=[declaration.pk]))
        assert local in page.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")

    def test_un_remplacant_recoit_a_la_place_du_titulaire(self, monde: Monde) -> None:
        declaration, portefeuille = amenee(monde, "a_approuver"), monde.portefeuille
        portefeuille.remplacant = monde.hors_portefeuille
        portefeuille.remplacement_du, portefeuille.remplacement_au = JOUR, JOUR
        portefeuille.save()
        jusqu_a(declaration, monde, "transmise")
        assert monde.hors_portefeuille.email in prevenus()
        assert monde.conseiller.email not in prevenus()

    def test_une_personne_de_plusieurs_roles_un_seul_courriel(self, monde: Monde) -> None:
        declaration, gens = amenee(monde, "en_instruction"), monde.passerelles
        habiliter(gens.activite, gens.gestionnaire, monde.caf, Role.FOURNISSEUR_FINANCES)
        instruction.valider(declaration.pk, acteur=acteur(monde.conseiller))
        assert len(prevenus()) == 3

    def test_jamais_a_qui_l_a_fait_ni_a_qui_n_a_plus_de_droit(self, monde: Monde) -> None:
        declaration, gens = amenee(monde, "en_saisie"), monde.passerelles
        changer(Habilitation.objects.filter(utilisateur=gens.activite), role=Role.APPROBATEUR)
        changer(Habilitation.objects.filter(utilisateur=gens.approbateur), au=DEBUT)
        habiliter(gens.finances, gens.gestionnaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
        habiliter(gens.finances, gens.gestionnaire, monde.caf, Role.APPROBATEUR)
        for volet in ("activite", "finances"):
            volets.signer_volet(declaration.pk, volet, acteur=acteur(gens.finances))
        assert prevenus() == adresses(gens.activite)


class TestCorrection:
    def test_le_fournisseur_du_volet_et_l_approbateur(self, monde: Monde) -> None:
        declaration, gens = amenee(monde, "en_instruction"), monde.passerelles
        corriger(declaration, monde, volets=["finances"])
        assert prevenus() == adresses(gens.finances, gens.approbateur)
        avis = Avis.objects.first()
        assert avis.points == [
            {
                "libelle": "Les données financières",
                "chemin": f"/declarations/{declaration.pk}/volets/finances/",
            }
        ]

    def test_chaque_champ_est_nomme_et_lie(self, monde: Monde) -> None:
        declaration = amenee(monde, "en_instruction")
        corriger(declaration, monde, champs=["comptes.60"])
        (point,) = Avis.objects.first().points
        assert point["chemin"].startswith(f"/declarations/{declaration.pk}/volets/finances/")
        assert "#" in point["chemin"]
        texte = Courriel.objects.first().texte
        assert point["libelle"] in texte
        assert point["chemin"] in texte

    def test_dix_champs_puis_les_autres(self, monde: Monde) -> None:
        declaration = amenee(monde, "en_instruction")
        champs = [
            c
            for c in declaration.version_courante.volets.get(nature="finances").donnees
            if c.startswith("comptes.")
        ]
        assert len(champs) > 10
        corriger(declaration, monde, champs=champs)
        courriel = Courriel.objects.first()
        restent = len(champs) - 10
        assert courriel.texte.count("#") == 10
        assert f"- et {restent} autre" in courriel.texte
        assert f"et {restent} autre" in courriel.html

    def test_refusee_elle_ne_dit_rien(self, monde: Monde) -> None:
        declaration = amenee(monde, "en_instruction")
        corriger(declaration, monde, volets=["finances"])
        avant = Courriel.objects.count()
        with pytest.raises(ActionRefusee):  # a second click
            corriger(declaration, monde, volets=["finances"])
        assert (Courriel.objects.count(), Avis.objects.count()) == (avant, avant)


def test_un_fournisseur_d_activite_de_cct_ne_lit_ni_champ_reserve_ni_motif(monde: Monde) -> None:
    """A salary is neither named to who may not read it, nor quoted to anybody."""
    declaration, saisies = declaration_cct(monde)
    jusqu_a(declaration, monde, "en_instruction", changements=saisies)
    declaration.refresh_from_db()
    oublier()
    salaire = next(c for c in saisies if c.endswith(".salaire_charge"))
    corriger(declaration, monde, volets=["activite"], champs=[salaire])
    gens = monde.passerelles
    assert prevenus() == adresses(gens.activite, gens.finances, gens.approbateur)
    lus = {a.personne_id: [p["libelle"] for p in a.points] for a in Avis.objects.all()}
    assert len(lus[gens.finances.pk]) == 2
    assert lus[gens.activite.pk] == ["Les données d’activité"]
    for courriel in Courriel.objects.all():
        assert "41\u202f327" not in courriel.texte + courriel.html
        assert "41 327" not in courriel.texte + courriel.html
