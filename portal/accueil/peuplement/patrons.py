"""What a file of one kind says once it is whole: figures, checks, estimate.

Computed once for each story, nature and exercice by the rules that the portal applies, then written
for every équipement that shares the story, under the keys of its own rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from declarations.grilles import GrilleInconnue, grille_pour
from declarations.models.calendrier import Nature
from declarations.regles.controles.contexte import A_JUSTIFIER, BLOQUANT, Contexte, Reference
from declarations.regles.controles.registre import executer
from declarations.regles.entrees_estimation import donnees_estimation
from declarations.regles.grille import VOLETS, Grille, LigneGrille
from declarations.regles.lignes import libelle_affiche
from declarations.regles.manques import NOTIFIES
from declarations.services.contenu.evaluation import seuils
from declarations.services.donnees_caf import ETP_CONVENTIONNE
from habilitations.models import Dispositif
from habilitations.regles.exercices import libelle_exercice
from portal.accueil.demo.explications import expliquer
from portal.accueil.peuplement.copie import Json, en_json
from portal.accueil.peuplement.variantes import Variante
from portal.socle.nombres import forme_canonique
from subventions.models import LigneBareme
from subventions.referentiels import plan_comptable
from subventions.regles.estimation import Estimation
from subventions.regles.moteur import estimer
from subventions.services import bareme_applicable
from subventions.services.estimations import donnees_en_texte

Donnees = dict[str, str | list[str]]


class PatronInvalide(Exception):
    """A story that could not be sent: the message says which check stops it."""


@dataclass(frozen=True)
class Patron:
    """``volets``: the figures as typed; ``arretes``: as sent, with those that the Caf gives.

    ``constats`` are as kept with a passage of the checks, without their justifications, which stand
    beside: key, reason, text, figure and reference.
    """

    grille: str
    lignes: tuple[LigneGrille, ...]
    volets: Mapping[str, Donnees]
    arretes: Mapping[str, Donnees]
    constats: tuple[dict[str, Any], ...]
    justifications: tuple[tuple[str, str, str, str, str], ...]
    estimation: Estimation
    entrees: Any
    calcul: Mapping[str, Any]

    @cached_property
    def calcul_ecrit(self) -> tuple[Json, ...]:
        """Data, barème, steps, missing parameters and measures of the computation, for COPY."""
        cles = ("bareme", "etapes", "manquants", "mesures")
        return (en_json(self.entrees), *(en_json(self.calcul[cle]) for cle in cles))


class Patrons:
    """The kinds of file already computed; those of a Caf that has its own barème stand apart."""

    def __init__(self) -> None:
        self._seuils = seuils()
        self._propres = frozenset(
            LigneBareme.objects.filter(caf__isnull=False).values_list("caf", "dispositif")
        )
        self._bareme = lru_cache(maxsize=None)(bareme_applicable)
        self._faits: dict[tuple[Any, ...], Patron] = {}

    def de(self, histoire: Variante, nature: str, numero: int, annee: int, caf_id: int) -> Patron:
        """The whole file of an exercice; PatronInvalide when a check would stop it."""
        portee = caf_id if (caf_id, histoire.dispositif) in self._propres else None
        cle = (histoire.dispositif, histoire.rang, nature, numero, annee, portee)
        if cle not in self._faits:
            self._faits[cle] = self._composer(histoire, nature, numero, annee, portee)
        return self._faits[cle]

    def _composer(
        self, histoire: Variante, nature: str, numero: int, annee: int, portee: int | None
    ) -> Patron:
        grille = grille_pour(histoire.dispositif, annee)
        volets, figees, lignes = _figures(grille, histoire, nature, annee)
        donnees = {c: v for volet in volets.values() for c, v in volet.items()} | figees
        entrees = donnees_estimation(grille, lignes, donnees)
        bareme = self._bareme(histoire.dispositif, annee, portee)
        estimation = estimer(histoire.dispositif, entrees, bareme, plan_comptable(), annee)
        precedent = self._reference(histoire, Nature.REELLE, annee - 1)
        contexte = Contexte(
            grille=grille,
            nature=nature,
            annee=annee,
            lignes=lignes,
            donnees=donnees,
            seuils=self._seuils,
            estimation=estimation,
            exercice_precedent=precedent,
        )
        constats = list(executer(contexte))
        if bloquants := [c.message for c in constats if c.niveau == BLOQUANT]:
            raise PatronInvalide(f"{histoire.dispositif} {histoire.rang}, {annee} : {bloquants}")
        return Patron(
            grille=grille.reference,
            lignes=lignes,
            volets=volets,
            arretes={volet: _arretees(grille, nature, lignes, volet, donnees) for volet in VOLETS},
            constats=tuple(_en_json(c) for c in constats),
            justifications=tuple(
                (c.cle, *expliquer(c, histoire.dispositif), c.valeur, c.reference)
                for c in constats
                if c.niveau == A_JUSTIFIER
            ),
            estimation=estimation,
            entrees=donnees_en_texte(entrees),
            calcul=estimation.en_json(),
        )

    def _reference(self, histoire: Variante, nature: str, annee: int) -> Reference | None:
        """The réelle of the exercice before, as the checks read it; None before the first grid."""
        try:
            grille = grille_pour(histoire.dispositif, annee)
        except GrilleInconnue:
            return None
        volets, figees, lignes = _figures(grille, histoire, nature, annee)
        return Reference(
            nature=nature,
            annee=annee,
            libelle=f"{Nature(nature).label} {libelle_exercice(histoire.dispositif, annee)}",
            lignes=lignes,
            donnees={c: v for volet in volets.values() for c, v in volet.items()} | figees,
            grille=grille,
        )


def _figures(
    grille: Grille, histoire: Variante, nature: str, annee: int
) -> tuple[dict[str, Donnees], Donnees, tuple[LigneGrille, ...]]:
    """What is typed in each volet, what the Caf gives, and the rows called as they are shown."""
    recit = histoire.recit
    volets = {
        volet: {c: _canonique(v) for c, v in recit.valeurs(annee, nature, volet).items()}
        for volet in VOLETS
    }
    voulues = recit.lignes(annee) if histoire.dispositif == Dispositif.CLAS else None
    lignes = tuple(li for li in histoire.lignes if voulues is None or li.cle in voulues)
    figees: Donnees = {}
    if histoire.dispositif == Dispositif.CLAS:
        figees[NOTIFIES] = str(len(lignes))
    for ligne, etp in zip(lignes, histoire.etp, strict=False):
        figees[grille.repetition.chemin(ligne, ETP_CONVENTIONNE)] = forme_canonique(etp)
    tout = {c: v for volet in volets.values() for c, v in volet.items()}
    return volets, figees, tuple(libelle_affiche(grille, ligne, tout) for ligne in lignes)


def _arretees(
    grille: Grille, nature: str, lignes: tuple[LigneGrille, ...], volet: str, donnees: Donnees
) -> Donnees:
    """What the sending keeps of a volet: the figures that the grid asks for."""
    attendus = {e.chemin for e in grille.emplacements(nature, lignes, volet)}
    return {c: v for c, v in donnees.items() if c in attendus}


def _canonique(valeur: Any) -> str | list[str]:
    return forme_canonique(valeur) if isinstance(valeur, Decimal) else valeur


def _en_json(constat: Any) -> dict[str, Any]:
    brut = {k: v for k, v in vars(constat).items() if v not in ("", ())}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in brut.items()}


class Cles:
    """The keys of an équipement's rows in place of those of its story."""

    def __init__(
        self, lignes: tuple[LigneGrille, ...], pluriel: str, cles: Mapping[str, str]
    ) -> None:
        self._prefixes = {f"{pluriel}.{li.cle}": f"{pluriel}.{cles[li.cle]}" for li in lignes}
        self._cles = cles

    def chemin(self, chemin: str) -> str:
        if chemin in self._prefixes:
            return self._prefixes[chemin]
        debut, point, code = chemin.rpartition(".")
        return f"{self._prefixes.get(debut, debut)}{point}{code}"

    def donnees(self, donnees: Donnees) -> Donnees:
        return {self.chemin(c): v for c, v in donnees.items()}

    def lignes(
        self, lignes: tuple[LigneGrille, ...], postes: Mapping[str, int]
    ) -> tuple[LigneGrille, ...]:
        return tuple(
            replace(li, cle=self._cles[li.cle], poste_conventionne=postes.get(li.cle))
            for li in lignes
        )

    def constat(self, constat: dict[str, Any]) -> dict[str, Any]:
        """A check as kept; its key may end with the path of a figure."""
        rendu = constat | {"cle": self.cle_de_constat(constat["cle"])}
        if "chemins" in constat:
            rendu["chemins"] = [self.chemin(c) for c in constat["chemins"]]
        return rendu

    def cle_de_constat(self, cle: str) -> str:
        code, separe, sujet = cle.partition(":")
        return f"{code}{separe}{self.chemin(sujet)}"
