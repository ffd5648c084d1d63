"""Many rows at once: all or none, once, within the same bounds as a row added alone."""

import pytest

from declarations.models import Declaration
from declarations.regles.lignes import LIGNES_MAX
from declarations.services.ajout_lignes import modifier_ligne, retirer_ligne
from declarations.services.plusieurs_lignes import ajouter_lignes, dupliquer_ligne
from declarations.services.saisie import enregistrer
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.cct import declaration_cct
from tests.declarations.clas import appeler_clas, declaration_clas, projet_clas
from tests.declarations.services.test_ajout_lignes import libelles
from tests.monde import Monde, acteur

ECOLES = ["École du Lac", "", "École du Port"]


def figures(declaration: Declaration) -> dict[str, object]:
    declaration.version_courante.refresh_from_db()
    return declaration.version_courante.volets.get(nature="activite").donnees


def test_quarante_collectifs_s_ajoutent_par_leurs_noms(monde: Monde) -> None:
    declaration = appeler_clas(projet_clas(monde))
    noms = [f"École {rang}" for rang in range(40)]

    cles = ajouter_lignes(declaration.pk, "cabc", noms, acteur=acteur(monde.passerelles.activite))

    assert libelles(declaration) == noms
    assert len(set(cles)) == 40
    assert declaration.etat == "en_saisie"
    ligne = LigneJournal.objects.get(action="declaration.ligne_ajoutee")
    assert ligne.details["ligne"] == "40 collectifs"


def test_le_meme_envoi_n_ajoute_rien_deux_fois(monde: Monde) -> None:
    declaration = appeler_clas(projet_clas(monde))
    alice = acteur(monde.passerelles.activite)

    assert len(ajouter_lignes(declaration.pk, "cabc", ECOLES, acteur=alice)) == 3
    assert ajouter_lignes(declaration.pk, "cabc", ECOLES, acteur=alice) == ()

    assert libelles(declaration) == ["École du Lac", "Collectif 2", "École du Port"]


@pytest.mark.parametrize(
    ("cle", "noms", "message"),
    [
        ("cabc", [], "Indiquez les collectifs"),
        ("C", ["A"], "Rechargez"),
        ("cabc", ["A", "x" * 81], "Ligne 2 : 80 caractères"),
        ("cabc", ["A", "B", " a "], "Ligne 3 : Un collectif porte déjà ce nom"),
        ("cabc", ["A", "collectif 1"], "Ligne 2 : Un collectif porte déjà ce nom"),
        ("cabc", [""] * LIGNES_MAX, "au plus 100 collectifs"),
    ],
)
def test_une_ligne_refusee_les_refuse_toutes(
    monde: Monde, cle: str, noms: list[str], message: str
) -> None:
    declaration = declaration_clas(monde, collectifs=1)

    with pytest.raises(DemandeInvalide, match=message):
        ajouter_lignes(declaration.pk, cle, noms, acteur=acteur(monde.passerelles.activite))

    assert libelles(declaration) == ["Collectif 1"]


def test_seul_le_fournisseur_d_activite_ajoute_ou_duplique(monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=1)

    for qui in (monde.passerelles.finances, monde.passerelles.approbateur):
        with pytest.raises(ActionRefusee) as refus:
            ajouter_lignes(declaration.pk, "cabc", ECOLES, acteur=acteur(qui))
        assert refus.value.interdite
        with pytest.raises(ActionRefusee) as refus:
            dupliquer_ligne(declaration.pk, "c1", "cabc", acteur=acteur(qui))
        assert refus.value.interdite


def test_une_ligne_se_duplique_avec_ses_reponses_juste_apres_elle(monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    alice = acteur(monde.passerelles.activite)
    modifier_ligne(declaration.pk, "c1", acteur=alice, libelle="École du Lac")
    brut = {"collectifs.c1.enfants": "11", "collectifs.c1.bonus_enfants": "oui"}
    enregistrer(declaration.pk, "activite", acteur=alice, revision=0, brut=brut)

    assert dupliquer_ligne(declaration.pk, "c1", "cnew", acteur=alice)
    assert not dupliquer_ligne(declaration.pk, "c1", "cnew", acteur=alice)
    assert dupliquer_ligne(declaration.pk, "c2", "cautre", acteur=alice)

    noms = ["École du Lac", "École du Lac 2", "Collectif 2", "Collectif 4"]
    assert libelles(declaration) == noms
    valeurs = figures(declaration)
    assert valeurs["collectifs.cnew.enfants"] == "11"
    assert valeurs["collectifs.cnew.bonus_enfants"] == "oui"
    assert not [chemin for chemin in valeurs if chemin.startswith("collectifs.cautre.")]


def test_le_nom_d_une_personne_ne_se_duplique_pas(monde: Monde) -> None:
    declaration, _ = declaration_cct(monde)
    alice = acteur(monde.passerelles.activite)
    cle = declaration.version_courante.lignes[0]["cle"]
    revision = declaration.version_courante.volets.get(nature="activite").revision
    brut = {f"postes.{cle}.nom": "Coop", f"postes.{cle}.etp": "1"}
    enregistrer(declaration.pk, "activite", acteur=alice, revision=revision, brut=brut)

    dupliquer_ligne(declaration.pk, cle, "pnew", acteur=alice)

    valeurs = figures(declaration)
    assert valeurs["postes.pnew.etp"] == "1"
    assert "postes.pnew.nom" not in valeurs


@pytest.mark.parametrize(("modele", "cle"), [("absent", "cnew"), ("c1", "cnew"), ("c2", "C.1")])
def test_une_ligne_retiree_ou_inconnue_ne_se_duplique_pas(
    monde: Monde, modele: str, cle: str
) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    alice = acteur(monde.passerelles.activite)
    retirer_ligne(declaration.pk, "c1", acteur=alice)

    with pytest.raises(DemandeInvalide):
        dupliquer_ligne(declaration.pk, modele, cle, acteur=alice)

    assert libelles(declaration) == ["Collectif 2"]
