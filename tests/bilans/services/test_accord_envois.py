"""A bilan and its réelle led side by side to their sendings, by the acts of those who hold them."""

import pytest

from bilans.models import Bilan
from bilans.services.accord import expliquer
from bilans.services.bilan import ouvrir
from bilans.services.definitions import definition_du_bilan
from bilans.services.envoi import transmettre as transmettre_bilan
from bilans.services.faits import faits_du_bilan
from declarations.models import Declaration
from declarations.services import justifications, saisie, volets
from portal.saisie.regles.valeurs import Valeur
from portal.socle.refus import ActionRefusee
from tests.bilans.bilans import ouvrir_bilan
from tests.bilans.remplir import remplir as repondre_a_tout
from tests.bilans.services.test_saisie import saisir
from tests.declarations import remplir as declaration
from tests.declarations.clas import declaration_clas
from tests.monde import Monde, acteur

pytestmark = pytest.mark.django_db
LA = "collectifs.c1.enfants"
COLLECTIF = {LA: "10", "collectifs.c1.filles": "6", "collectifs.c1.garcons": "4"}
TEXTE = "Deux enfants sont arrivés en juin, après la déclaration."


@pytest.fixture
def reelle(monde: Monde) -> Declaration:
    declaration.referentiels(monde.caf)
    return declaration_clas(monde, collectifs=1, nature="reelle")


@pytest.fixture
def bilan(reelle: Declaration) -> Bilan:
    return ouvrir_bilan(reelle.equipement, "bilan_clas", reelle.annee)


def repondre(bilan: Bilan, reelle: Declaration, monde: Monde) -> None:
    """Every answer of the bilan, its shared figures being those that the réelle will say."""
    alice = monde.passerelles.activite
    figures = declaration.valeurs_completes(reelle)["activite"] | COLLECTIF
    communs = {c.place.chemin: figures[c.chemin] for c in communs_de(bilan, monde)}
    # What is answered brings other questions: told twice.
    for _ in range(2):
        faits = faits_du_bilan(bilan)
        etat = repondre_a_tout(definition_du_bilan(bilan), faits, rang=0, donnees=communs)
        donnees = {c.replace(".", "__"): v for c, v in etat.comptees.items()}
        assert not saisir(bilan, alice, **donnees).erreurs


def communs_de(bilan: Bilan, monde: Monde) -> tuple:
    return ouvrir(bilan.pk, acteur(monde.passerelles.activite)).accord.chiffres


def changer_le_bilan(bilan: Bilan, monde: Monde, enfants: Valeur) -> None:
    ici = next(c.place.chemin for c in communs_de(bilan, monde) if c.chemin == LA)
    saisir(bilan, monde.passerelles.activite, **{ici.replace(".", "__"): enfants})


def declarer(reelle: Declaration, monde: Monde, enfants: str | None = None) -> None:
    """All the réelle asks, what the bilan gave being confirmed; or one other figure alone."""
    if enfants is None:
        declaration.remplir(reelle, monde, COLLECTIF)
    saisie.enregistrer(
        reelle.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=volet(reelle).revision,
        brut={LA: enfants} if enfants else {},
        confirmees=volet(reelle).a_confirmer,
    )


def volet(reelle: Declaration) -> object:
    return Declaration.objects.get(pk=reelle.pk).version_courante.volet("activite")


def transmettre_les_deux(bilan: Bilan, reelle: Declaration, monde: Monde) -> None:
    """The réelle signed by both providers, then both files sent by the approbateur."""
    reelle.refresh_from_db()
    declaration.signer(reelle, monde)
    declaration.transmettre(reelle, monde)
    transmettre_bilan(bilan.pk, acteur=acteur(monde.passerelles.approbateur))
    reelle.refresh_from_db()
    assert (reelle.etat, Bilan.objects.get(pk=bilan.pk).etat) == ("transmise", "transmis")


def test_le_bilan_remplit_la_reelle_et_les_deux_partent(
    monde: Monde, reelle: Declaration, bilan: Bilan
) -> None:
    repondre(bilan, reelle, monde)
    repris = {c.chemin for c in communs_de(bilan, monde)}
    assert volet(reelle).a_confirmer == dict.fromkeys(repris, bilan.libelle)

    # Nobody has confirmed them yet: the réelle is not signed, and the bilan does not wait for it.
    with pytest.raises(ActionRefusee):
        volets.signer_volet(reelle.pk, "activite", acteur=acteur(monde.passerelles.activite))
    declarer(reelle, monde)
    assert volet(reelle).a_confirmer == {}

    transmettre_les_deux(bilan, reelle, monde)
    assert not ouvrir(bilan.pk, acteur(monde.conseiller)).accord.ecarts


class TestEcart:
    """One figure differs: neither file leaves until somebody aligns or explains it."""

    @pytest.fixture(autouse=True)
    def _ecart(self, monde: Monde, reelle: Declaration, bilan: Bilan) -> None:
        repondre(bilan, reelle, monde)
        declarer(reelle, monde)
        changer_le_bilan(bilan, monde, "12")
        with pytest.raises(ActionRefusee, match="justifi"):
            volets.signer_volet(reelle.pk, "activite", acteur=acteur(monde.passerelles.activite))
        with pytest.raises(ActionRefusee, match="diffère"):
            transmettre_bilan(bilan.pk, acteur=acteur(monde.passerelles.approbateur))

    def test_aligne_dans_le_bilan(self, monde: Monde, reelle: Declaration, bilan: Bilan) -> None:
        changer_le_bilan(bilan, monde, COLLECTIF[LA])
        transmettre_les_deux(bilan, reelle, monde)

    def test_explique_dans_le_bilan(self, monde: Monde, reelle: Declaration, bilan: Bilan) -> None:
        expliquer(bilan.pk, LA, acteur=acteur(monde.passerelles.activite), texte=TEXTE)
        transmettre_les_deux(bilan, reelle, monde)

    def test_explique_dans_la_declaration(
        self, monde: Monde, reelle: Declaration, bilan: Bilan
    ) -> None:
        justifications.justifier(
            reelle.pk,
            f"C15:{LA}:{bilan.pk}",
            acteur=acteur(monde.passerelles.activite),
            motif="autre",
            texte=TEXTE,
        )
        transmettre_les_deux(bilan, reelle, monde)

    def test_expliquer_ne_vaut_que_pour_ces_deux_chiffres(
        self, monde: Monde, reelle: Declaration, bilan: Bilan
    ) -> None:
        expliquer(bilan.pk, LA, acteur=acteur(monde.passerelles.activite), texte=TEXTE)
        declarer(reelle, monde, "9")
        with pytest.raises(ActionRefusee, match="diffère"):
            transmettre_bilan(bilan.pk, acteur=acteur(monde.passerelles.approbateur))
