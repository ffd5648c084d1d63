"""Saving figures: refusals, merges, conflicts, history."""

import pytest

from declarations.models import Declaration
from declarations.services.erreurs import ChampsRefuses
from declarations.services.saisie import enregistrer
from declarations.services.volets import signer_volet
from portal.socle.refus import ActionRefusee
from tests.declarations.remplir import demander_correction, jusqu_a, remplir
from tests.monde import Monde, acteur


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    return monde.declaration()


def heures(declaration: Declaration, champ: str = "heures_entretiens", rang: int = 0) -> str:
    """Chemin of a field of one lieu."""
    return f"lieux.l{declaration.equipement.lieux.order_by('nom')[rang].pk}.{champ}"


def test_une_valeur_est_gardee_sous_sa_forme_canonique(
    monde: Monde, declaration: Declaration
) -> None:
    chemin = heures(declaration)

    fait = enregistrer(
        declaration.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=0,
        brut={chemin: "1 234,5"},
    )

    volet = declaration.version_courante.volets.get(nature="activite")
    assert fait.ecrits == (chemin,)
    assert volet.donnees == {chemin: "1234.50"}
    assert volet.auteurs[chemin][:2] == [1, monde.passerelles.activite.pk]
    declaration.refresh_from_db()
    assert declaration.etat == "en_saisie"


def test_les_valeurs_justes_sont_gardees_quand_une_autre_est_refusee(
    monde: Monde, declaration: Declaration
) -> None:
    juste, faux = heures(declaration), heures(declaration, rang=1)

    fait = enregistrer(
        declaration.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=0,
        brut={juste: "12,5", faux: "1e9"},
    )

    assert fait.ecrits == (juste,)
    assert set(fait.erreurs) == {faux}


@pytest.mark.parametrize("chemin", ["comptes.64", "inconnu", "lieux.l999.heures_entretiens"])
def test_un_champ_force_est_refuse_et_rien_n_est_ecrit(
    monde: Monde, declaration: Declaration, chemin: str
) -> None:
    with pytest.raises(ChampsRefuses):
        enregistrer(
            declaration.pk,
            "activite",
            acteur=acteur(monde.passerelles.activite),
            revision=0,
            brut={heures(declaration): "12", chemin: "5"},
        )

    assert declaration.version_courante.volets.get(nature="activite").donnees == {}


def test_deux_saisies_de_champs_differents_se_fusionnent(
    monde: Monde, declaration: Declaration
) -> None:
    qui = acteur(monde.passerelles.activite)
    a, b = heures(declaration), heures(declaration, rang=1)
    enregistrer(declaration.pk, "activite", acteur=qui, revision=0, brut={a: "10", b: ""})

    fait = enregistrer(declaration.pk, "activite", acteur=qui, revision=0, brut={a: "", b: "20"})

    volet = declaration.version_courante.volets.get(nature="activite")
    assert fait.conflits == ()
    assert volet.donnees == {a: "10", b: "20"}


def test_le_meme_champ_modifie_deux_fois_est_rendu_en_conflit(
    monde: Monde, declaration: Declaration
) -> None:
    qui, chemin = acteur(monde.passerelles.activite), heures(declaration)
    enregistrer(declaration.pk, "activite", acteur=qui, revision=0, brut={chemin: "10"})

    fait = enregistrer(declaration.pk, "activite", acteur=qui, revision=0, brut={chemin: "30"})

    (conflit,) = fait.conflits
    assert (conflit.mienne, conflit.autre) == ("30", "10")
    volet = declaration.version_courante.volets.get(nature="activite")
    assert volet.donnees == {chemin: "10"}


def test_chaque_valeur_passee_reste_dans_l_historique(
    monde: Monde, declaration: Declaration
) -> None:
    qui, chemin = acteur(monde.passerelles.activite), heures(declaration)
    for revision, valeur in enumerate(("10", "11", "")):
        enregistrer(
            declaration.pk, "activite", acteur=qui, revision=revision, brut={chemin: valeur}
        )

    volet = declaration.version_courante.volets.get(nature="activite")
    passees = [e.donnees.get(chemin) for e in volet.events.order_by("pgh_id")]
    assert passees == [None, "10", "11", None]


def test_le_mauvais_role_est_une_interdiction(monde: Monde, declaration: Declaration) -> None:
    with pytest.raises(ActionRefusee) as refus:
        enregistrer(
            declaration.pk,
            "finances",
            acteur=acteur(monde.passerelles.activite),
            revision=0,
            brut={"comptes.64": "1"},
        )

    assert refus.value.interdite


def test_un_volet_signe_ne_se_saisit_plus(monde: Monde, declaration: Declaration) -> None:
    remplir(declaration, monde)
    qui = acteur(monde.passerelles.activite)
    signer_volet(declaration.pk, "activite", acteur=qui)

    with pytest.raises(ActionRefusee) as refus:
        enregistrer(
            declaration.pk, "activite", acteur=qui, revision=1, brut={heures(declaration): "1"}
        )

    assert not refus.value.interdite
    assert "déjà signé" in str(refus.value)


def test_une_correction_limitee_n_ouvre_que_ses_champs(
    monde: Monde, declaration: Declaration
) -> None:
    jusqu_a(declaration, monde, "en_instruction")
    ouvert, ferme = heures(declaration), heures(declaration, rang=1)
    demander_correction(declaration, monde, volets=(), champs=(ouvert,))
    qui = acteur(monde.passerelles.activite)
    revision = declaration.version_courante.volets.get(nature="activite").revision

    with pytest.raises(ActionRefusee):
        enregistrer(declaration.pk, "activite", acteur=qui, revision=revision, brut={ferme: "1"})
    fait = enregistrer(
        declaration.pk, "activite", acteur=qui, revision=revision, brut={ouvert: "99"}
    )

    assert fait.ecrits == (ouvert,)


def test_la_declaration_d_un_autre_partenaire_n_existe_pas(
    monde: Monde, declaration: Declaration
) -> None:
    with pytest.raises(Declaration.DoesNotExist):
        enregistrer(
            declaration.pk, "activite", acteur=acteur(monde.voisins.activite), revision=0, brut={}
        )
