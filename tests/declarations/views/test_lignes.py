"""The page of a volet whose rows people add, and the page of one row."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.declarations.cct import appeler_cct, coordination, declaration_cct
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import jusqu_a
from tests.declarations.views.lignes import adresse, cles
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige", "reperes")


def cle_proposee(page: str) -> str:
    trouvee = re.search(r'name="cle_ligne" value="(\w+)"', page)
    assert trouvee
    return trouvee[1]


def test_ajouter_garde_d_abord_ce_qui_est_tape(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=1)
    cle = cle_proposee(alice.get(adresse(declaration)).content.decode())

    reponse = alice.post(
        adresse(declaration),
        {
            "revision": "0",
            "collectifs.c1.enfants": "11",
            "cle_ligne": cle,
            "libelle_ligne": "École du Lac",
            "suite": "ajouter",
        },
    )

    assert reponse.status_code == 302
    assert reponse["Location"].endswith(f"#ligne-{cle}")
    assert cles(declaration) == ["c1", cle]
    assert declaration.version_courante.donnees["collectifs.c1.enfants"] == "11"


def test_la_ligne_ajoutee_est_montree_sur_sa_page(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=6)
    cle = cle_proposee(alice.get(adresse(declaration)).content.decode())

    reponse = alice.post(
        adresse(declaration), {"revision": "0", "cle_ligne": cle, "suite": "ajouter"}
    )

    assert reponse["Location"] == f"{adresse(declaration)}?page=2#ligne-{cle}"


def test_un_nom_deja_pris_est_dit_et_la_saisie_reste(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=1)

    reponse = alice.post(
        adresse(declaration),
        {
            "revision": "0",
            "collectifs.c1.enfants": "11",
            "cle_ligne": "cabc",
            "libelle_ligne": "Collectif 1",
            "suite": "ajouter",
        },
        follow=True,
    )

    assert "porte déjà ce nom" in reponse.content.decode()
    assert declaration.version_courante.volets.get(nature="activite").donnees == {
        "collectifs.c1.enfants": "11"
    }


def test_on_n_ajoute_pas_depuis_les_finances(client: Client, monde: Monde, fige: object) -> None:
    declaration = appeler_cct(coordination(monde))
    client.force_login(monde.passerelles.finances)

    page = client.get(adresse(declaration, "finances")).content.decode()
    client.post(
        adresse(declaration, "finances"),
        {"revision": "0", "cle_ligne": "pabc", "suite": "ajouter"},
    )

    assert 'name="cle_ligne"' not in page
    assert len(cles(declaration)) == 2


def test_renommer_retirer_puis_retablir_sans_javascript(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    page = reverse("declarations:ligne", args=[declaration.pk, "c1"])

    assert alice.post(page, {"libelle": "École du Lac"}).status_code == 302
    alice.post(reverse("declarations:retirer_ligne", args=[declaration.pk, "c1"]))
    assert cles(declaration) == ["c2"]
    assert "École du Lac" in alice.get(adresse(declaration)).content.decode()
    assert "est retiré" in alice.get(page).content.decode()
    alice.post(reverse("declarations:retablir_ligne", args=[declaration.pk, "c1"]))

    assert cles(declaration) == ["c1", "c2"]


def test_un_nom_trop_long_est_refuse_a_cote_du_champ(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=1)

    reponse = alice.post(
        reverse("declarations:ligne", args=[declaration.pk, "c1"]), {"libelle": "x" * 81}
    )

    assert reponse.status_code == 422


def test_une_fois_transmise_la_page_de_la_ligne_n_offre_plus_rien(
    alice: Client, monde: Monde
) -> None:
    declaration = jusqu_a(declaration_clas(monde), monde, "transmise")
    page = reverse("declarations:ligne", args=[declaration.pk, "c1"])

    assert "ne peut pas être modifiée" in alice.get(page).content.decode()
    reponse = alice.post(
        reverse("declarations:retirer_ligne", args=[declaration.pk, "c1"]), follow=True
    )

    assert "n’est plus possible" in reponse.content.decode()


def test_reprendre_puis_tout_confirmer(alice: Client, monde: Monde) -> None:
    ancienne, saisies = declaration_cct(monde)
    jusqu_a(ancienne, monde, "transmise", changements=saisies)
    declaration = appeler_cct(ancienne.equipement, "previsionnelle", 2026)
    page = alice.get(adresse(declaration)).content.decode()
    assert 'value="reprendre:precedent"' in page

    reponse = alice.post(
        adresse(declaration), {"revision": "0", "suite": "reprendre:precedent"}, follow=True
    )

    page = reponse.content.decode()
    assert "Je confirme cette donnée" in page
    assert "reprendre:precedent" not in page
    volet = declaration.version_courante.volets.get(nature="activite")
    montrees = {c: v for c, v in volet.donnees.items() if c in volet.a_confirmer}
    alice.post(
        adresse(declaration),
        {"revision": str(volet.revision), "suite": "confirmer", **montrees},
    )

    volet.refresh_from_db()
    assert volet.a_confirmer == {}
    assert volet.donnees == montrees


def test_une_case_cochee_confirme_une_valeur(alice: Client, monde: Monde) -> None:
    ancienne, saisies = declaration_cct(monde)
    jusqu_a(ancienne, monde, "transmise", changements=saisies)
    declaration = appeler_cct(ancienne.equipement, "previsionnelle", 2026)
    alice.post(adresse(declaration), {"revision": "0", "suite": "reprendre:precedent"})
    volet = declaration.version_courante.volets.get(nature="activite")
    chemin = next(c for c in volet.a_confirmer if c.endswith(".nom"))

    alice.post(
        adresse(declaration),
        {"revision": str(volet.revision), "confirmer": chemin, chemin: volet.donnees[chemin]},
    )

    avant = set(volet.a_confirmer)
    volet.refresh_from_db()
    assert avant - set(volet.a_confirmer) == {chemin}


def test_le_nombre_de_requetes_ne_suit_pas_le_nombre_de_lignes(
    alice: Client, monde: Monde, django_assert_max_num_queries: object
) -> None:
    declaration = declaration_clas(monde, collectifs=40)

    with django_assert_max_num_queries(40):  # type: ignore[operator]
        reponse = alice.get(adresse(declaration))

    assert "page=7" in reponse.content.decode()


def test_le_tableau_tient_tous_les_collectifs_et_se_retient(alice: Client, monde: Monde) -> None:
    declaration = declaration_clas(monde, collectifs=9)

    fiches = alice.get(adresse(declaration)).content.decode()
    assert "collectifs.c9.enfants" not in fiches
    alice.get(f"{adresse(declaration)}?vue=tableau")
    tableau = alice.get(adresse(declaration)).content.decode()
    assert "data-tableau" in tableau
    assert tableau.count('.enfants"') >= 9
    alice.get(f"{adresse(declaration)}?vue=fiches")
    assert "data-tableau" not in alice.get(adresse(declaration)).content.decode()


def test_sans_script_le_tableau_s_enregistre_et_rend_ce_qu_il_refuse(
    alice: Client, monde: Monde
) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    alice.get(f"{adresse(declaration)}?vue=tableau")

    reponse = alice.post(
        adresse(declaration),
        {"revision": "0", "collectifs.c1.enfants": "11", "collectifs.c2.enfants": "onze"},
    )

    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert 'value="onze"' in page
    assert "data-tableau" in page
    declaration.refresh_from_db()
    assert declaration.version_courante.donnees["collectifs.c1.enfants"] == "11"
