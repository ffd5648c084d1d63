"""A refusal of a service is always shown: beside its field, or above the form."""

from decimal import Decimal
from pathlib import Path

import pytest
from django import forms

from portal.socle.formulaires import Acte, ChampCourriel, ChampNombre


class EssaiForm(Acte):
    motif = forms.CharField(required=False)
    cle = forms.CharField(required=False, widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("champ", "ou"),
    [("motif", "motif"), ("cle", "__all__"), ("absent", "__all__"), (None, "__all__")],
)
def test_un_refus_se_lit_quelque_part(champ: str | None, ou: str) -> None:
    formulaire = EssaiForm({})

    formulaire.refuser("Indiquez le motif.", champ)

    assert dict(formulaire.errors) == {ou: ["Indiquez le motif."]}


@pytest.mark.parametrize(
    "colle",
    [
        "jeanne@voisins.example\u200b",
        "\ufeff jeanne@voisins.example\u00a0",
        "jeanne@voi\u00adsins.example",
    ],
)
def test_une_adresse_collee_perd_ce_que_personne_ne_voit(colle: str) -> None:
    """It would be kept as part of the server’s name, and no letter would ever arrive."""
    assert ChampCourriel().clean(colle) == "jeanne@voisins.example"


@pytest.mark.parametrize("ecrit", ["jeanne@voisins", "jeanne@voisins.example;", "\u200b@\u200b.fr"])
def test_une_adresse_incomplete_reste_refusee(ecrit: str) -> None:
    with pytest.raises(forms.ValidationError):
        ChampCourriel().clean(ecrit)


def test_une_adresse_facultative_que_personne_ne_voit_est_vide() -> None:
    assert ChampCourriel(required=False).clean(" \u200b ") == ""
    with pytest.raises(forms.ValidationError):
        ChampCourriel().clean("\u200b")


def test_toute_adresse_se_lit_ainsi() -> None:
    """No form of ours takes an address as Django alone reads it."""
    racine = Path(__file__).resolve().parents[2]
    lus = [
        chemin
        for application in ("habilitations", "subventions", "declarations", "bilans", "portal")
        for chemin in (racine / application).rglob("*.py")
        if "forms.EmailField(" in chemin.read_text(encoding="utf-8")
    ]
    assert [str(chemin.relative_to(racine)) for chemin in lus] == []


def test_un_montant_se_colle_avec_son_unite() -> None:
    assert ChampNombre(unite="€").clean("12\u00a0000,50\u00a0€") == Decimal("12000.50")
    with pytest.raises(forms.ValidationError, match="sans symbole ni unité"):
        ChampNombre(unite="€").clean("12 h")
    with pytest.raises(forms.ValidationError, match="sans symbole ni unité"):
        ChampNombre().clean("12 €")
