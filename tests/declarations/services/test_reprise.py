"""« Reprendre »: rows and descriptive fields, each to be confirmed, nothing unconfirmed is sent."""

import pytest

from declarations.elan.services.saisie import reprendre_elan
from declarations.models import Declaration
from declarations.regles.grille import LigneGrille
from declarations.services.ajout_lignes import retablir_ligne, retirer_ligne
from declarations.services.contenu import contenu_de
from declarations.services.envoi import transmettre
from declarations.services.reprise import MEME, PRECEDENT, reprendre_structure
from declarations.services.saisie import enregistrer
from declarations.services.volets import retirer_signature, signer_volet
from habilitations.models import Convention, PosteConventionne
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.cct import appeler_cct, coordination, declaration_cct
from tests.declarations.clas import (
    ANNEE,
    appeler_clas,
    declaration_clas,
    projet_clas,
    saisie_elan,
)
from tests.declarations.remplir import jusqu_a, justifier_tout, referentiels, remplir
from tests.monde import Monde, acteur


@pytest.fixture
def suivante(monde: Monde) -> Declaration:
    """A CCT prévisionnelle 2026, « à saisir », after a réelle 2025 that was sent."""
    ancienne, saisies = declaration_cct(monde)
    jusqu_a(ancienne, monde, "transmise", changements=saisies)
    return appeler_cct(ancienne.equipement, "previsionnelle", 2026)


def reprendre(declaration: Declaration, monde: Monde, source: str = PRECEDENT) -> int:
    fait = reprendre_structure(declaration.pk, source, acteur=acteur(monde.passerelles.activite))
    declaration.refresh_from_db()
    return fait


def activite(declaration: Declaration):  # type: ignore[no-untyped-def]
    return declaration.version_courante.volets.get(nature="activite")


def test_les_personnes_sont_reprises_a_confirmer_et_rien_de_l_annee(
    monde: Monde, suivante: Declaration
) -> None:
    assert reprendre(suivante, monde)

    volet = activite(suivante)
    cles = [ligne["cle"] for ligne in suivante.version_courante.lignes]
    assert len(cles) == 2
    assert volet.donnees[f"postes.{cles[0]}.nom"] == "Coop"
    assert set(volet.donnees) == set(volet.a_confirmer)
    assert {c.rpartition(".")[2] for c in volet.donnees} == {
        "nom", "prenom", "intitule", "thematiques", "chef_de_projet", "etp",
    }  # fmt: skip
    assert set(volet.a_confirmer.values()) == {"Réelle 2025"}
    finances = suivante.version_courante.volets.get(nature="finances")
    assert finances.donnees == {}


def test_un_second_clic_n_ajoute_rien(monde: Monde, suivante: Declaration) -> None:
    reprendre(suivante, monde)
    avant = activite(suivante).revision

    assert reprendre(suivante, monde) == 0
    assert activite(suivante).revision == avant


def test_ce_qui_est_deja_saisi_reste(monde: Monde, suivante: Declaration) -> None:
    cle = suivante.version_courante.lignes[0]["cle"]
    chemin = f"postes.{cle}.nom"
    alice = acteur(monde.passerelles.activite)
    enregistrer(suivante.pk, "activite", acteur=alice, revision=0, brut={chemin: "Nouvelle"})

    reprendre(suivante, monde)

    assert activite(suivante).donnees[chemin] == "Nouvelle"
    assert chemin not in activite(suivante).a_confirmer


def test_une_ligne_retiree_expres_ne_revient_pas(monde: Monde, suivante: Declaration) -> None:
    cle = suivante.version_courante.lignes[1]["cle"]
    retirer_ligne(suivante.pk, cle, acteur=acteur(monde.passerelles.activite))

    reprendre(suivante, monde)

    assert [li["cle"] for li in suivante.version_courante.lignes if not li.get("retiree")] == [
        suivante.version_courante.lignes[0]["cle"]
    ]


def test_rien_n_est_repris_dans_une_ligne_retiree(monde: Monde, suivante: Declaration) -> None:
    """Otherwise « Reprendre » would be offered for ever, and change nothing that one sees."""
    garde, retiree = (ligne["cle"] for ligne in suivante.version_courante.lignes)
    retirer_ligne(suivante.pk, retiree, acteur=acteur(monde.passerelles.activite))

    assert reprendre(suivante, monde)

    assert {chemin.split(".")[1] for chemin in activite(suivante).donnees} == {garde}
    assert reprendre(suivante, monde) == 0


def test_une_valeur_non_confirmee_ne_survit_pas_a_la_signature(
    monde: Monde, suivante: Declaration
) -> None:
    """A row withdrawn then brought back after the sign-off would pass for confirmed."""
    alice = acteur(monde.passerelles.activite)
    reprendre(suivante, monde)
    garde, retiree = (ligne["cle"] for ligne in suivante.version_courante.lignes)
    retirer_ligne(suivante.pk, retiree, acteur=alice)
    remplir(suivante, monde)
    volet = activite(suivante)
    enregistrer(
        suivante.pk, "activite", acteur=alice, revision=volet.revision, brut={},
        confirmees=[c for c in volet.a_confirmer if c.startswith(f"postes.{garde}.")],
    )  # fmt: skip
    justifier_tout(suivante, monde)
    signer_volet(suivante.pk, "activite", acteur=alice)
    retirer_signature(suivante.pk, "activite", acteur=alice)

    retablir_ligne(suivante.pk, retiree, acteur=alice)

    volet = activite(suivante)
    assert not [c for c in volet.donnees if c.startswith(f"postes.{retiree}.")]
    assert [c for c in volet.donnees if c.startswith(f"postes.{garde}.")]


def test_une_valeur_se_confirme_ou_se_modifie(monde: Monde, suivante: Declaration) -> None:
    reprendre(suivante, monde)
    cle = suivante.version_courante.lignes[0]["cle"]
    nom, prenom, etp = (f"postes.{cle}.{code}" for code in ("nom", "prenom", "etp"))

    enregistrer(
        suivante.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=activite(suivante).revision,
        brut={etp: "0,8", prenom: "Claire"},
        confirmees=[nom, "postes.inconnu.nom"],
    )

    restent = activite(suivante).a_confirmer
    assert nom not in restent
    assert etp not in restent
    assert prenom in restent  # sent as it stood, which confirms nothing


def test_rien_de_non_confirme_n_est_signe_ni_transmis(monde: Monde, suivante: Declaration) -> None:
    reprendre(suivante, monde)
    garde = dict(activite(suivante).a_confirmer)
    remplir(suivante, monde, {c: str(activite(suivante).donnees[c]) for c in garde if "etp" in c})
    alice = acteur(monde.passerelles.activite)
    constats = contenu_de(suivante.version_courante).evaluation.constats
    a_confirmer = {s.constat.chemins[0] for s in constats if s.constat.code == "C18"}

    assert a_confirmer
    with pytest.raises(ActionRefusee, match="à corriger ou à justifier"):
        signer_volet(suivante.pk, "activite", acteur=alice)
    with pytest.raises(ActionRefusee):
        transmettre(suivante.pk, acteur=acteur(monde.passerelles.approbateur))


def test_la_previsionnelle_de_l_exercice_se_reprend_dans_la_reelle(monde: Monde) -> None:
    previsionnelle = jusqu_a(declaration_clas(monde, collectifs=2), monde, "transmise")
    reelle = appeler_clas(previsionnelle.equipement, "reelle")
    assert reelle.version_courante.lignes == []

    reprendre(reelle, monde, MEME)

    assert [ligne["libelle"] for ligne in reelle.version_courante.lignes] == [
        "Collectif 1",
        "Collectif 2",
    ]
    assert set(activite(reelle).a_confirmer.values()) == {"Prévisionnelle 2025-2026"}
    assert "collectifs.c1.niveau" in activite(reelle).a_confirmer
    assert "collectifs.c1.enfants" not in activite(reelle).donnees


def test_un_poste_suit_sa_convention_renouvelee(monde: Monde) -> None:
    """The poste of the new COF that bears the same name takes the figures of the old one."""
    ancienne, saisies = declaration_cct(monde)
    jusqu_a(ancienne, monde, "transmise", changements=saisies)
    Convention.objects.update(au="2025-12-31")
    nouvelle = Convention.objects.create(
        equipement=ancienne.equipement, reference="COF-2", du="2026-01-01", au="2029-12-31"
    )
    poste = PosteConventionne.objects.create(
        convention=nouvelle, intitule="chargé de coopération 1", etp="0.80"
    )
    suivante = appeler_cct(ancienne.equipement, "previsionnelle", 2026)

    reprendre(suivante, monde)

    lignes = suivante.version_courante.lignes
    assert lignes[0]["poste_conventionne"] == poste.pk
    assert activite(suivante).donnees[f"postes.{lignes[0]['cle']}.nom"] == "Coop"
    assert [li["poste_conventionne"] for li in lignes[1:]] == [None]


@pytest.mark.parametrize("source", [MEME, "ailleurs", ""])
def test_une_source_absente_est_refusee(monde: Monde, suivante: Declaration, source: str) -> None:
    with pytest.raises(DemandeInvalide, match="pas de déclaration à reprendre"):
        reprendre(suivante, monde, source)


@pytest.mark.parametrize("qui", ["finances", "approbateur"])
def test_seul_le_fournisseur_d_activite_reprend(
    monde: Monde, suivante: Declaration, qui: str
) -> None:
    with pytest.raises(ActionRefusee) as refus:
        reprendre_structure(suivante.pk, PRECEDENT, acteur=acteur(getattr(monde.passerelles, qui)))
    assert refus.value.interdite


def test_sans_reference_il_n_y_a_rien_a_reprendre(monde: Monde) -> None:
    declaration = appeler_cct(coordination(monde))
    with pytest.raises(DemandeInvalide):
        reprendre(declaration, monde)


def test_les_collectifs_d_elan_se_reprennent(monde: Monde) -> None:
    """The first exercice was filed in ELAN: its collectifs serve the réelle, to be confirmed."""
    referentiels(monde.caf)
    projet = projet_clas(monde)
    reprendre_elan(
        projet.pk,
        ANNEE,
        acteur=acteur(monde.conseiller),
        revision=0,
        lignes=(LigneGrille("c1", "Les Alizés"), LigneGrille("c2", "Les Embruns")),
        brut=saisie_elan(),
    )
    reelle = appeler_clas(projet, "reelle", ANNEE)

    reprendre(reelle, monde, MEME)

    assert [ligne["libelle"] for ligne in reelle.version_courante.lignes] == [
        "Les Alizés",
        "Les Embruns",
    ]
    assert set(activite(reelle).a_confirmer.values()) == {"Prévisionnelle 2024-2025 (ELAN)"}
