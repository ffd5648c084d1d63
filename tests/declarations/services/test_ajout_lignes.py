"""Rows of a CLAS or a CCT: added once and named; and when they may not be."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from declarations.models import Declaration, Version
from declarations.regles.lignes import LIGNES_MAX
from declarations.services.ajout_lignes import (
    ajouter_ligne,
    modifier_ligne,
)
from declarations.services.contenu import contenu_de
from declarations.services.saisie import enregistrer
from declarations.services.volets import retirer_signature
from habilitations.models import Caf, PosteConventionne
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.cct import appeler_cct, coordination
from tests.declarations.clas import appeler_clas, declaration_clas, projet_clas
from tests.declarations.remplir import demander_correction, jusqu_a, remplir, signer
from tests.monde import Monde, acteur, nouveau_monde


def libelles(declaration: Declaration) -> list[str]:
    declaration.refresh_from_db()
    version = Version.objects.prefetch_related("volets").get(pk=declaration.version_courante_id)
    return [ligne.libelle for ligne in contenu_de(version).lignes]


def test_les_postes_de_la_convention_sont_la_des_l_appel(monde: Monde) -> None:
    declaration = appeler_cct(coordination(monde))

    assert libelles(declaration) == ["Chargé de coopération 1", "Chargé de coopération 2"]


def test_un_collectif_s_ajoute_et_commence_la_saisie(monde: Monde) -> None:
    declaration = appeler_clas(projet_clas(monde))

    assert ajouter_ligne(declaration.pk, "cabc", acteur=acteur(monde.passerelles.activite))

    assert libelles(declaration) == ["Collectif 1"]
    assert declaration.etat == "en_saisie"
    assert LigneJournal.objects.filter(action="declaration.ligne_ajoutee").count() == 1


def test_un_formulaire_envoye_deux_fois_ajoute_une_ligne(monde: Monde) -> None:
    declaration = appeler_clas(projet_clas(monde))
    alice = acteur(monde.passerelles.activite)

    assert ajouter_ligne(declaration.pk, "cabc", acteur=alice, libelle="École du Lac")
    assert not ajouter_ligne(declaration.pk, "cabc", acteur=alice, libelle="École du Lac")

    assert libelles(declaration) == ["École du Lac"]


@pytest.mark.django_db(transaction=True)
def test_vingt_envois_simultanes_du_meme_formulaire_ajoutent_une_ligne() -> None:
    monde = nouveau_monde()
    declaration = appeler_clas(projet_clas(monde))
    alice = acteur(monde.passerelles.activite)

    def ajouter(_: int) -> bool:
        try:
            return ajouter_ligne(declaration.pk, "cabc", acteur=alice)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fils:
        faits = list(fils.map(ajouter, range(20)))

    assert faits.count(True) == 1
    assert libelles(declaration) == ["Collectif 1"]


@pytest.mark.parametrize(
    ("cle", "libelle", "message"),
    [
        ("C1", "", "Rechargez"),
        ("c.1", "", "Rechargez"),
        ("", "", "Rechargez"),
        ("c9", "x" * 81, "80 caractères"),
        ("c9", "  collectif 1 ", "porte déjà ce nom"),
    ],
)
def test_ce_qui_ne_peut_pas_etre_ajoute(monde: Monde, cle: str, libelle: str, message: str) -> None:
    declaration = declaration_clas(monde, collectifs=1)

    with pytest.raises(DemandeInvalide, match=message):
        ajouter_ligne(
            declaration.pk, cle, acteur=acteur(monde.passerelles.activite), libelle=libelle
        )

    assert libelles(declaration) == ["Collectif 1"]


def test_le_nombre_de_lignes_est_borne(monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=0)
    version = declaration.version_courante
    version.lignes = [{"cle": f"c{i}", "libelle": f"Collectif {i}"} for i in range(LIGNES_MAX)]
    version.save(update_fields=["lignes"])

    with pytest.raises(DemandeInvalide, match="au plus 100 collectifs"):
        ajouter_ligne(declaration.pk, "cabc", acteur=acteur(monde.passerelles.activite))


@pytest.mark.parametrize("qui", ["finances", "approbateur"])
def test_seul_le_fournisseur_d_activite_ajoute(monde: Monde, qui: str) -> None:
    declaration = declaration_clas(monde, collectifs=0)

    with pytest.raises(ActionRefusee) as refus:
        ajouter_ligne(declaration.pk, "cabc", acteur=acteur(getattr(monde.passerelles, qui)))

    assert refus.value.interdite


def test_les_lieux_d_un_espace_de_rencontre_sont_tenus_par_la_caf(monde: Monde) -> None:
    with pytest.raises(ActionRefusee, match="tenue par votre Caf"):
        ajouter_ligne(monde.declaration().pk, "labc", acteur=acteur(monde.passerelles.activite))


def test_un_poste_porte_le_nom_de_la_personne(monde: Monde) -> None:
    declaration = appeler_cct(coordination(monde, postes=1))
    cle = declaration.version_courante.lignes[0]["cle"]
    brut = {f"postes.{cle}.prenom": "Claire", f"postes.{cle}.nom": "Coop"}
    enregistrer(
        declaration.pk,
        "activite",
        acteur=acteur(monde.passerelles.activite),
        revision=0,
        brut=brut,
    )

    assert libelles(declaration) == ["Claire Coop"]


def test_un_poste_ajoute_se_rattache_a_la_convention(monde: Monde) -> None:
    declaration = appeler_cct(coordination(monde))
    alice = acteur(monde.passerelles.activite)
    poste = PosteConventionne.objects.first()
    assert poste is not None
    ajouter_ligne(declaration.pk, "pabc", acteur=alice)

    modifier_ligne(declaration.pk, "pabc", acteur=alice, libelle="", poste_conventionne=poste.pk)

    declaration.refresh_from_db()
    ligne = declaration.version_courante.lignes[-1]
    assert (ligne["libelle"], ligne["poste_conventionne"]) == ("Poste 3", poste.pk)


def test_le_poste_d_une_autre_convention_est_refuse(monde: Monde) -> None:
    declaration = appeler_cct(coordination(monde))
    etranger = PosteConventionne.objects.order_by("-pk").values_list("pk", flat=True)[0] + 100

    with pytest.raises(DemandeInvalide, match="pas dans la convention"):
        modifier_ligne(
            declaration.pk,
            declaration.version_courante.lignes[0]["cle"],
            acteur=acteur(monde.passerelles.activite),
            libelle="",
            poste_conventionne=etranger,
        )


def test_un_poste_ne_s_ajoute_pas_sous_des_finances_signees(monde: Monde) -> None:
    """What was signed in the other volet says something of each poste."""
    declaration = appeler_cct(coordination(monde))
    remplir(declaration, monde)
    signer(declaration, monde)
    alice = acteur(monde.passerelles.activite)
    retirer_signature(declaration.pk, "activite", acteur=alice)

    with pytest.raises(ActionRefusee, match="doit en reprendre la saisie"):
        ajouter_ligne(declaration.pk, "pabc", acteur=alice)


def test_un_collectif_s_ajoute_sous_des_finances_signees(monde: Monde) -> None:
    """The accounts of a CLAS are those of the whole project."""
    declaration = declaration_clas(monde)
    remplir(declaration, monde)
    signer(declaration, monde)
    alice = acteur(monde.passerelles.activite)
    retirer_signature(declaration.pk, "activite", acteur=alice)

    assert ajouter_ligne(declaration.pk, "cabc", acteur=alice)


def test_une_correction_limitee_ne_change_pas_les_lignes(monde: Monde) -> None:
    declaration = declaration_clas(monde)
    jusqu_a(declaration, monde, "en_instruction")
    demander_correction(declaration, monde, volets=(), champs=("collectifs.c1.enfants",))

    with pytest.raises(ActionRefusee, match="quelques données seulement"):
        ajouter_ligne(declaration.pk, "cabc", acteur=acteur(monde.passerelles.activite))


def test_l_autre_caf_ne_voit_rien(monde: Monde) -> None:
    declaration = declaration_clas(monde)
    assert Caf.objects.count() == 2

    with pytest.raises(Declaration.DoesNotExist):
        ajouter_ligne(declaration.pk, "cabc", acteur=acteur(monde.conseiller_nord))
