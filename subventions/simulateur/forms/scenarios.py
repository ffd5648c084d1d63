"""What the page of a simulation sends: its scenarios, its posts, and the figures of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.http import QueryDict

from portal.saisie.presentation.formulaire import Reste
from portal.saisie.reception import lire_envoi
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.formes import recevoir
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur
from portal.socle.formulaires import Acte, offrir
from subventions.regles.parametres import DISPOSITIFS
from subventions.simulateur.regles.structure import (
    CLES,
    POSTES_MAX,
    SCENARIOS_MAX,
    Feuillet,
    avec_un_scenario,
)

# Names of the form that are no figure.
AUTRES_NOMS = ("annee", "titre", "scenario", "poste", "etape", "retirer_scenario", "retirer_poste")
AJOUTER_SCENARIO, AJOUTER_POSTE = "ajouter_scenario", "ajouter_poste"
CLES_POSTES = tuple(f"p{rang}" for rang in range(1, POSTES_MAX + 1))


@dataclass(frozen=True)
class Page:
    """The sheet as it stands on the page; ``typees`` are raw texts, ``valeurs`` those received.

    ``autres`` are the fields asked once, beside the scenarios.
    """

    feuillet: Feuillet
    autres: Mapping[str, Emplacement[Champ, Ligne]]
    typees: Mapping[str, Valeur] = field(default_factory=dict)
    valeurs: Mapping[str, Valeur] = field(default_factory=dict)
    erreurs: Mapping[str, str] = field(default_factory=dict)

    @property
    def reste(self) -> Reste:
        return Reste(self.typees, self.erreurs)

    @classmethod
    def lue(
        cls,
        feuillet: Feuillet,
        autres: Mapping[str, Emplacement[Champ, Ligne]],
        postees: QueryDict,
    ) -> "Page":
        """Read what was typed: rows, then figures; unknown names are left out."""
        scenarios = _lignes(postees.getlist("scenario"), CLES, SCENARIOS_MAX, feuillet.scenarios)
        postes = _lignes(postees.getlist("poste"), CLES_POSTES, POSTES_MAX, feuillet.postes)
        page = cls(
            replace(feuillet, scenarios=scenarios, postes=postes if feuillet.a_des_postes else ()),
            autres,
            lire_envoi(postees, AUTRES_NOMS).valeurs,
        )
        return page._changee(postees)._recue()

    def _changee(self, postees: QueryDict) -> "Page":
        """Do what the button asks of the rows: nothing typed is lost but that of a row removed."""
        feuillet, typees = self.feuillet, self.typees
        scenarios, postes = feuillet.scenarios, feuillet.postes
        etape = postees.get("etape")
        if etape == AJOUTER_SCENARIO and (plus := avec_un_scenario(scenarios, typees)):
            scenarios, typees = (*scenarios, plus[0]), plus[1]
        if etape == AJOUTER_POSTE and len(postes) < POSTES_MAX:
            postes = (*postes, poste_suivant(postes))
        if len(scenarios) > 1 and (retire := postees.get("retirer_scenario")):
            scenarios = tuple(ligne for ligne in scenarios if ligne.cle != retire)
        if len(postes) > 1 and (retire := postees.get("retirer_poste")):
            postes = tuple(ligne for ligne in postes if ligne.cle != retire)
        return replace(
            self, feuillet=replace(feuillet, scenarios=scenarios, postes=postes), typees=typees
        )

    def _recue(self) -> "Page":
        places = {**self.feuillet.places, **self.autres}
        typees = {chemin: valeur for chemin, valeur in self.typees.items() if chemin in places}
        recues = recevoir(places.values(), typees)
        return replace(self, typees=typees, valeurs=recues.valeurs, erreurs=recues.erreurs)


def premiere(feuillet: Feuillet) -> Feuillet:
    """The sheet nobody has typed in yet: one scenario, and one post where there are posts."""
    postes = (poste_suivant(()),) if feuillet.a_des_postes else ()
    return replace(feuillet, scenarios=(Ligne("a", "Scénario A"),), postes=postes)


def poste_suivant(postes: Sequence[Ligne]) -> Ligne:
    """The first post that the page does not hold."""
    prises = {ligne.cle for ligne in postes}
    cle = next(cle for cle in CLES_POSTES if cle not in prises)
    return Ligne(cle, f"Poste {cle.removeprefix('p')}")


def _lignes(
    recues: Sequence[str], admises: Sequence[str], maximum: int, connues: Sequence[Ligne]
) -> tuple[Ligne, ...]:
    """Rows by the keys sent, each once, with the label known or that of its key."""
    libelles = {ligne.cle: ligne for ligne in connues}
    cles = [cle for cle in dict.fromkeys(recues) if cle in admises or cle in libelles][:maximum]
    lignes = tuple(libelles.get(cle) or Ligne(cle, _nom(cle)) for cle in cles)
    return lignes or tuple(connues[:1])


def _nom(cle: str) -> str:
    return f"Scénario {cle.upper()}" if cle in CLES else f"Poste {cle.removeprefix('p')}"


class NouvelleForm(Acte):
    """A simulation from nothing: for which partner, of what, for which exercice."""

    couple = forms.ChoiceField(label="Partenaire")
    dispositif = forms.ChoiceField(label="Dispositif", choices=list(DISPOSITIFS.items()))
    annee = forms.TypedChoiceField(label="Exercice", coerce=int)
    titre = forms.CharField(
        label="Titre",
        max_length=80,
        help_text="Par exemple : « Budget 2027, avec un mi-temps de plus ».",
        error_messages={"required": "Donnez un titre à cette simulation."},
    )

    def __init__(
        self, data: Mapping[str, Any] | None, couples: Mapping[str, str], annee: int
    ) -> None:
        super().__init__(data, initial={"annee": annee})
        offrir(self, "couple", list(couples.items()))
        offrir(
            self, "annee", [(a, f"{a} (Clas : {a}-{a + 1})") for a in (annee - 1, annee, annee + 1)]
        )
