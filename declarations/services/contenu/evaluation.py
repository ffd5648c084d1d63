"""Estimate and checks of figures, made now: to read a draft, to sign a volet off, to send."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from declarations.controles import valeurs_de_reference
from declarations.models import Justification, SeuilControle
from declarations.regles.compteurs import OBSTACLES, sorte
from declarations.regles.controles.contexte import (
    Constat,
    Contexte,
    Donnees,
    Reference,
)
from declarations.regles.controles.registre import executer
from declarations.regles.grille import Grille, LigneGrille
from declarations.regles.lecteurs import Lecteur, champs_lisibles, constat_est_lisible
from declarations.services.contenu.base import Contenu
from declarations.services.contenu.chiffrage import Chiffrage, chiffrer
from declarations.services.contenu.partages import partages_de
from declarations.services.contenu.references import ordonner, references_de
from portal.socle.requetes_ecrites import RequeteEcrite
from subventions.regles.estimation import Estimation
from subventions.services import bareme_applicable

_JUSTIFICATIONS = RequeteEcrite(
    lambda version: Justification.objects.select_related("par").filter(version=version)
)
_SEUILS = RequeteEcrite(lambda: SeuilControle.objects.values_list("code", "valeur"))


@dataclass(frozen=True)
class ConstatSuivi:
    """A constat with its justification, if one was written; ``tient`` while its figures hold."""

    constat: Constat
    justification: Justification | None = None

    @property
    def tient(self) -> bool:
        return (
            self.justification is not None
            and self.justification.valeur == self.constat.valeur
            and self.justification.reference == self.constat.reference
        )

    @property
    def sorte(self) -> str:
        """What it asks for now (``regles.compteurs``)."""
        return sorte(self.constat.code, self.constat.niveau, self.tient)

    @property
    def est_obstacle(self) -> bool:
        """Blocking, or to justify and not justified on these figures."""
        return self.sorte in OBSTACLES

    def en_json(self) -> dict[str, Any]:
        """Plain data to keep: the constat and its justification."""
        constat = {k: v for k, v in vars(self.constat).items() if v not in ("", ())}
        if self.justification and self.tient:
            constat["justification"] = {
                "motif": self.justification.get_motif_display(),
                "texte": self.justification.texte,
                "par": str(self.justification.par),
                "le": self.justification.le.isoformat(),
            }
        return {k: list(v) if isinstance(v, tuple) else v for k, v in constat.items()}


@dataclass(frozen=True)
class Evaluation:
    """What the figures give now."""

    grille: Grille
    lignes: tuple[LigneGrille, ...]
    donnees: Donnees
    chiffrage: Chiffrage
    contexte: Contexte
    constats: tuple[ConstatSuivi, ...]
    references: tuple[Reference, ...] = field(default_factory=tuple)

    @property
    def estimation(self) -> Estimation:
        return self.chiffrage.estimation

    @property
    def obstacles(self) -> Mapping[str, int]:
        """Checks that stop the sending, counted by volet (« » for both together)."""
        compte: dict[str, int] = {}
        for suivi in self.constats:
            if suivi.est_obstacle:
                compte[suivi.constat.volet] = compte.get(suivi.constat.volet, 0) + 1
        return compte

    def constats_lus(self, lecteur: Lecteur) -> list[ConstatSuivi]:
        """Constats that somebody may be told.

        To anybody else the others do not exist, in any answer: that one stands or not already
        tells how far a reserved figure goes.
        """
        places = self.contexte.emplacements
        lisibles = {
            e.chemin for e in champs_lisibles(places.values(), lecteur.roles, lecteur.cote_caf)
        }
        return [
            s
            for s in self.constats
            if constat_est_lisible(s.constat.cle, s.constat.chemins, places, lisibles)
        ]


def evaluer(contenu: Contenu) -> Evaluation:
    """Run the engine and every check on what a version says, with the barème of today.

    A fixed number of queries, whatever the number of rows.
    """
    declaration, version = contenu.declaration, contenu.version
    grille, lignes, valeurs = contenu.grille, contenu.lignes, contenu.donnees
    bareme = bareme_applicable(declaration.dispositif, declaration.annee, declaration.caf_id)
    chiffrage = chiffrer(grille, declaration.annee, bareme, lignes, valeurs)
    precedent, meme = references_de(declaration)
    contexte = Contexte(
        grille=grille,
        nature=declaration.nature,
        annee=declaration.annee,
        lignes=lignes,
        donnees=valeurs,
        seuils=seuils(),
        estimation=chiffrage.estimation,
        exercice_precedent=precedent,
        meme_exercice=meme,
        a_confirmer=version.a_confirmer,
        partages=partages_de(declaration),
    )
    justifications = {j.cle: j for j in _JUSTIFICATIONS.lire(version.pk)}
    constats = tuple(ConstatSuivi(c, justifications.get(c.cle)) for c in executer(contexte))
    references = ordonner(declaration.nature, precedent, meme)
    return Evaluation(grille, lignes, valeurs, chiffrage, contexte, constats, references)


def seuils() -> dict[str, Decimal]:
    """Thresholds of the checks, by code.

    One that the database does not have yet (reference data not loaded since an upgrade) has the
    value it is delivered with, source and mark included: no page fails for it.
    """
    return valeurs_de_reference() | dict(_SEUILS.lire())
