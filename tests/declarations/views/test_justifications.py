"""The page of the checks: one form for all that is to justify, and nothing typed is lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from declarations.forms.justifications import prefixe
from declarations.models import Declaration, Justification
from tests.declarations.services.test_justifications import TEXTE, clas, cles, suivis
from tests.declarations.views.justifications import AUTRE, ecrire, envoyer, lire, page

__all__ = ["clas"]
pytestmark = pytest.mark.usefixtures("fige")


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
