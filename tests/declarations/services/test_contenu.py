"""What a version says: one answer, the same questions before and after the sending."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from declarations.models import Declaration, Version
from declarations.regles.etats import ActeurDossier, Etat
from declarations.regles.grille import ACTIVITE, FINANCES, VOLETS
from declarations.regles.lecteurs import Lecteur
from declarations.services.contenu import Contenu, Fige, Vivant, contenu_de, contenu_en_vigueur
from declarations.services.contenu.references import references_de
from declarations.services.lignes import lignes_du_moment
from habilitations.models import Lieu
from tests.declarations.cct import declaration_cct
from tests.declarations.recepisses import HAUSSE
from tests.declarations.remplir import jusqu_a, remplir
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")

EXECUTER = "declarations.services.contenu.evaluation.executer"
CAF = Lecteur(cote_caf=True)
DECLARANT = Lecteur(frozenset({ActeurDossier.FOURNISSEUR_ACTIVITE}))
QUESTIONS: dict[str, Callable[[Contenu], object]] = {
    "lignes": lambda c: c.lignes,
    "figures": lambda c: dict(c.donnees),
    "places": lambda c: list(c.emplacements),
    "constats": lambda c: c.constats,
    "montant": lambda c: c.montant(CAF).estimation.montant,
    "par sorte": lambda c: c.compte(CAF).par_sorte,
    "pièces": lambda c: c.pieces,
}


@pytest.fixture
def a_approuver(monde: Monde) -> Declaration:
    """A réelle whose charges moved, justified, not sent yet; the exercice before was sent."""
    jusqu_a(monde.declaration("reelle", 2024), monde, Etat.TRANSMISE)
    declaration = monde.declaration("reelle", 2025)
    return jusqu_a(declaration, monde, Etat.A_APPROUVER, changements=HAUSSE)


def courante(declaration: Declaration) -> Version:
    """The version at work, read again with its declaration."""
    return Version.objects.select_related("declaration__equipement", "calcul").get(
        declaration=declaration, numero=1
    )


def renommer_les_lieux(declaration: Declaration) -> None:
    lieux = Lieu.objects.filter(equipement=declaration.equipement)
    assert lieux.update(nom=Concat(Value("Autre "), "nom"))


def test_l_envoi_fige_ce_que_la_version_disait(a_approuver: Declaration, monde: Monde) -> None:
    """Every question has the same answer just before and just after, but for who was counted."""
    avant = contenu_de(courante(a_approuver))
    reponses = {nom: question(avant) for nom, question in QUESTIONS.items()}
    assert isinstance(avant, Vivant)
    assert reponses["montant"]
    assert reponses["constats"]

    jusqu_a(a_approuver, monde, Etat.TRANSMISE)

    apres = contenu_de(courante(a_approuver))
    assert isinstance(apres, Fige)
    for nom, question in QUESTIONS.items():
        assert question(apres) == reponses[nom], nom
    assert [apres.progression(v) for v in VOLETS] == [avant.progression(v) for v in VOLETS]
    assert apres.montant_calcule == reponses["montant"]


def test_ce_qui_fut_envoye_n_est_ni_calcule_ni_relu_ailleurs(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lieu closed or renamed since changes nothing, and no check runs."""
    declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)
    version = courante(declaration)
    avant = contenu_de(version).lignes
    renommer_les_lieux(declaration)
    monkeypatch.setattr(EXECUTER, lambda *_: pytest.fail("évalué"))

    contenu = contenu_de(courante(declaration))

    assert contenu.lignes == avant
    assert all(li.libelle.startswith("Autre ") for li in lignes_du_moment(declaration, version))
    assert contenu.compte(CAF).demandees == 0
    assert contenu.montant(CAF).estimation.montant == version.calcul.montant


def test_un_brouillon_dit_ce_qui_est_vrai_maintenant(monde: Monde) -> None:
    declaration = remplir(monde.declaration(), monde)
    renommer_les_lieux(declaration)

    contenu = contenu_de(courante(declaration))

    assert all(ligne.libelle.startswith("Autre ") for ligne in contenu.lignes)
    assert contenu.compte(CAF).demandees > 0


def test_un_brouillon_dit_ses_champs_sans_lancer_de_controle(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a save asks is cheap: rows and fields, in one query."""
    monkeypatch.setattr(EXECUTER, lambda *_: pytest.fail("évalué"))
    version = courante(monde.declaration())

    with CaptureQueriesContext(connection) as requetes:
        contenu = contenu_de(version)
        par_volet = {volet: contenu.places(volet) for volet in VOLETS}

    assert len(requetes) == 1
    assert par_volet[ACTIVITE]
    assert par_volet[FINANCES]
    assert par_volet[ACTIVITE] | par_volet[FINANCES] == contenu.emplacements


def test_chacun_n_y_lit_que_ce_qui_est_a_lui(monde: Monde) -> None:
    """The salaries of a CCT: neither the fields, nor the constats about them, nor the amount."""
    declaration, _ = declaration_cct(monde)
    contenu = contenu_de(courante(declaration))

    reservees = contenu.emplacements.keys() - contenu.places_lisibles(DECLARANT).keys()
    tus = [c for c in contenu.constats if c not in contenu.constats_lus(DECLARANT)]

    assert contenu.places_lisibles(CAF) == contenu.emplacements
    assert "comptes.64" in reservees
    assert any(chemin.endswith("salaire_charge") for chemin in reservees)
    assert {c for constat in tus for c in constat.get("chemins", ())} & reservees
    assert contenu.constats_lus(CAF) == contenu.constats
    assert contenu.montant(DECLARANT).estimation.est_plafond
    assert not contenu.montant(CAF).estimation.est_plafond


def test_un_compte_ne_porte_que_sur_les_volets_demandes(monde: Monde) -> None:
    contenu = contenu_de(courante(monde.declaration()))

    parts = [contenu.compte(CAF, (volet,)).demandees for volet in VOLETS]

    assert all(parts)
    assert sum(parts) == contenu.compte(CAF).demandees


def test_la_version_qui_compte(monde: Monde) -> None:
    """None before the sending; then the one sent, with a correction at work beside it."""
    declaration = monde.declaration()
    assert contenu_en_vigueur(declaration) is None

    jusqu_a(declaration, monde, Etat.A_CORRIGER)
    declaration.refresh_from_db()
    en_vigueur = contenu_en_vigueur(declaration)

    assert en_vigueur is not None
    assert en_vigueur.version.numero == 1
    assert isinstance(contenu_de(declaration.version_courante), Vivant)


def test_une_reference_est_ce_qui_fut_envoye(a_approuver: Declaration) -> None:
    """C06 reads rows, figures and amount of the exercice before as its sending kept them."""
    precedent, _ = references_de(a_approuver)

    assert precedent is not None
    autre = Declaration.objects.get(nature="reelle", annee=2024)
    contenu = contenu_en_vigueur(autre)
    assert contenu is not None
    assert (precedent.lignes, precedent.donnees) == (contenu.lignes, contenu.donnees)
    assert (precedent.montant, precedent.libelle) == (contenu.montant_calcule, autre.libelle)
