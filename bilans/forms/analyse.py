"""What is studied, as an address says it: facts of the files, and answers to any question.

``f=12~oui`` keeps the bilans that answered « oui » to column 12, ``f=12~non`` beside it those that
answered either; ``min_12`` and ``max_12`` bound a number or a day. An address that says nothing
that is known keeps everything: it is a filter, not an act.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from bilans.models import Questionnaire
from bilans.models.bilans import BilanQuerySet
from bilans.regles.analyse.resultats import DATE
from bilans.regles.colonnes import Colonne
from bilans.services.analyse.comptage import Comptage
from bilans.services.analyse.etude import Etude, etude_de, portee
from bilans.services.analyse.selection import (
    Filtre,
    Selection,
    du_questionnaire,
    questionnaires_de,
)
from habilitations.models import Caf, Gestionnaire, Portefeuille
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.saisie.regles.valeurs import lire
from portal.socle.formulaires import champ_de, offrir
from portal.socle.francais import cle_de_tri

FILTRE, SEPARATEUR = "f", "~"
# « For whom it leaves the Caf »: an agent masks what the nation never reads.
DIFFUSER = "diffuser"
BORNES = re.compile(r"(min|max)_([0-9]{1,12})")
BORNES_DE_NOMBRE = {"min": "minimum", "max": "maximum"}
BORNES_DE_DATE = {"min": "depuis", "max": "jusqua"}
FILTRES_MAX = 20
FEMININS = ("caf", "version")


class FaitsForm(forms.Form):
    """What the files are: exercice, territory, partner, version, state, among those there are.

    Facts kept with the sendings are filtered as answers are.
    """

    annee = forms.TypedChoiceField(label="Exercice", coerce=int, empty_value=None, required=False)
    caf = forms.TypedChoiceField(label="Caf", coerce=int, empty_value=None, required=False)
    portefeuille = forms.TypedChoiceField(
        label="Portefeuille", coerce=int, empty_value=None, required=False
    )
    partenaire = forms.ChoiceField(
        label="Partenaires", choices=[("", "Tous"), *Gestionnaire.Nature.choices], required=False
    )
    version = forms.TypedChoiceField(label="Version", coerce=int, empty_value=None, required=False)
    valides = forms.BooleanField(label="Seulement les bilans validés", required=False)

    def __init__(self, data: QueryDict, etude: Etude, acteur: Acteur) -> None:
        super().__init__(data)
        ou, modele = ("caf", Caf) if acteur.est_national else ("portefeuille", Portefeuille)
        presents = _presents(du_questionnaire(etude.questionnaire, acteur), ou)
        choix = {"annee": _annees(presents), ou: _noms(modele, presents)}
        if len(etude.numeros) > 1:
            choix["version"] = list(etude.numeros.items())
        for nom in ("annee", "caf", "portefeuille", "version"):
            if nom in choix:
                tous = "Toutes" if nom in FEMININS else "Tous"
                offrir(self, nom, [("", tous), *choix[nom]])
            else:
                del self.fields[nom]

    @property
    def annees(self) -> list[tuple[int | str, str]]:
        """The exercices that may be chosen, the empty choice first."""
        return list(champ_de(self, "annee", forms.ChoiceField).choices)  # type: ignore[arg-type]

    @property
    def valeurs(self) -> Mapping[str, Any]:
        """What was asked for, without the values refused."""
        self.is_valid()
        return self.cleaned_data


def lire_selection(faits: FaitsForm, etude: Etude, data: QueryDict) -> Selection:
    """Return what an address chooses of a questionnaire."""
    valeurs = faits.valeurs
    return Selection(
        etude.questionnaire,
        annee=valeurs.get("annee"),
        caf=valeurs.get("caf"),
        portefeuille=valeurs.get("portefeuille"),
        partenaire=valeurs.get("partenaire", ""),
        version=valeurs.get("version"),
        valides=bool(valeurs.get("valides")),
        filtres=lire_filtres(etude, data),
    )


def comptage_de(data: QueryDict, acteur: Acteur) -> Comptage:
    """What an address counts, for who has no page to show: a background task.

    Raises Questionnaire.DoesNotExist when this person may not, or no longer, study it.
    """
    brut = data.get("questionnaire", "")
    for questionnaire in questionnaires_de(acteur):
        if str(questionnaire.pk) == brut:
            etude = etude_de(questionnaire)
            faits = FaitsForm(data, etude, acteur)
            voit = portee(acteur, diffuser=DIFFUSER in data)
            return Comptage(etude, lire_selection(faits, etude, data), acteur, voit)
    raise Questionnaire.DoesNotExist


def lire_filtres(etude: Etude, data: QueryDict) -> tuple[Filtre, ...]:
    """The filters on answers, one for each column named, in the order of their columns."""
    valeurs: dict[int, set[str]] = {}
    bornes: dict[int, dict[str, Any]] = {}
    for brut in data.getlist(FILTRE):
        colonne, _, valeur = brut.partition(SEPARATEUR)
        if colonne.isdecimal() and valeur:
            valeurs.setdefault(int(colonne), set()).add(valeur)
    for cle in data:
        trouve = BORNES.fullmatch(cle)
        if trouve and int(trouve[2]) in etude.par_id:
            colonne_id = int(trouve[2])
            borne = _borne(etude.par_id[colonne_id], trouve[1], str(data[cle]).strip())
            bornes.setdefault(colonne_id, {}).update(borne)
    connues = [cle for cle in etude.par_id if valeurs.get(cle) or bornes.get(cle)]
    return tuple(
        Filtre(cle, frozenset(valeurs.get(cle, ())), **bornes.get(cle, {}))
        for cle in connues[:FILTRES_MAX]
    )


def _borne(colonne: Colonne, laquelle: str, brut: str) -> dict[str, Any]:
    """One bound of a filter, under its name; nothing of what is neither a number nor a day."""
    if colonne.question.type == DATE:
        with suppress(ValueError):
            return {BORNES_DE_DATE[laquelle]: date.fromisoformat(brut)}
        return {}
    nombre = lire(brut.replace(",", "."))
    return {} if nombre is None else {BORNES_DE_NOMBRE[laquelle]: nombre}


class VueForm(forms.Form):
    """The name under which a selection is kept."""

    nom = forms.CharField(label="Nom de la vue", max_length=100)
    page = forms.CharField(widget=forms.HiddenInput, max_length=40)
    question = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)


# An exercice with its dispositif, and the id of a territory.
Present = tuple[int, str, int | None]


def _presents(bilans: BilanQuerySet, ou: str) -> list[Present]:
    """The exercices and the territories there are, in one reading of the bilans."""
    champ = {"caf": "caf", "portefeuille": "equipement__portefeuille"}[ou]
    return list(bilans.order_by().values_list("annee", "dispositif", champ).distinct())


def _annees(presents: list[Present]) -> list[tuple[int, str]]:
    """Exercices present, the latest first."""
    annees = {annee: libelle_exercice(dispositif, annee) for annee, dispositif, _ in presents}
    return [(annee, annees[annee]) for annee in sorted(annees, reverse=True)]


def _noms(modele: type[Caf] | type[Portefeuille], presents: list[Present]) -> list[tuple[int, str]]:
    trouves = modele.objects.filter(pk__in={pk for _, _, pk in presents if pk})
    return [(m.pk, m.nom) for m in sorted(trouves, key=lambda m: cle_de_tri(m.nom))]
