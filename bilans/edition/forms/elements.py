"""One question, one group: what is typed of it, by type, and back to its properties."""

from collections.abc import Mapping
from typing import Any

from django import forms

from bilans.edition.forms.listes import Liste, Rangee
from bilans.edition.regles.types import proprietes_de
from bilans.presentation.questions import GENRES
from bilans.regles.questionnaire import (
    AJOUT,
    COLLECTIFS,
    LIEUX,
    LIGNES_MAX,
    LISTE,
    NOMBRE,
    POSTES,
    SCORE,
    THEMES,
    Colonne,
    Groupe,
    Question,
    Repetition,
)
from bilans.regles.verification.elements import TYPES_DE_CASE
from portal.saisie.regles.champs import SAISIE
from portal.socle.formats import nombre
from portal.socle.formulaires import Acte, ChampNombre, ChampTexte

LONGUEUR_LIBELLE = 500
LONGUEUR_AIDE = 2000
DECLARATION = "declaration"
ORIGINES = (
    (SAISIE, "La personne qui répond"),
    (DECLARATION, "La déclaration : elle est lue, et se corrige là-bas"),
)
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


class ChampBorne(ChampNombre):
    """A bound, or none, below zero perhaps: gives a Decimal or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(negatif=True, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(value) if str(value or "").strip() else None


class QuestionForm(Acte):
    """What goes with the type of a question, and nothing else."""

    libelle = forms.CharField(
        label="Intitulé",
        max_length=LONGUEUR_LIBELLE,
        error_messages={"required": "Indiquez l’intitulé."},
    )
    aide = ChampTexte(label="Aide", lignes=2, required=False, max_length=LONGUEUR_AIDE)
    type = forms.ChoiceField(label="Type de réponse", choices=tuple(GENRES.items()))
    obligatoire = forms.BooleanField(label="Réponse obligatoire", required=False)
    ne_sait_pas = forms.BooleanField(label="Accepter « Ne sait pas »", required=False)
    reprise = forms.BooleanField(
        label="Proposer de reporter la réponse de l’an dernier", required=False
    )
    minimum = ChampBorne(label="Au moins", decimales=6, required=False)
    maximum = ChampBorne(label="Au plus", decimales=6, required=False)
    unite = forms.CharField(
        label="Unité", max_length=30, required=False, help_text="Par exemple : enfants, heures."
    )
    moins = forms.IntegerField(label="Réponses au moins", min_value=0, required=False)
    plus = forms.IntegerField(label="Réponses au plus", min_value=1, required=False)
    partage = forms.ChoiceField(label="Chiffre de la déclaration", required=False)
    origine = forms.ChoiceField(label="Qui donne la réponse", choices=ORIGINES)

    def __init__(
        self,
        *args: Any,
        question: Question,
        partages: tuple[tuple[str, str], ...] = (),
        publiee: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initiales(question) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.question = question
        siennes = proprietes_de(question.type)
        for nom in list(self.fields):
            if nom not in siennes:
                del self.fields[nom]
        if "partage" in self.fields:
            self.fields["partage"].choices = [("", "Aucun"), *partages]
            self.fields[
                "partage"
            ].help_text = "Les deux réponses doivent être les mêmes ; une différence se justifie."
            if not partages and not question.partage:
                del self.fields["partage"]
        if publiee:
            self.fields["type"].disabled = True
            self.fields["type"].help_text = "Ce code a été publié : son type ne change plus."

    @property
    def proprietes(self) -> Mapping[str, Any]:
        """What was typed, by names of properties; to be asked of a valid form."""
        return {nom: self.cleaned_data[nom] for nom in self.fields}


class GroupeForm(Acte):
    """A group: its title, and how often what it holds is asked."""

    titre = forms.CharField(
        label="Titre",
        max_length=LONGUEUR_LIBELLE,
        error_messages={"required": "Indiquez le titre."},
    )
    aide = ChampTexte(label="Aide", lignes=2, required=False, max_length=LONGUEUR_AIDE)
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
        self.fields["nombre"].choices = [("", "Aucune question"), *nombres]

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


def listes_de(question: Question) -> tuple[Liste, ...]:
    """The lists that go with the type of a question."""
    siennes = proprietes_de(question.type)
    listes = []
    if "choix" in siennes:
        choix = tuple(
            Rangee(code, libelle, seul=code in question.exclusifs)
            for code, libelle in question.choix
        )
        seuls = "exclusifs" in siennes
        aide = "« Seul » : ce choix ne va avec aucun autre, comme « Aucun »." if seuls else ""
        listes.append(Liste("choix", "Choix proposés", "choix", choix, seuls=seuls, aide=aide))
    if "rangees" in siennes:
        rangees = tuple(Rangee(code, libelle) for code, libelle in question.rangees)
        listes.append(Liste("rangees", "Lignes du tableau", "ligne", rangees))
    if "colonnes" in siennes:
        colonnes = tuple(Rangee(c.code, c.libelle, c.type) for c in question.colonnes)
        genres = [] if question.type == SCORE else sorted(TYPES_DE_CASE, key=list(GENRES).index)
        types = tuple((genre, GENRES[genre]) for genre in genres)
        listes.append(Liste("colonnes", "Colonnes", "colonne", colonnes, types))
    return tuple(listes)


def proprietes_des_listes(listes: tuple[Liste, ...], question: Question) -> dict[str, Any]:
    """Properties of a question that its lists say."""
    lues: dict[str, Any] = {}
    for liste in listes:
        codees = liste.codees()
        if liste.nom == "colonnes":
            defaut = SCORE if question.type == SCORE else "entier"
            permis = {genre for genre, _ in liste.types}
            lues["colonnes"] = tuple(
                Colonne(r.code, r.libelle, r.type if r.type in permis else defaut) for r in codees
            )
        else:
            lues[liste.nom] = tuple((r.code, r.libelle) for r in codees)
        if liste.seuls:
            lues["exclusifs"] = tuple(r.code for r in codees if r.seul)
    return lues


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


def _initiales(question: Question) -> dict[str, Any]:
    lues = {nom: getattr(question, nom) for nom in proprietes_de(question.type)}
    for nom in ("minimum", "maximum"):
        if nom in lues:
            lues[nom] = "" if lues[nom] is None else nombre(lues[nom])
    return lues
