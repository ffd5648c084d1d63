"""Rows of a CLAS or a CCT withdrawn, with their figures, and brought back."""

import pytest

from declarations.models import Declaration, Version
from declarations.regles.lignes import LIGNES_MAX
from declarations.services.ajout_lignes import (
    ajouter_ligne,
    retablir_ligne,
    retirer_ligne,
)
from declarations.services.contenu import contenu_de
from declarations.services.saisie import enregistrer
from habilitations.models import PosteConventionne
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.cct import appeler_cct, coordination
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import jusqu_a, remplir
from tests.declarations.services.test_ajout_lignes import libelles
from tests.monde import Monde, acteur


def test_une_ligne_retiree_garde_ses_chiffres_et_revient(monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    alice = acteur(monde.passerelles.activite)
    chemin = "collectifs.c1.enfants"
    enregistrer(declaration.pk, "activite", acteur=alice, revision=0, brut={chemin: "11"})

    retirer_ligne(declaration.pk, "c1", acteur=alice)
    retirer_ligne(declaration.pk, "c1", acteur=alice)
    assert libelles(declaration) == ["Collectif 2"]
    retablir_ligne(declaration.pk, "c1", acteur=alice)

    assert libelles(declaration) == ["Collectif 1", "Collectif 2"]
    assert declaration.version_courante.donnees[chemin] == "11"
    assert LigneJournal.objects.filter(action="declaration.ligne_retiree").count() == 1


def test_une_ligne_retiree_n_est_pas_transmise(monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=3)
    remplir(declaration, monde)
    retirer_ligne(declaration.pk, "c2", acteur=acteur(monde.passerelles.activite))

    jusqu_a(declaration, monde, "transmise")

    version = declaration.version_courante
    assert [ligne["cle"] for ligne in version.lignes] == ["c1", "c3"]
    assert not [c for c in version.donnees if c.startswith("collectifs.c2.")]


def test_une_ligne_ne_revient_pas_sous_un_nom_repris_depuis(monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=1)
    alice = acteur(monde.passerelles.activite)
    retirer_ligne(declaration.pk, "c1", acteur=alice)
    ajouter_ligne(declaration.pk, "c2", acteur=alice, libelle="Collectif 1")

    with pytest.raises(DemandeInvalide, match="porte déjà ce nom"):
        retablir_ligne(declaration.pk, "c1", acteur=alice)


def test_rien_ne_change_une_fois_transmise(monde: Monde) -> None:
    declaration = jusqu_a(declaration_clas(monde), monde, "transmise")

    with pytest.raises(ActionRefusee, match="n’est plus possible"):
        retirer_ligne(declaration.pk, "c1", acteur=acteur(monde.passerelles.activite))


def test_un_poste_retire_ne_fait_plus_rien_demander(monde: Monde) -> None:
    """Meetings of steering are asked for only where a poste present is chef de projet (S)."""
    declaration = appeler_cct(coordination(monde))
    chef, autre = (ligne["cle"] for ligne in declaration.version_courante.lignes)
    remplir(
        declaration,
        monde,
        {
            f"postes.{chef}.chef_de_projet": "oui",
            f"postes.{autre}.chef_de_projet": "non",
            "reunions_pilotage": "",
        },
    )
    assert "C01:reunions_pilotage" in _cles(declaration)

    retirer_ligne(declaration.pk, chef, acteur=acteur(monde.passerelles.activite))

    assert "C01:reunions_pilotage" not in _cles(declaration)
    retablir_ligne(declaration.pk, chef, acteur=acteur(monde.passerelles.activite))
    assert "C01:reunions_pilotage" in _cles(declaration)


def _cles(declaration: Declaration) -> set[str]:
    declaration.refresh_from_db()
    version = Version.objects.prefetch_related("volets").get(pk=declaration.version_courante_id)
    return {suivi.constat.cle for suivi in contenu_de(version).evaluation.constats}


@pytest.fixture
def poste_au_long_nom(monde: Monde) -> tuple[Declaration, str, PosteConventionne]:
    """A CCT whose convention calls its only poste by more words than a partner may type."""
    equipement = coordination(monde, postes=1)
    poste = PosteConventionne.objects.get()
    poste.intitule = "Chargé de coopération " + "et de développement " * 4
    poste.save(update_fields=["intitule"])
    declaration = appeler_cct(equipement)
    return declaration, declaration.version_courante.lignes[0]["cle"], poste


def test_un_poste_au_long_intitule_revient(
    monde: Monde, poste_au_long_nom: tuple[Declaration, str, PosteConventionne]
) -> None:
    declaration, cle, poste = poste_au_long_nom
    alice = acteur(monde.passerelles.activite)
    retirer_ligne(declaration.pk, cle, acteur=alice)

    retablir_ligne(declaration.pk, cle, acteur=alice)

    assert libelles(declaration) == [poste.intitule]


def test_deux_postes_sans_nom_ne_se_genent_pas(monde: Monde) -> None:
    """A poste is called by the name of its person: « Poste 1 » only stands until it is typed."""
    declaration = appeler_cct(coordination(monde, postes=0))
    alice = acteur(monde.passerelles.activite)
    ajouter_ligne(declaration.pk, "pa1", acteur=alice)
    retirer_ligne(declaration.pk, "pa1", acteur=alice)
    ajouter_ligne(declaration.pk, "pb2", acteur=alice)

    retablir_ligne(declaration.pk, "pa1", acteur=alice)

    assert libelles(declaration) == ["Poste 1", "Poste 1"]


def test_une_ligne_ne_revient_pas_au_dela_du_nombre_permis(monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=0)
    version = declaration.version_courante
    version.lignes = [{"cle": f"c{i}", "libelle": f"Collectif {i}"} for i in range(LIGNES_MAX + 1)]
    version.lignes[0]["retiree"] = True
    version.save(update_fields=["lignes"])

    with pytest.raises(DemandeInvalide, match="au plus 100 collectifs"):
        retablir_ligne(declaration.pk, "c0", acteur=acteur(monde.passerelles.activite))
