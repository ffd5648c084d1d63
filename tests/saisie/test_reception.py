"""A form as it is posted: values, values given up, values confirmed, and what is none of them."""

import pytest
from django.http import QueryDict

from portal.saisie.reception import lire_envoi


def test_les_noms_de_la_page_ne_sont_pas_des_valeurs() -> None:
    envoi = lire_envoi(
        QueryDict("csrfmiddlewaretoken=x&revision=7&personne=3&suite=2&etape=nombre&comptes.60=12"),
        ("etape",),
    )

    assert (envoi.revision, envoi.personne) == (7, "3")
    assert envoi.valeurs == {"comptes.60": "12"}


def test_une_case_se_recoit_seule_plusieurs_en_liste_et_aucune_en_liste_vide() -> None:
    envoi = lire_envoi(QueryDict("un=a&deux=a&deux=b&present-deux=1&present-trois=1"))

    assert envoi.valeurs == {"un": "a", "deux": ["a", "b"], "trois": []}


def test_choisir_la_valeur_de_l_autre_met_la_sienne_a_part() -> None:
    envoi = lire_envoi(QueryDict("a=1&b=2&choix-a=autre&choix-b=mienne"))

    assert (envoi.valeurs, envoi.ecartees) == ({"b": "2"}, {"a": "1"})


def test_confirmer_dit_lesquelles_ou_toutes() -> None:
    assert lire_envoi(QueryDict("a=1&b=2&confirmer=b")).confirmees == ["b"]
    assert set(lire_envoi(QueryDict("a=1&b=2&suite=confirmer")).confirmees) == {"a", "b"}


@pytest.mark.parametrize("brute", ["", "-1", "abc", "1e3", "²", "9" * 10])
def test_une_revision_illisible_est_celle_d_avant_tout(brute: str) -> None:
    postees = QueryDict(mutable=True)
    postees["revision"] = brute

    assert lire_envoi(postees).revision == 0


@pytest.mark.parametrize(("personne", "attendu"), [("", True), ("3", True), ("4", False)])
def test_une_page_dit_pour_qui_elle_a_ete_ecrite(personne: str, attendu: bool) -> None:
    assert lire_envoi(QueryDict(f"personne={personne}")).est_de(3) is attendu
