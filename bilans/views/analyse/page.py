"""What every page of the analysis loads: who reads, what is studied, which bilans are chosen."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.urls import reverse

from bilans.forms.analyse import (
    BORNES,
    DIFFUSER,
    FILTRE,
    SEPARATEUR,
    FaitsForm,
    VueForm,
    lire_selection,
)
from bilans.models import BilanADenombrer
from bilans.presentation.filtres import FiltreDit, dire_filtre
from bilans.services.analyse.comptage import Comptage
from bilans.services.analyse.etude import Etude, Portee, etude_de, portee
from bilans.services.analyse.selection import Filtre, Selection, questionnaires_de
from habilitations.permissions import Acteur
from habilitations.requetes import Requete

# Pages that a selection goes from one to another of.
RESULTATS = "resultats"
PAGES = {
    RESULTATS: "bilans:analyse",
    "croisement": "bilans:analyse_croisement",
    "comparaison": "bilans:analyse_comparaison",
    "exports": "bilans:analyse_exports",
}
# What each of them asks of its own, and which one the page of a filter comes back to.
VERS = "vers"
PROPRES = (
    "rubrique",
    "page",
    "lignes",
    "colonnes",
    "colonne",
    "q",
    "par",
    "dates",
    "vides",
    "croise",
    VERS,
)


@dataclass
class PageAnalyse:
    """A questionnaire as one person studies it now, from the address of the page."""

    acteur: Acteur
    data: QueryDict
    etude: Etude

    @property
    def portee(self) -> Portee:
        return portee(self.acteur, diffuser=DIFFUSER in self.data)

    @cached_property
    def faits(self) -> FaitsForm:
        return FaitsForm(self.data, self.etude, self.acteur)

    @cached_property
    def selection(self) -> Selection:
        return lire_selection(self.faits, self.etude, self.data)

    @cached_property
    def comptage(self) -> Comptage:
        return Comptage(self.etude, self.selection, self.acteur, self.portee)

    @property
    def se_montre(self) -> bool:
        """Tell whether there are figures to show: bilans, and not too few."""
        return bool(self.comptage.combien) and not self.comptage.trop_peu

    @property
    def exercices(self) -> dict[int, str]:
        """Exercices there are, as people write them."""
        return {annee: nom for annee, nom in self.faits.annees if isinstance(annee, int)}

    @property
    def filtres(self) -> list[FiltreDit]:
        """Filters on answers in words, each with the address of the page without it."""
        return [
            dire_filtre(self.etude.par_id[filtre.colonne_id], filtre, self._sans(filtre))
            for filtre in self.selection.filtres
        ]

    @property
    def question(self) -> str:
        """The query string that chooses the same bilans on another page."""
        return _sans_cles(self.data, *PROPRES).urlencode()

    @property
    def gardes(self) -> list[tuple[str, str]]:
        """What the form of the facts does not ask, kept when it is sent."""
        autres = _sans_cles(self.data, "page", *self.faits.fields)
        return [(cle, valeur) for cle in autres for valeur in autres.getlist(cle)]

    @property
    def selection_seule(self) -> list[tuple[str, str]]:
        """What chooses the bilans, for a form of its own page that asks the rest."""
        data = QueryDict(self.question)
        return [(cle, valeur) for cle in data for valeur in data.getlist(cle)]

    @property
    def tout(self) -> list[tuple[str, str]]:
        """All that the address says, but what the page of a filter asks."""
        autres = _sans_cles(self.data, "page", "colonne", VERS)
        return [(cle, valeur) for cle in autres for valeur in autres.getlist(cle)]

    @property
    def retour(self) -> str:
        """The page that a filter is chosen for, which it comes back to."""
        demandee = self.data.get(VERS, "")
        return demandee if demandee in PAGES else RESULTATS

    @property
    def adresse_de_retour(self) -> str:
        return reverse(PAGES[self.retour], args=[self.etude.questionnaire.pk])

    def pour_filtrer(self, onglet: str) -> str:
        """The query string that chooses a filter from a page, and comes back to it as it was."""
        copie = _sans_cles(self.data, "page", "colonne")
        copie[VERS] = onglet if onglet in PAGES else self.retour
        return copie.urlencode()

    def contexte(self, onglet: str) -> dict[str, Any]:
        """What every template of the analysis shows."""
        return {
            "analyse": self,
            "comptage": self.comptage,
            "questionnaire": self.etude.questionnaire,
            "onglet": onglet,
            "pour_filtrer": self.pour_filtrer(onglet),
            "vue_form": VueForm(initial={"page": onglet, "question": self.data.urlencode()}),
            "en_attente": BilanADenombrer.objects.filter(
                bilan__in=self.comptage.bilans.values("pk")
            ).count(),
        }

    def _sans(self, filtre: Filtre) -> str:
        autres = _sans_cles(self.data, "page")
        debut = f"{filtre.colonne_id}{SEPARATEUR}"
        autres.setlist(FILTRE, [f for f in self.data.getlist(FILTRE) if not f.startswith(debut)])
        for cle in self.data:
            borne = BORNES.fullmatch(cle)
            if borne and int(borne[2]) == filtre.colonne_id:
                del autres[cle]
        return f"?{autres.urlencode()}"


def exiger_agent(request: Requete) -> Acteur:
    """Return the person, who counts the answers of a Caf or of the country; 403 otherwise."""
    acteur: Acteur = request.acteur
    if acteur.est_instructeur or acteur.est_national:
        return acteur
    raise PermissionDenied("L’analyse des bilans est réservée aux agents de la Caf et de la Cnaf.")


def charger_analyse(request: Requete, pk: int, data: QueryDict | None = None) -> PageAnalyse:
    """Load a questionnaire that this person may study; any other is a 404."""
    acteur = exiger_agent(request)
    for questionnaire in questionnaires_de(acteur):
        if questionnaire.pk == pk:
            return PageAnalyse(acteur, data or request.GET, etude_de(questionnaire))
    raise Http404("Ce questionnaire n’existe pas, ou il n’est pas dans votre périmètre.")


def _sans_cles(data: QueryDict, *cles: str) -> QueryDict:
    copie = data.copy()
    for cle in cles:
        copie.pop(cle, None)
    return copie
