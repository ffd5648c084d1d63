"""Fields saved one by one by a script: what is answered, to whom, and what is never told."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration, ValeurEcartee
from habilitations.models import Role, Utilisateur
from tests.declarations.cct import SALAIRES, declaration_cct
from tests.declarations.remplir import jusqu_a, referentiels, remplir
from tests.monde import Monde, habiliter, personne

pytestmark = pytest.mark.usefixtures("fige")
JSON = {"Accept": "application/json"}


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    referentiels(monde.caf)
    return monde.declaration()


def champ(declaration: Declaration, rang: int = 0) -> str:
    lieux = declaration.equipement.lieux.order_by("nom")
    return f"lieux.l{lieux[rang].pk}.heures_entretiens"


def envoyer(
    qui: object, declaration: Declaration, nature: str = "activite", **champs: object
) -> object:
    client = Client()
    if qui:
        client.force_login(qui)
    adresse = reverse("declarations:saisie", args=[declaration.pk, nature])
    return client.post(adresse, {"revision": "0", **champs}, headers=JSON)


def donnees(declaration: Declaration, nature: str = "activite") -> dict[str, object]:
    return declaration.version_courante.volets.get(nature=nature).donnees


def test_un_champ_enregistre_rend_revision_et_heure(monde: Monde, declaration: Declaration) -> None:
    chemin = champ(declaration)

    reponse = envoyer(monde.passerelles.activite, declaration, **{chemin: "1234.5"})

    corps = reponse.json()
    assert reponse.status_code == 200
    assert corps["revision"] == 1
    assert corps["heure"].replace("\u00a0", " ") == "10 h 00"
    assert corps["ecrits"] == [chemin]
    assert corps["valeurs"][chemin].replace("\u202f", " ").replace("\u00a0", " ") == "1 234,5"
    assert donnees(declaration) == {chemin: "1234.50"}
    assert "panneau" not in corps


def test_le_panneau_se_demande_a_part(monde: Monde, declaration: Declaration) -> None:
    envoyer(monde.passerelles.activite, declaration, **{champ(declaration): "1234.5"})

    panneau = lire_panneau(monde.passerelles.activite, declaration)

    assert panneau.status_code == 200
    texte = panneau.content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    assert texte.lstrip().startswith('<div id="panneau"')
    assert "1 234,5" in texte


def lire_panneau(qui: Utilisateur, declaration: Declaration) -> HttpResponse:
    client = Client()
    client.force_login(qui)
    return client.get(reverse("declarations:panneau", args=[declaration.pk, "activite"]))


def test_un_champ_ne_relit_pas_le_dossier_pour_repondre(
    monde: Monde, declaration: Declaration, django_assert_max_num_queries: object
) -> None:
    remplir(declaration, monde)
    revision = declaration.version_courante.volets.get(nature="activite").revision
    chemin, client = champ(declaration), Client()
    client.force_login(monde.passerelles.activite)
    adresse = reverse("declarations:saisie", args=[declaration.pk, "activite"])
    client.get(reverse("declarations:volet", args=[declaration.pk, "activite"]))

    # Session and person 5, file 5, rows and write 3: nothing is evaluated, the session not written.
    with django_assert_max_num_queries(13):
        reponse = client.post(adresse, {"revision": revision, chemin: "40"}, headers=JSON)

    assert reponse.json()["ecrits"] == [chemin]


def test_un_champ_inchange_n_ecrit_rien(monde: Monde, declaration: Declaration) -> None:
    chemin, alice = champ(declaration), monde.passerelles.activite
    envoyer(alice, declaration, **{chemin: "12"})

    corps = envoyer(alice, declaration, revision="1", **{chemin: "12,00"}).json()

    assert (corps["revision"], corps["ecrits"]) == (1, [])
    volet = declaration.version_courante.volets.get(nature="activite")
    assert volet.events.filter(revision=1).count() == 1


def test_une_valeur_refusee_est_dite_et_les_autres_gardees(
    monde: Monde, declaration: Declaration
) -> None:
    juste, faux = champ(declaration), champ(declaration, 1)

    reponse = envoyer(monde.passerelles.activite, declaration, **{juste: "12", faux: "douze"})

    assert reponse.status_code == 422
    assert "chiffres" in reponse.json()["erreurs"][faux]
    assert donnees(declaration) == {juste: "12"}


def test_un_conflit_dit_les_deux_valeurs_qui_et_quand(
    monde: Monde, declaration: Declaration
) -> None:
    chemin, alice = champ(declaration), monde.passerelles.activite
    envoyer(alice, declaration, **{chemin: "10"})

    reponse = envoyer(alice, declaration, **{chemin: "30"})

    corps = reponse.json()
    texte = " ".join(corps["conflits"][chemin].replace("\u00a0", " ").split())
    assert reponse.status_code == 422
    assert "par vous, dans une autre fenêtre, à 10 h 00 : <strong>10 h</strong>" in texte
    assert "<strong>30 h</strong>" in texte
    assert corps["valeurs"][chemin] == "10"
    assert donnees(declaration) == {chemin: "10"}


def test_un_conflit_nomme_l_autre_personne(monde: Monde, declaration: Declaration) -> None:
    chemin, collegue = champ(declaration), personne("collegue.p", "Zoé", "Renfort")
    habiliter(collegue, monde.passerelles.gestionnaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
    envoyer(collegue, declaration, **{chemin: "10"})

    corps = envoyer(monde.passerelles.activite, declaration, **{chemin: "30"}).json()

    texte = " ".join(corps["conflits"][chemin].replace("\u00a0", " ").split())
    assert "Enregistrée par Zoé Renfort à 10 h 00 : <strong>10 h</strong>" in texte


def test_la_valeur_ecartee_reste_dans_l_historique_une_seule_fois(
    monde: Monde, declaration: Declaration
) -> None:
    chemin, alice = champ(declaration), monde.passerelles.activite
    envoyer(alice, declaration, **{chemin: "10"})

    for _ in range(2):
        envoyer(alice, declaration, revision="1", **{chemin: "30", f"choix-{chemin}": "autre"})

    ecartee = ValeurEcartee.objects.get()
    assert (ecartee.chemin, ecartee.valeur, ecartee.par) == (chemin, "30", alice)
    assert donnees(declaration) == {chemin: "10"}


def test_la_page_apprend_ce_qu_un_autre_a_ecrit(monde: Monde, declaration: Declaration) -> None:
    mien, sien = champ(declaration), champ(declaration, 1)
    envoyer(monde.passerelles.activite, declaration, **{sien: "7"})

    corps = envoyer(monde.passerelles.activite, declaration, **{mien: "5"}).json()

    assert corps["valeurs"] == {mien: "5", sien: "7"}
    assert "à 10" in corps["autres"][sien]
    sans_rien = envoyer(monde.passerelles.activite, declaration).json()
    assert sans_rien["valeurs"] == {mien: "5", sien: "7"}


def test_la_page_d_une_autre_personne_n_ecrit_rien(monde: Monde, declaration: Declaration) -> None:
    alice, fabien = monde.passerelles.activite, monde.passerelles.finances

    reponse = envoyer(alice, declaration, personne=str(fabien.pk), **{champ(declaration): "5"})

    assert (reponse.status_code, reponse.json()) == (409, {"raison": "personne"})
    assert donnees(declaration) == {}


def test_trop_tard_est_dit_et_rien_n_est_ecrit(monde: Monde, declaration: Declaration) -> None:
    jusqu_a(declaration, monde, "transmise")
    avant = donnees(declaration)

    reponse = envoyer(monde.passerelles.activite, declaration, **{champ(declaration): "999"})

    assert reponse.status_code == 409
    assert reponse.json()["raison"] == "moment"
    assert "n’est plus possible" in reponse.json()["message"]
    assert donnees(declaration) == avant


def test_chacun_chez_soi(monde: Monde, declaration: Declaration) -> None:
    chemin = champ(declaration)
    reponses = {
        401: envoyer(None, declaration, **{chemin: "5"}),
        403: envoyer(monde.passerelles.finances, declaration, **{chemin: "5"}),
        404: envoyer(monde.voisins.activite, declaration, **{chemin: "5"}),
    }

    assert {code: r.status_code for code, r in reponses.items()} == {c: c for c in reponses}
    assert reponses[401].json() == {"raison": "session"}
    force = envoyer(monde.passerelles.activite, declaration, **{"comptes.60": "5"})
    assert force.status_code == 403
    assert envoyer(monde.passerelles.activite, declaration, nature="autre").status_code == 404
    assert donnees(declaration) == {}


def test_un_jeton_perime_est_une_session_a_rouvrir(monde: Monde, declaration: Declaration) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(monde.passerelles.activite)
    adresse = reverse("declarations:saisie", args=[declaration.pk, "activite"])

    reponse = client.post(adresse, {champ(declaration): "5"}, headers=JSON)

    assert (reponse.status_code, reponse.json()) == (401, {"raison": "session"})


def test_les_salaires_ne_sont_rendus_qu_a_ceux_qui_les_lisent(monde: Monde) -> None:
    referentiels(monde.caf)
    declaration, saisies = declaration_cct(monde)
    salaires = {c: v for c, v in saisies.items() if c.endswith("salaire_charge")}
    (nom,) = [c for c in saisies if c.endswith(".nom")][:1]
    ecrit = envoyer(monde.passerelles.finances, declaration, "finances", **salaires)

    lu = envoyer(monde.passerelles.activite, declaration, **{nom: "Coop"})

    assert ecrit.status_code == lu.status_code == 200
    texte = lu.content.decode().replace("\\u202f", " ").replace("\\u00a0", " ")
    for salaire in SALAIRES:
        assert salaire not in texte
        assert salaire.replace(" ", "").replace(",", ".") not in texte


def test_un_enregistrement_demande_un_nombre_constant_de_requetes(
    monde: Monde, declaration: Declaration, django_assert_max_num_queries: object
) -> None:
    remplir(declaration, monde)

    with django_assert_max_num_queries(55):
        reponse = envoyer(
            monde.passerelles.activite, declaration, revision="1", **{champ(declaration): "77"}
        )

    assert reponse.status_code == 200
