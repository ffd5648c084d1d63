"""A group: its title, how often what it holds is asked, and for which rows."""

from typing import Any

from django import forms

from bilans.edition.forms.listes import Liste, Rangee
from bilans.edition.forms.textes import ChampAide, ChampIntitule
from bilans.regles.questionnaire import (
    AJOUT,
    COLLECTIFS,
    LIEUX,
    LIGNES_MAX,
    LISTE,
    NOMBRE,
    POSTES,
    THEMES,
    Groupe,
    Repetition,
)
from portal.socle.formulaires import Acte, offrir

MARQUES = (
    ("", "Comme la rubrique qui la contient"),
    ("S", "S – règle"),
    ("P", "P – publié"),
    ("H", "H – hypothèse à confirmer"),
)
REPETITIONS = (
    ("", "Une seule fois"),
    (LISTE, "Pour chaque ligne d’une liste"),
    (NOMBRE, "Un nombre de fois"),
    (AJOUT, "Autant de fois que la personne en ajoute"),
    (THEMES, "Pour chaque thème de la convention territoriale globale"),
    (POSTES, "Pour chaque poste de la déclaration"),
    (COLLECTIFS, "Pour chaque collectif de la déclaration"),
    (LIEUX, "Pour chaque lieu d’accueil"),
)


class GroupeForm(Acte):
    """A group: its title, and how often what it holds is asked."""

    titre = ChampIntitule(label="Titre", demande="Indiquez le titre.")
    aide = ChampAide()
    marque = forms.ChoiceField(
        label="D’où vient ce qui est demandé", choices=MARQUES, required=False
    )
    origine = forms.ChoiceField(label="Demandée", choices=REPETITIONS, required=False)
    singulier = forms.CharField(
        label="Nom d’une ligne",
        max_length=80,
        required=False,
        help_text="Au singulier, par exemple : groupe. Facultatif.",
    )
    combien = forms.IntegerField(
        label="Combien de fois",
        min_value=1,
        max_value=LIGNES_MAX,
        required=False,
        help_text=f"De 1 à {LIGNES_MAX}, si la répétition est « un nombre de fois ».",
    )
    nombre = forms.ChoiceField(label="ou autant que répondu à", required=False)

    def __init__(
        self, *args: Any, groupe: Groupe, nombres: tuple[tuple[str, str], ...] = (), **kwargs: Any
    ) -> None:
        repetition = groupe.repetition
        combien = repetition.nombre if repetition else None
        kwargs["initial"] = {
            "titre": groupe.titre,
            "aide": groupe.aide,
            "marque": groupe.marque,
            "origine": repetition.origine if repetition else "",
            "singulier": repetition.singulier if repetition else "",
            "combien": combien if isinstance(combien, int) else None,
            "nombre": combien if isinstance(combien, str) else "",
        }
        super().__init__(*args, **kwargs)
        offrir(self, "nombre", [("", "Aucune question"), *nombres])

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if donnees.get("origine") == NOMBRE:
            fixe, question = donnees.get("combien"), donnees.get("nombre")
            if bool(fixe) == bool(question):
                self.add_error("combien", "Indiquez un nombre, ou choisissez une question.")
        return donnees

    def proprietes(self, liste: Liste) -> dict[str, Any]:
        lues = self.cleaned_data
        repetition = None
        if lues["origine"]:
            paires = tuple((r.code, r.libelle) for r in liste.codees())
            repetition = Repetition(
                lues["origine"],
                lues["singulier"],
                paires if lues["origine"] == LISTE else (),
                (lues["combien"] or lues["nombre"]) if lues["origine"] == NOMBRE else None,
            )
        return {
            "titre": lues["titre"],
            "aide": lues["aide"],
            "marque": lues["marque"],
            "repetition": repetition,
        }


def liste_de_lignes(groupe: Groupe) -> Liste:
    """The rows of a repetition that the definition names."""
    lignes = groupe.repetition.liste if groupe.repetition else ()
    return Liste(
        "lignes",
        "Lignes de la liste",
        "ligne",
        tuple(Rangee(code, libelle) for code, libelle in lignes),
        aide="Si la répétition est « pour chaque ligne d’une liste ».",
    )
