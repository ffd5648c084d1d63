"""A declaration opened to be read, or locked to be acted on: the same answers."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.http import HttpRequest

from declarations.models import Declaration
from declarations.regles.etats import Action, Etat
from declarations.regles.grille import ACTIVITE, FINANCES, VOLETS
from declarations.services.dossier import DossierVerrouille, ouvrir
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.saisie import enregistrer
from declarations.views.chargement import charger
from habilitations.models import Utilisateur
from tests.declarations.cct import declaration_cct
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")

EXECUTER = "declarations.services.contenu.evaluation.executer"
QUESTIONS: dict[str, Callable[[DossierOuvert], object]] = {
    "qui": lambda d: (d.acteurs, d.cote_caf, d.pour_le_partenaire),
    "figures": lambda d: (d.contenu.lignes, dict(d.contenu.donnees), list(d.emplacements)),
    "compte": lambda d: d.compte(),
    "montant": lambda d: d.estimation,
    "actes": lambda d: [a for a in Action if d.peut(a, ACTIVITE)],
    "situation": lambda d: (d.situation.etat, dict(d.situation.obstacles)),
    "échéance": lambda d: d.echeance,
    "lecture": lambda d: (d.figures_visibles, d.lit_tout, d.caches, list(d.places_lisibles)),
    "pièces": lambda d: (d.a_des_reserves, d.piece_reservee),
    "demande": lambda d: d.demande and d.demande.motif,
}


def charge(declaration: Declaration, qui: Utilisateur) -> DossierOuvert:
    """As a page opens it."""
    requete = HttpRequest()
    requete.acteur = acteur(qui)
    return charger(requete, declaration.pk)


@pytest.mark.parametrize(
    "etat", [Etat.A_SAISIR, Etat.EN_SAISIE, Etat.A_APPROUVER, Etat.TRANSMISE, Etat.A_CORRIGER]
)
def test_charge_ou_verrouille_il_repond_la_meme_chose(monde: Monde, etat: Etat) -> None:
    declaration, gens = jusqu_a(monde.declaration(), monde, etat), monde.passerelles
    for qui in (gens.activite, gens.finances, gens.approbateur, monde.conseiller):
        lu = charge(declaration, qui)
        with transaction.atomic():
            verrouille = ouvrir(declaration.pk, acteur(qui))
            for nom, question in QUESTIONS.items():
                assert question(verrouille) == question(lu), (nom, qui)


def test_les_salaires_restent_caches_des_deux_facons(monde: Monde) -> None:
    """Who reads no salary has the same fields kept from them, on a page and in an act."""
    declaration, _ = declaration_cct(monde)
    lu = charge(declaration, monde.passerelles.activite)
    with transaction.atomic():
        verrouille = ouvrir(declaration.pk, acteur(monde.passerelles.activite))
        assert verrouille.caches == lu.caches
    assert FINANCES in lu.caches
    assert not lu.lit_le_volet(FINANCES)
    assert lu.estimation.est_plafond
    assert charge(declaration, monde.passerelles.finances).caches == frozenset()


def test_on_n_agit_que_sur_un_dossier_verrouille(monde: Monde) -> None:
    lu = charge(monde.declaration(), monde.passerelles.activite)
    assert not isinstance(lu, DossierVerrouille)
    assert not {"exiger", "passer_a", "accomplir", "journaliser"} & set(dir(lu))


def test_les_controles_ne_se_jouent_que_si_une_regle_les_demande(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typing, joining, giving up: no check. Signing: all of them, once."""
    joues: list[object] = []
    monkeypatch.setattr(EXECUTER, lambda contexte: joues.append(contexte) or ())
    lu = charge(monde.declaration(), monde.passerelles.activite)

    assert lu.peut(Action.SAISIR, ACTIVITE)
    assert lu.a_le_role(Action.SIGNER, ACTIVITE)
    assert lu.situation.etat == Etat.A_SAISIR
    assert joues == []

    assert lu.peut(Action.SIGNER, ACTIVITE)
    assert lu.compte((ACTIVITE,)).demandees
    assert dict(lu.situation.obstacles) == {}
    assert len(joues) == 1


def test_ce_qui_fut_envoye_n_a_plus_d_obstacle(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)
    monkeypatch.setattr(EXECUTER, lambda *_: pytest.fail("évalué"))
    assert charge(declaration, monde.conseiller).situation.obstacles == {}


def test_un_enregistrement_rend_le_dossier_tel_qu_il_le_laisse(monde: Monde) -> None:
    """What was read of the figures before the write is not said again after it."""
    declaration = monde.declaration()
    chemin = next(
        chemin
        for chemin, place in charge(declaration, monde.passerelles.activite)
        .places(ACTIVITE)
        .items()
        if place.champ.est_saisi and place.champ.est_numerique
    )

    resultat = enregistrer(
        declaration.pk,
        ACTIVITE,
        acteur=acteur(monde.passerelles.activite),
        revision=0,
        brut={chemin: "12"},
    )

    assert resultat.dossier.contenu.donnees[chemin] == "12"
    faits = [resultat.dossier.progression(volet).faits for volet in VOLETS]
    assert faits == [1, 0]
