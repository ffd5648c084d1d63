"""What is studied, as an address says it: facts of the files, and answers to any question.

``f=12~oui`` keeps the bilans that answered « oui » to column 12, ``f=12~non`` beside it those that
answered either; ``min_12`` and ``max_12`` bound a number. An address that says nothing that is
known keeps everything: it is a filter, not an act.
"""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from bilans.models import Questionnaire
from bilans.models.bilans import BilanQuerySet
from bilans.services.analyse.comptage import Comptage
from bilans.services.analyse.etude import Etude, etude_de, portee
from bilans.services.analyse.selection import (
    Filtre,
    Selection,
    du_questionnaire,
    questionnaires_de,
)
from habilitations.models import Caf, Portefeuille
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.saisie.regles.valeurs import lire
from portal.socle.francais import cle_de_tri

FILTRE, SEPARATEUR = "f", "~"
# « For whom it leaves the Caf »: an agent masks what the nation never reads.
DIFFUSER = "diffuser"
BORNES = re.compile(r"(min|max)_([0-9]{1,12})")
FILTRES_MAX = 20


class FaitsForm(forms.Form):
    """Facts of the files: exercice, territory, state. Choices are those there are."""

    annee = forms.TypedChoiceField(label="Exercice", coerce=int, empty_value=None, required=False)
    caf = forms.TypedChoiceField(label="Caf", coerce=int, empty_value=None, required=False)
    portefeuille = forms.TypedChoiceField(
        label="Portefeuille", coerce=int, empty_value=None, required=False
    )
    valides = forms.BooleanField(label="Seulement les bilans validés", required=False)

    def __init__(self, data: QueryDict, bilans: BilanQuerySet, acteur: Acteur) -> None:
        super().__init__(data)
        choix = {"annee": _annees(bilans)}
        if acteur.est_national:
            choix["caf"] = _noms(Caf, bilans, "caf")
        else:
            choix["portefeuille"] = _noms(Portefeuille, bilans, "equipement__portefeuille")
        for nom in ("annee", "caf", "portefeuille"):
            if nom in choix:
                self.champ(nom).choices = [("", "Tous" if nom != "caf" else "Toutes"), *choix[nom]]
            else:
                del self.fields[nom]

    def champ(self, nom: str) -> forms.TypedChoiceField:
        champ = self.fields[nom]
        assert isinstance(champ, forms.TypedChoiceField)  # noqa: S101 (declared above)
        return champ

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
            faits = FaitsForm(data, du_questionnaire(questionnaire, acteur), acteur)
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
        nombre = lire(data[cle].strip().replace(",", ".")) if trouve else None
        if trouve and nombre is not None:
            bornes.setdefault(int(trouve[2]), {})[trouve[1]] = nombre
    connues = [colonne for colonne in etude.par_id if colonne in valeurs or colonne in bornes]
    return tuple(
        Filtre(
            colonne,
            frozenset(valeurs.get(colonne, ())),
            bornes.get(colonne, {}).get("min"),
            bornes.get(colonne, {}).get("max"),
        )
        for colonne in connues[:FILTRES_MAX]
    )


class VueForm(forms.Form):
    """The name under which a selection is kept."""

    nom = forms.CharField(label="Nom de la vue", max_length=100)
    page = forms.CharField(widget=forms.HiddenInput, max_length=40)
    question = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)


def _annees(bilans: BilanQuerySet) -> list[tuple[int, str]]:
    """Exercices present, the latest first."""
    couples = bilans.order_by().values_list("annee", "dispositif").distinct()
    annees = {annee: libelle_exercice(dispositif, annee) for annee, dispositif in couples}
    return [(annee, annees[annee]) for annee in sorted(annees, reverse=True)]


def _noms(
    modele: type[Caf] | type[Portefeuille], bilans: BilanQuerySet, champ: str
) -> list[tuple[int, str]]:
    presents = modele.objects.filter(pk__in=bilans.order_by().values(champ))
    return [(m.pk, m.nom) for m in sorted(presents, key=lambda m: cle_de_tri(m.nom))]
