"""The lists that are taken away as spreadsheets: what each holds, and the words of its pages.

One way for all: given at once when it is short, else written by a worker, with its progress.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.http import QueryDict
from django.urls import reverse

from declarations.exports.lignes import lignes_xlsx
from declarations.exports.liste import liste_xlsx
from declarations.file import lignes_de_la_file, lignes_demandees, liste_de
from declarations.models.exports import TACHE, TACHE_DROITS, TACHE_LIGNES
from declarations.presentation.lignes_des_dossiers import nom_des_lignes
from declarations.services.exports import tracer_export
from habilitations.permissions import Acteur
from subventions.droits.exports.liste import droits_xlsx
from subventions.droits.filters import filtre_de as droits_filtres
from subventions.droits.services.traces import tracer_export as tracer_droits

Avancer = Callable[[int], None]
LIGNES_IMMEDIATES = 300


@dataclass(frozen=True)
class ListeOuverte:
    """What a person may read of a list at this moment: how many rows, and what writes them."""

    total: int
    ecrire: Callable[[Avancer], bytes]
    tracer: Callable[[], None]


@dataclass(frozen=True)
class ListeExportee:
    """A list, kept under the task that writes it apart; ``mot`` is what its rows are called."""

    adresse: str
    rubrique: str
    mot: str
    nom: Callable[[QueryDict], str]
    ouvrir: Callable[[Acteur, str], ListeOuverte]

    def nom_du_fichier(self, question: str, jour: str) -> str:
        return f"{self.nom(QueryDict(question))}-{jour}.xlsx"

    def retour(self, question: str) -> str:
        """The list as it was filtered."""
        return f"{reverse(self.adresse)}?{question}" if question else reverse(self.adresse)


def _declarations(acteur: Acteur, question: str) -> ListeOuverte:
    liste = liste_de(acteur, QueryDict(question))
    return ListeOuverte(
        liste.count(),
        partial(liste_xlsx, liste, acteur.jour),
        partial(tracer_export, acteur, question),
    )


def _lignes(acteur: Acteur, question: str) -> ListeOuverte:
    demandees = QueryDict(question)
    liste = lignes_de_la_file(acteur, demandees)
    return ListeOuverte(
        liste.count(),
        partial(lignes_xlsx, liste, lignes_demandees(demandees)),
        partial(tracer_export, acteur, f"lignes?{question}"[:200]),
    )


def _droits(acteur: Acteur, question: str) -> ListeOuverte:
    droits = droits_filtres(acteur, QueryDict(question)).qs
    cafs = droits.order_by().values_list("caf", flat=True).distinct()
    return ListeOuverte(
        droits.count(),
        partial(droits_xlsx, droits),
        partial(tracer_droits, acteur, cafs, question),
    )


LISTES: Mapping[str, ListeExportee] = {
    TACHE: ListeExportee(
        "declarations:file",
        "Déclarations à suivre",
        "déclaration",
        lambda question: "declarations",
        _declarations,
    ),
    TACHE_LIGNES: ListeExportee(
        "declarations:lignes_des_dossiers",
        "Lignes des dossiers",
        "dossier",
        lambda question: nom_des_lignes(lignes_demandees(question))[1],
        _lignes,
    ),
    TACHE_DROITS: ListeExportee(
        "droits:file", "Droits à suivre", "droit", lambda question: "droits", _droits
    ),
}
