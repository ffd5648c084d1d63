"""What the pages of ELAN receive: a workbook, or every figure of a project."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import digits

from django import forms
from django.http import QueryDict
from django.utils.crypto import get_random_string

from declarations.elan.regles.saisie import COLLECTIFS_MAX, NUMERO_ELAN, chemin_libelle
from declarations.regles.grille import LigneGrille
from portal.saisie.reception import lire_envoi
from portal.saisie.regles.envoi import Envoi
from portal.saisie.regles.lignes import est_une_cle
from portal.saisie.regles.valeurs import Valeur
from portal.socle.formats import nombre, poids
from portal.socle.lecture_classeurs import LIGNES_MAX, TAILLE_MAX

# Names of the form that are not figures.
AUTRES_NOMS = ("ligne", "nombre", "etape", "retirer")


class ImportElanForm(forms.Form):
    """The workbook to read."""

    fichier = forms.FileField(
        label="Classeur à importer (.xlsx)",
        help_text=f"{poids(TAILLE_MAX)} et {nombre(LIGNES_MAX)} lignes par feuille au plus.",
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
        },
    )


@dataclass(frozen=True)
class PageElan:
    """What the page holds: the rows in order, and what was typed in their fields and the others.

    The names of the rows are typed like the rest: those of ``lignes`` follow them.
    """

    lignes: tuple[LigneGrille, ...]
    envoi: Envoi

    @classmethod
    def depuis(cls, postees: QueryDict) -> "PageElan":
        """Read a form sent; fields of rows that are no longer there are dropped."""
        cles = [c for c in dict.fromkeys(postees.getlist("ligne")) if est_une_cle(c)]
        lignes = tuple(
            LigneGrille(c, postees.get(chemin_libelle(c), "")) for c in cles[:COLLECTIFS_MAX]
        )
        return cls(lignes, lire_envoi(postees, AUTRES_NOMS))._nettoyee()

    @property
    def numero_elan(self) -> str | None:
        """None when the page does not hold it: it is then left as it is."""
        numero = self.envoi.valeurs.get(NUMERO_ELAN)
        return None if numero is None else str(numero)

    @property
    def figures(self) -> Mapping[str, Valeur]:
        """Raw texts, but for the number of the project and the names of the rows."""
        noms = {NUMERO_ELAN, *(chemin_libelle(ligne.cle) for ligne in self.lignes)}
        return {c: v for c, v in self.envoi.valeurs.items() if c not in noms}

    def avec(self, combien: int) -> "PageElan":
        """As many collectifs as asked for: added at the end, or removed from there.

        The first row of all is the same for everybody who begins; the key of another is drawn, so
        that two people who each add one add two.
        """
        combien = min(max(combien, 1), COLLECTIFS_MAX)
        nouvelles = [
            LigneGrille(f"c{get_random_string(8, digits)}" if rang else "c1", "")
            for rang in range(len(self.lignes), combien)
        ]
        return replace(self, lignes=(*self.lignes[:combien], *nouvelles))._nettoyee()

    def sans(self, cle: str) -> "PageElan":
        """The same without one collectif."""
        gardees = tuple(ligne for ligne in self.lignes if ligne.cle != cle)
        return replace(self, lignes=gardees)._nettoyee()

    def _nettoyee(self) -> "PageElan":
        """The same without the fields of rows that it does not hold."""
        cles = {ligne.cle for ligne in self.lignes}

        def est_garde(chemin: str) -> bool:
            debut, _, suite = chemin.partition(".")
            return debut not in ("collectifs", "libelle") or suite.partition(".")[0] in cles

        envoi = replace(
            self.envoi,
            valeurs={c: v for c, v in self.envoi.valeurs.items() if est_garde(c)},
            ecartees={c: v for c, v in self.envoi.ecartees.items() if est_garde(c)},
        )
        return replace(self, envoi=envoi)
