"""Reading of the data handed to the engine: typed entries, or every refusal at once.

Only the keys that a formula reads are required; the others are ignored. Keys of ``charges`` are
leaf lines of the chart of the exercice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from subventions.regles.erreurs import Erreur
from subventions.regles.nombres import ZERO, NombreRefuse, lire_decimal, lire_entier
from subventions.regles.plan import CHARGE, PlanComptable

MOIS_MAX = 12
LIBELLE_MAX = 120
OBLIGATOIRE = "Une valeur est obligatoire."

Charges = tuple[tuple[str, Decimal], ...]


class Objet(NamedTuple):
    """A mapping being read, with the path that leads to it."""

    valeurs: Mapping[str, object]
    chemin: str = ""
    libelle: str = ""

    def chemin_de(self, cle: str) -> str:
        return f"{self.chemin}.{cle}" if self.chemin else cle


@dataclass
class Lecteur:
    """Reads values one by one and gathers the refusals; a refused value counts for nothing."""

    plan: PlanComptable
    annee: int
    erreurs: list[Erreur] = field(default_factory=list)

    def refuser(self, chemin: str, message: str) -> None:
        self.erreurs.append(Erreur(chemin, message))

    def decimal(self, objet: Objet, cle: str) -> Decimal:
        valeur = objet.valeurs.get(cle)
        if valeur is None:
            self.refuser(objet.chemin_de(cle), OBLIGATOIRE)
            return ZERO
        try:
            return lire_decimal(valeur)
        except NombreRefuse as refus:
            self.refuser(objet.chemin_de(cle), str(refus))
            return ZERO

    def entier(self, objet: Objet, cle: str, maximum: int | None = None) -> int:
        valeur = objet.valeurs.get(cle)
        if valeur is None:
            self.refuser(objet.chemin_de(cle), OBLIGATOIRE)
            return 0
        try:
            nombre = lire_entier(valeur)
        except NombreRefuse as refus:
            self.refuser(objet.chemin_de(cle), str(refus))
            return 0
        if maximum is not None and nombre > maximum:
            self.refuser(objet.chemin_de(cle), f"Un nombre entier de 0 à {maximum} est attendu.")
            return 0
        return nombre

    def booleen(self, objet: Objet, cle: str) -> bool:
        valeur = objet.valeurs.get(cle)
        if valeur is None:
            self.refuser(objet.chemin_de(cle), OBLIGATOIRE)
        elif not isinstance(valeur, bool):
            self.refuser(objet.chemin_de(cle), "Vrai ou faux (true ou false) est attendu.")
        return valeur is True

    def lignes(self, objet: Objet, cle: str, singulier: str) -> Iterator[Objet]:
        """Rows of a list, each with its label: its own, or « poste 1 »."""
        chemin = objet.chemin_de(cle)
        valeurs = objet.valeurs.get(cle)
        if valeurs is None:
            self.refuser(chemin, OBLIGATOIRE)
            return
        if not isinstance(valeurs, list | tuple):
            self.refuser(chemin, "Une liste est attendue.")
            return
        for rang, ligne in enumerate(valeurs):
            if not isinstance(ligne, dict | Mapping):  # The usual kind first: it is told at once.
                self.refuser(f"{chemin}.{rang}", "Un objet est attendu.")
                continue
            libelle = ligne.get("libelle")
            propre = libelle.strip()[:LIBELLE_MAX] if isinstance(libelle, str) else ""
            yield Objet(ligne, f"{chemin}.{rang}", propre or f"{singulier} {rang + 1}")

    def charges(self, objet: Objet) -> Charges:
        """Expenses by leaf account, in the order of the chart."""
        chemin = objet.chemin_de("charges")
        valeurs = objet.valeurs.get("charges")
        if valeurs is None:
            self.refuser(chemin, OBLIGATOIRE)
            return ()
        if not isinstance(valeurs, Mapping):
            self.refuser(chemin, "Un objet « compte : montant » est attendu.")
            return ()
        sous = Objet(valeurs, chemin)
        for cle in valeurs:
            message = self._refus_de_compte(str(cle))
            if message:
                self.refuser(sous.chemin_de(str(cle)), message)
        feuilles = self.plan.valides(self.annee).feuilles(CHARGE)
        return tuple(
            (c.numero, self.decimal(sous, c.numero)) for c in feuilles if c.numero in valeurs
        )

    def _refus_de_compte(self, numero: str) -> str:
        """Why an account may not carry an expense; empty when it may."""
        compte = self.plan.compte(numero)
        if compte is None:
            return "Ce compte n’existe pas au plan comptable."
        if compte.sens != CHARGE:
            return "Ce compte est un compte de produits : un compte de charges est attendu."
        if not compte.est_valide(self.annee):
            return "Ce compte n’est pas ouvert pour cet exercice."
        if not compte.feuille:
            sous_lignes = ", ".join(c.numero for c in self.plan.sous_lignes(numero))
            return (
                f"Le compte {numero} est un total : indiquez ses sous-comptes ({sous_lignes}) "
                "et non leur somme."
            )
        return ""
