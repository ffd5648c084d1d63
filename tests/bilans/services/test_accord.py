"""Agreement both ways: what one side says fills the other, and a gap is aligned or explained."""

import pytest

from bilans.models import Bilan, EcartExplique
from bilans.services import accord
from bilans.services.bilan import ouvrir
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.ecarts import Accord
from declarations.models import ChiffrePartage, Declaration
from declarations.services import justifications, saisie
from declarations.services.dossier import ouvrir as ouvrir_declaration
from habilitations.permissions import Acteur
from portal.saisie.services.enregistrement import garder
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.bilans.bilans import ouvrir_bilan
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import referentiels
from tests.monde import Monde, acteur

pytestmark = pytest.mark.django_db
LA = "collectifs.c1.enfants"
TEXTE = "Deux enfants sont arrivés en juin, après la déclaration."


@pytest.fixture
def reelle(monde: Monde) -> Declaration:
    referentiels(monde.caf)
    return declaration_clas(monde, collectifs=2, nature="reelle")


@pytest.fixture
def bilan(reelle: Declaration) -> Bilan:
    return ouvrir_bilan(reelle.equipement, "bilan_clas", reelle.annee)


@pytest.fixture
def alice(monde: Monde) -> Acteur:
    return acteur(monde.passerelles.activite)


def ici(bilan: Bilan, alice: Acteur) -> str:
    """The chemin, in the bilan, of the children of the first collectif."""
    dossier = ouvrir(bilan.pk, alice)
    chiffres = dossier.accord.chiffres
    return next(c.place.chemin for c in chiffres if c.chemin == LA)


def repondre(bilan: Bilan, alice: Acteur, **reponses: str) -> None:
    """Answers laid as a save would lay them."""
    dossier = ouvrir(bilan.pk, alice)
    chemin = ici(bilan, alice)
    dossier.feuille.poser(chemin, reponses["enfants"])
    garder(dossier.feuille, [chemin], alice.utilisateur, alice.maintenant)
    dossier.oublier()
    accord.partager(dossier)


def declarer(reelle: Declaration, alice: Acteur, enfants: str) -> None:
    volet = Declaration.objects.get(pk=reelle.pk).version_courante.volet("activite")
    saisie.enregistrer(
        reelle.pk, "activite", acteur=alice, revision=volet.revision, brut={LA: enfants}
    )


def lu(bilan: Bilan, alice: Acteur) -> Accord:
    return ouvrir(bilan.pk, alice).accord


def constats(reelle: Declaration, alice: Acteur) -> list[str]:
    evaluation = ouvrir_declaration(reelle.pk, alice).evaluation
    return [s.sorte for s in evaluation.constats if s.constat.code == "C15"]


class TestRemplir:
    def test_la_declaration_vide_prend_le_chiffre_du_bilan_a_confirmer(
        self, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        repondre(bilan, alice, enfants="12")
        volet = Declaration.objects.get(pk=reelle.pk).version_courante.volet("activite")
        assert volet.donnees[LA] == "12"
        assert volet.a_confirmer == {LA: bilan.libelle}
        assert ChiffrePartage.objects.get(dossier=bilan, chemin=LA).valeur == "12"

    def test_un_chiffre_declare_n_est_jamais_remplace(
        self, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        declarer(reelle, alice, "10")
        repondre(bilan, alice, enfants="12")
        volet = Declaration.objects.get(pk=reelle.pk).version_courante.volet("activite")
        assert volet.donnees[LA] == "10"

    def test_ce_qui_est_vide_a_dessein_le_reste(
        self, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        declarer(reelle, alice, "10")
        declarer(reelle, alice, "")
        repondre(bilan, alice, enfants="12")
        volet = Declaration.objects.get(pk=reelle.pk).version_courante.volet("activite")
        assert LA not in volet.donnees

    def test_le_bilan_reprend_les_chiffres_declares_une_fois(
        self, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        declarer(reelle, alice, "10")
        assert accord.reprendre_de_la_declaration(bilan.pk, acteur=alice) == 1
        bilan = Bilan.objects.get(pk=bilan.pk)
        chemin = ici(bilan, alice)
        assert bilan.feuille.donnees == {chemin: "10"}
        assert bilan.feuille.a_confirmer == {chemin: reelle.libelle}
        assert bilan.etat == "en_cours"
        assert accord.reprendre_de_la_declaration(bilan.pk, acteur=alice) == 0

    def test_qui_ne_remplit_pas_ne_reprend_pas(
        self, monde: Monde, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        declarer(reelle, alice, "10")
        for personne in (monde.passerelles.approbateur, monde.conseiller):
            with pytest.raises(ActionRefusee) as refus:
                accord.reprendre_de_la_declaration(bilan.pk, acteur=acteur(personne))
            assert refus.value.interdite

    def test_un_chiffre_retire_du_bilan_n_est_plus_compare(
        self, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        declarer(reelle, alice, "10")
        repondre(bilan, alice, enfants="12")
        repondre(bilan, alice, enfants="")
        assert not ChiffrePartage.objects.filter(dossier=bilan).exists()
        assert constats(reelle, alice) == []


class TestEcart:
    def test_un_ecart_arrete_les_deux_envois(
        self, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        declarer(reelle, alice, "10")
        repondre(bilan, alice, enfants="12")
        assert [c.chemin for c in lu(bilan, alice).ecarts] == [LA]
        assert ouvrir(bilan.pk, alice).situation.ecarts == 1
        assert constats(reelle, alice) == ["a_justifier"]
        assert ouvrir_declaration(reelle.pk, alice).situation.obstacles["activite"] >= 1

    def test_aligne_il_n_arrete_plus_rien(
        self, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        declarer(reelle, alice, "10")
        repondre(bilan, alice, enfants="12")
        declarer(reelle, alice, "12")
        assert lu(bilan, alice).ecarts == ()
        assert constats(reelle, alice) == []

    def test_explique_dans_le_bilan_il_l_est_aussi_pour_la_declaration(
        self, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        declarer(reelle, alice, "10")
        repondre(bilan, alice, enfants="12")
        accord.expliquer(bilan.pk, LA, acteur=alice, texte=TEXTE)
        accord.expliquer(bilan.pk, LA, acteur=alice, texte=TEXTE)
        assert EcartExplique.objects.get().texte == TEXTE
        assert lu(bilan, alice).ecarts == ()
        assert constats(reelle, alice) == ["pour_information"]
        declarer(reelle, alice, "9")
        assert [c.chemin for c in lu(bilan, alice).ecarts] == [LA]
        assert constats(reelle, alice) == ["a_justifier"]

    def test_justifie_dans_la_declaration_il_l_est_aussi_pour_le_bilan(
        self, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        declarer(reelle, alice, "10")
        repondre(bilan, alice, enfants="12")
        justifications.justifier(
            reelle.pk, f"C15:{LA}:{bilan.pk}", acteur=alice, motif="autre", texte=TEXTE
        )
        assert lu(bilan, alice).ecarts == ()
        repondre(bilan, alice, enfants="13")
        assert [c.chemin for c in lu(bilan, alice).ecarts] == [LA]

    def test_rien_a_expliquer_ou_trop_peu_dit(
        self, bilan: Bilan, reelle: Declaration, alice: Acteur
    ) -> None:
        declarer(reelle, alice, "10")
        repondre(bilan, alice, enfants="10")
        with pytest.raises(DemandeInvalide, match="concordent"):
            accord.expliquer(bilan.pk, LA, acteur=alice, texte=TEXTE)
        repondre(bilan, alice, enfants="12")
        with pytest.raises(DemandeInvalide):
            accord.expliquer(bilan.pk, LA, acteur=alice, texte="ok")
        with pytest.raises(DemandeInvalide):
            accord.expliquer(bilan.pk, "collectifs.c9.enfants", acteur=alice, texte=TEXTE)


class TestSansReelle:
    def test_une_previsionnelle_n_est_pas_comparee(self, monde: Monde, alice: Acteur) -> None:
        previsionnelle = declaration_clas(monde, collectifs=1)
        bilan = ouvrir_bilan(previsionnelle.equipement, "bilan_clas", previsionnelle.annee)
        accorde = BilanOuvert(bilan, alice, frozenset()).accord
        assert (accorde.declaration, accorde.chiffres) == (None, ())
