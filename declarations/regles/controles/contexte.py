"""What a coherence check reads and what it returns (DOMAINE §3.4)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from declarations.regles.grille import EmplacementGrille, Grille, LigneGrille
from declarations.regles.manques import chemins_du_calcul
from declarations.regles.partages import Partage
from declarations.regles.totaux import Totaux, calculer_totaux
from portal.saisie.regles.valeurs import est_rempli
from subventions.regles.estimation import Estimation

BLOQUANT = "bloquant"
A_JUSTIFIER = "a_justifier"
INFORMATION = "information"

# Values of a volet or of both, by chemin, as kept: canonical strings or lists of strings.
Donnees = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Reference:
    """Another declaration whose figures stand beside these ones.

    ``libelle`` names it with its nature and real year: « Réelle 2024 ». ``grille`` is the one
    it was entered with, when it is not the one of the declaration checked: its chart of
    accounts may have had other lines.
    """

    nature: str
    annee: int
    libelle: str
    lignes: tuple[LigneGrille, ...]
    donnees: Donnees
    montant: Decimal | None = None
    grille: Grille | None = None


@dataclass(frozen=True)
class Contexte:
    """A declaration seen by the checks. Everything is plain data: no database, no clock.

    ``seuils`` holds the thresholds by code (« C06.ecart » → 10, in percent).
    ``exercice_precedent`` serves C06 and C16, ``meme_exercice`` serves C07. ``a_confirmer`` holds
    the values carried over from another declaration: chemin → the name of that declaration.
    ``partages`` are the figures that its bilans say too (C15).
    """

    grille: Grille
    nature: str
    annee: int
    lignes: tuple[LigneGrille, ...]
    donnees: Donnees
    seuils: Mapping[str, Decimal]
    estimation: Estimation | None = None
    exercice_precedent: Reference | None = None
    meme_exercice: Reference | None = None
    a_confirmer: Mapping[str, str] = field(default_factory=dict)
    partages: tuple[Partage, ...] = ()

    @cached_property
    def emplacements(self) -> dict[str, EmplacementGrille]:
        """Every field asked for, by chemin, in reading order; unmet conditions left out."""
        return {
            e.chemin: e
            for e in self.grille.emplacements(self.nature, self.lignes)
            if e.champ.condition is None or self.grille.est_demande(e, self.donnees)
        }

    @cached_property
    def remplis(self) -> Donnees:
        """What was given, by chemin: neither empty nor blank."""
        return {chemin: valeur for chemin, valeur in self.donnees.items() if est_rempli(valeur)}

    @cached_property
    def totaux(self) -> Totaux:
        return calculer_totaux(self.grille, self.nature, self.lignes, self.donnees)

    @cached_property
    def chemins_du_montant(self) -> tuple[str, ...]:
        """Every field that the amount may be told from: totals followed, figures of the formula."""
        suivis = (chemin for total in self.totaux.suivis for chemin in total.chemins)
        return tuple(dict.fromkeys((*suivis, *chemins_du_calcul(self.grille, self.lignes))))

    def totaux_de(self, reference: Reference) -> Totaux:
        """The totals of a reference, computed with its own grid."""
        grille = reference.grille or self.grille
        return calculer_totaux(grille, reference.nature, reference.lignes, reference.donnees)


@dataclass(frozen=True)
class Constat:
    """One thing a check found.

    ``cle`` is stable for the same check on the same figure, so a justification finds it again.
    ``chemins`` are the fields concerned, the first one is where the link leads. ``volet`` is the
    volet whose sign-off it stops, « » for both. ``valeur`` and ``reference`` are the two figures
    as printed, with their labels (real year included). ``adresse`` is the page of the other
    figure, when it stands outside the declaration.
    """

    code: str
    niveau: str
    cle: str
    message: str
    chemins: tuple[str, ...] = ()
    volet: str = ""
    valeur: str = ""
    valeur_libelle: str = ""
    reference: str = ""
    reference_libelle: str = ""
    ecart: str = ""
    adresse: str = ""


@dataclass(frozen=True)
class Controle:
    """A check of the registry: what the catalogue shows and the function that runs it.

    ``niveau`` is the level of most of its constats; ``autres_niveaux`` those that a part of the
    rule has (months of C14).
    """

    code: str
    titre: str
    regle: str
    niveau: str
    source: str
    marque: str
    fonction: Callable[[Contexte], Iterable[Constat]]
    dispositifs: frozenset[str] = field(default_factory=frozenset)
    seuils: tuple[str, ...] = ()
    autres_niveaux: tuple[str, ...] = ()

    @property
    def niveaux(self) -> tuple[str, ...]:
        return (self.niveau, *self.autres_niveaux)
