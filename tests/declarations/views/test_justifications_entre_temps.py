"""The page of the checks when something moved since it was opened: figures, a tab, the session."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.forms.justifications import prefixe
from declarations.models import Declaration, Justification
from declarations.services.saisie import enregistrer
from tests.declarations.pieces import joindre_par
from tests.declarations.remplir import signer
from tests.declarations.services.test_justifications import TEXTE, clas, cles, suivis
from tests.declarations.views.justifications import AUTRE, ecrire, envoyer, formulaire, lire, page
from tests.monde import Monde, acteur

__all__ = ["clas"]
pytestmark = pytest.mark.usefixtures("fige")


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
