"""The page of the checks: one form for all that is to justify, and nothing typed is lost."""

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from declarations.forms.justifications import prefixe
from declarations.models import Declaration, Justification
from declarations.services.saisie import enregistrer
from tests.declarations.pieces import joindre_par
from tests.declarations.remplir import signer
from tests.declarations.services.test_justifications import TEXTE, clas, cles, suivis
from tests.monde import Monde, acteur

__all__ = ["clas"]
pytestmark = pytest.mark.usefixtures("fige")
AUTRE = "Deux fratries ont été accueillies ensemble."


@pytest.fixture
def alice(client: Client, monde: Monde, fige: object) -> Client:
    client.force_login(monde.passerelles.activite)
    return client


def page(reponse: HttpResponse) -> str:
    return " ".join(unescape(reponse.content.decode()).split())


def lire(client: Client, declaration: Declaration) -> str:
    return page(client.get(reverse("declarations:controles", args=[declaration.pk])))


def formulaire(client: Client, declaration: Declaration) -> dict[str, list[str]]:
    """What the browser would send without anything being typed."""
    html = client.get(reverse("declarations:controles", args=[declaration.pk])).content.decode()
    html = html[html.index('id="formulaire-justifications"') :]
    html = html[: html.index("</form>")]
    donnees: dict[str, list[str]] = {}
    for champ in re.findall(r'<input type="hidden"[^>]*>', html):
        nom = re.search(r'name="([^"]*)"', champ)
        valeur = re.search(r'value="([^"]*)"', champ)
        if nom:
            donnees.setdefault(nom[1], []).append(unescape(valeur[1] if valeur else ""))
    for nom, interieur in re.findall(r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.S):
        donnees[nom] = [unescape(interieur).lstrip("\n")]
    for nom, choix in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', html, re.S):
        retenu = re.search(r'<option value="([^"]*)"\s+selected', choix)
        donnees[nom] = [retenu[1] if retenu else ""]
    return donnees


def ecrire(cle: str, motif: str, texte: str, *pour: str) -> dict[str, list[str]]:
    debut = prefixe(cle)
    return {f"{debut}-motif": [motif], f"{debut}-texte": [texte], f"{debut}-pour": list(pour)}


def envoyer(
    client: Client, declaration: Declaration, *dits: dict[str, list[str]], **autres: str
) -> HttpResponse:
    donnees: dict[str, object] = dict(formulaire(client, declaration))
    for dit in dits:
        donnees |= dit
    return client.post(reverse("declarations:justifier", args=[declaration.pk]), donnees | autres)


def test_un_seul_formulaire_et_un_seul_bouton(alice: Client, clas: Declaration) -> None:
    lue = lire(alice, clas)

    assert lue.count('action="' + reverse("declarations:justifier", args=[clas.pk])) == 1
    assert lue.count(">Enregistrer les justifications<") == 1
    assert lue.count("data-justification=") == len(cles(clas))
    assert "3 écarts à justifier" in lue


def test_deux_justifications_ecrites_une_fois_enregistrees(
    alice: Client, clas: Declaration
) -> None:
    premier, deuxieme, troisieme = cles(clas)

    reponse = envoyer(
        alice, clas, ecrire(premier, "activite", TEXTE), ecrire(deuxieme, "autre", AUTRE)
    )

    # The page opens again where the person was writing.
    assert reponse.url.endswith(f"/controles/#{prefixe(deuxieme)}")
    lue = lire(alice, clas)
    assert "2 justifications sont enregistrées." in lue
    assert f'id="{prefixe(deuxieme)}"' in lue
    assert "1 écart à justifier" in lue
    assert {(j.cle, j.motif, j.texte) for j in Justification.objects.all()} == {
        (premier, "activite", TEXTE),
        (deuxieme, "autre", AUTRE),
    }
    assert suivis(clas)[troisieme].est_obstacle


def test_reprendre_un_texte_pour_d_autres_ecarts(alice: Client, clas: Declaration) -> None:
    premier, deuxieme, troisieme = cles(clas)

    envoyer(alice, clas, ecrire(premier, "depart", TEXTE, deuxieme, troisieme))

    assert {(j.cle, j.motif, j.texte) for j in Justification.objects.all()} == {
        (c, "depart", TEXTE) for c in (premier, deuxieme, troisieme)
    }


def test_reprendre_pour_tous_respecte_ce_qui_est_ecrit_ailleurs(
    alice: Client, clas: Declaration
) -> None:
    """A gap keeps its own text, and the reason chosen for it."""
    premier, deuxieme, troisieme = cles(clas)

    envoyer(
        alice,
        clas,
        ecrire(premier, "depart", TEXTE, "tous"),
        ecrire(deuxieme, "autre", AUTRE),
        ecrire(troisieme, "poste_vacant", ""),
    )

    assert {(j.cle, j.motif, j.texte) for j in Justification.objects.all()} == {
        (premier, "depart", TEXTE),
        (deuxieme, "autre", AUTRE),
        (troisieme, "poste_vacant", TEXTE),
    }


def test_un_texte_refuse_n_est_repris_nulle_part(alice: Client, clas: Declaration) -> None:
    premier, deuxieme, _ = cles(clas)

    reponse = envoyer(alice, clas, ecrire(premier, "depart", "ok", deuxieme))

    assert reponse.status_code == 422
    assert not Justification.objects.exists()
    # The choice is kept with the text.
    assert re.search(rf'value="{re.escape(deuxieme)}" checked', page(reponse))
    assert page(reponse).count("Une erreur est à corriger") == 1


def test_un_refus_garde_tout_ce_qui_est_ecrit(alice: Client, clas: Declaration) -> None:
    premier, deuxieme, troisieme = cles(clas)

    reponse = envoyer(
        alice,
        clas,
        ecrire(premier, "activite", "x"),
        ecrire(deuxieme, "autre", AUTRE),
        ecrire(troisieme, "", "Un texte sans motif, mais bien écrit."),
    )

    lue = page(reponse)
    assert reponse.status_code == 422
    assert [j.cle for j in Justification.objects.all()] == [deuxieme]
    assert "Votre justification est enregistrée." in lue
    assert "2 erreurs sont à corriger" in lue
    assert f'href="#id_{prefixe(premier)}-texte"' in lue
    assert f'href="#id_{prefixe(troisieme)}-motif"' in lue
    assert re.search(rf'name="{prefixe(premier)}-texte"[^>]*> ?x</textarea>', lue)
    assert "Un texte sans motif, mais bien écrit.</textarea>" in lue
    assert "trop court" in lue


def test_une_page_sans_rien_d_ecrit_n_enregistre_rien(alice: Client, clas: Declaration) -> None:
    reponse = envoyer(alice, clas)

    assert reponse.status_code == 302
    assert "rien de nouveau à enregistrer" in lire(alice, clas)
    assert not Justification.objects.exists()


def test_enregistrer_et_joindre_une_piece_garde_les_textes(
    alice: Client, clas: Declaration
) -> None:
    premier, deuxieme, _ = cles(clas)

    reponse = envoyer(
        alice,
        clas,
        ecrire(premier, "activite", TEXTE),
        ecrire(deuxieme, "autre", AUTRE),
        suite=f"joindre:{deuxieme}",
    )

    assert reponse.url.startswith(reverse("declarations:joindre_piece", args=[clas.pk]))
    assert Justification.objects.count() == 2
    suivante = page(alice.get(reponse.url))
    assert "Cette pièce justifie" in suivante
    # And back to that very gap.
    assert f"/controles/#{prefixe(deuxieme)}" in suivante


def test_enregistrer_et_joindre_s_arrete_a_ce_qui_est_refuse(
    alice: Client, clas: Declaration
) -> None:
    premier, deuxieme, _ = cles(clas)

    reponse = envoyer(alice, clas, ecrire(premier, "activite", "ok"), suite=f"joindre:{deuxieme}")

    assert reponse.status_code == 422


class TestChiffresQuiBougent:
    def corriger(self, declaration: Declaration, monde: Monde, cle: str, enfants: str) -> None:
        volet = declaration.version_courante.volets.get(nature="activite")
        fait = enregistrer(
            declaration.pk,
            "activite",
            acteur=acteur(monde.passerelles.activite),
            revision=volet.revision,
            brut={cle.partition(":")[2]: enfants},
        )
        assert not fait.erreurs

    def test_elle_reste_a_confirmer(self, alice: Client, monde: Monde, clas: Declaration) -> None:
        premier, deuxieme, _ = cles(clas)
        envoyer(alice, clas, ecrire(premier, "activite", TEXTE))
        self.corriger(clas, monde, premier, "25")

        assert "elle reste à confirmer" in lire(alice, clas)
        # Saving something else confirms nothing.
        envoyer(alice, clas, ecrire(deuxieme, "autre", AUTRE))
        assert suivis(clas)[premier].est_obstacle

        envoyer(alice, clas, {f"{prefixe(premier)}-confirmer": ["on"]})
        assert not suivis(clas)[premier].est_obstacle
        assert Justification.objects.get(cle=premier).texte == TEXTE

    def test_pendant_qu_on_ecrit(self, alice: Client, monde: Monde, clas: Declaration) -> None:
        premier, _, _ = cles(clas)
        ouverte = formulaire(alice, clas)
        self.corriger(clas, monde, premier, "25")

        reponse = alice.post(
            reverse("declarations:justifier", args=[clas.pk]),
            ouverte | ecrire(premier, "activite", TEXTE),
            follow=True,
        )

        assert "Des chiffres ont changé pendant que vous écriviez" in page(reponse)
        assert Justification.objects.get().texte == TEXTE
        assert suivis(clas)[premier].est_obstacle

    def test_un_ecart_disparu_montre_le_texte(
        self, alice: Client, monde: Monde, clas: Declaration
    ) -> None:
        premier, deuxieme, _ = cles(clas)
        ouverte = formulaire(alice, clas)
        self.corriger(clas, monde, premier, "12")
        assert premier not in cles(clas)

        reponse = alice.post(
            reverse("declarations:justifier", args=[clas.pk]),
            ouverte | ecrire(premier, "activite", TEXTE) | ecrire(deuxieme, "autre", AUTRE),
        )

        lue = page(reponse)
        assert reponse.status_code == 422
        assert "Texte non enregistré" in lue
        assert "(C12) – Collectif 1" in lue
        assert "n’est plus constaté" in lue
        assert TEXTE in lue
        assert [j.cle for j in Justification.objects.all()] == [deuxieme]

    def test_un_justificatif_nomme_la_ligne_de_son_ecart(
        self, alice: Client, monde: Monde, clas: Declaration
    ) -> None:
        premier, deuxieme, _ = cles(clas)
        for cle in (premier, deuxieme):
            joindre_par(clas, monde.passerelles.activite, cle=cle)

        lue = page(alice.get(reverse("declarations:dossier", args=[clas.pk])))

        assert "(C12) – Collectif 1" in lue
        assert "(C12) – Collectif 2" in lue

    def test_un_ecart_apparu_attend(self, alice: Client, monde: Monde, clas: Declaration) -> None:
        """« Tous » means those that the page showed."""
        premier, deuxieme, troisieme = cles(clas)
        self.corriger(clas, monde, premier, "12")
        ouverte = formulaire(alice, clas)
        self.corriger(clas, monde, premier, "25")

        reponse = alice.post(
            reverse("declarations:justifier", args=[clas.pk]),
            ouverte | ecrire(deuxieme, "activite", TEXTE, "tous"),
        )

        assert reponse.status_code == 302
        assert set(Justification.objects.values_list("cle", flat=True)) == {deuxieme, troisieme}
        assert "1 écart à justifier" in lire(alice, clas)


def test_deux_onglets(alice: Client, monde: Monde, clas: Declaration) -> None:
    """The older page is told of what the other kept; its own text stays in its field."""
    premier, _, _ = cles(clas)
    ouverte = formulaire(alice, clas)
    envoyer(alice, clas, ecrire(premier, "activite", TEXTE))
    adresse = reverse("declarations:justifier", args=[clas.pk])

    refus = alice.post(adresse, ouverte | ecrire(premier, "autre", AUTRE))

    lue = page(refus)
    assert refus.status_code == 422
    assert "a justifié cet écart entre-temps" in lue
    assert TEXTE in lue
    assert f"{AUTRE}</textarea>" in lue
    # What the page now says is enough to replace it.
    envoyer(alice, clas, ecrire(premier, "autre", AUTRE))
    assert Justification.objects.get().texte == AUTRE


def test_un_double_clic(alice: Client, clas: Declaration) -> None:
    premier, _, _ = cles(clas)
    donnees = formulaire(alice, clas) | ecrire(premier, "activite", TEXTE)
    adresse = reverse("declarations:justifier", args=[clas.pk])

    assert [alice.post(adresse, donnees).status_code for _ in range(2)] == [302, 302]

    assert Justification.objects.count() == 1


def test_tout_est_signe_entre_temps(alice: Client, monde: Monde, clas: Declaration) -> None:
    premier, _, _ = cles(clas)
    ouverte = formulaire(alice, clas)
    signer(clas, monde)

    reponse = alice.post(
        reverse("declarations:justifier", args=[clas.pk]),
        ouverte | ecrire(premier, "autre", AUTRE),
    )

    assert reponse.status_code == 422
    assert AUTRE in page(reponse)
    assert not Justification.objects.filter(texte=AUTRE).exists()


def test_la_page_d_une_autre_personne(alice: Client, monde: Monde, clas: Declaration) -> None:
    premier, _, _ = cles(clas)

    reponse = envoyer(
        alice,
        clas,
        ecrire(premier, "activite", TEXTE),
        personne=str(monde.passerelles.finances.pk),
    )

    assert reponse.status_code == 409
    assert not Justification.objects.exists()


def test_apres_la_fin_de_la_session(alice: Client, clas: Declaration) -> None:
    premier, _, _ = cles(clas)
    donnees = formulaire(alice, clas) | ecrire(premier, "activite", TEXTE)
    alice.logout()

    reponse = alice.post(reverse("declarations:justifier", args=[clas.pk]), donnees)

    assert reponse.status_code == 403
    assert "Connectez-vous dans un nouvel onglet" in page(reponse)


def test_un_texte_trop_long_est_refuse_a_son_champ(alice: Client, clas: Declaration) -> None:
    premier, deuxieme, _ = cles(clas)

    reponse = envoyer(
        alice,
        clas,
        ecrire(premier, "activite", "Un agent est parti. " * 101),
        ecrire(deuxieme, "activite", "Un agent est parti.\r\n".ljust(2001, "…")),
    )

    assert reponse.status_code == 422
    assert [j.cle for j in Justification.objects.all()] == [deuxieme]
    assert f'href="#id_{prefixe(premier)}-texte"' in page(reponse)


@pytest.mark.parametrize(
    ("cle", "code"), [("", 302), ("x" * 300, 302), ("C12:<script>", 422), ("\x00", 422)]
)
def test_une_cle_inventee_n_enregistre_rien(
    alice: Client, clas: Declaration, cle: str, code: int
) -> None:
    reponse = alice.post(
        reverse("declarations:justifier", args=[clas.pk]),
        {"ecart": cle, **ecrire(cle, "activite", TEXTE)},
    )

    assert reponse.status_code == code
    assert "<script>" not in reponse.content.decode().replace("</script>", "").split("<main")[-1]
    assert not Justification.objects.exists()
