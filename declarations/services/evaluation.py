"""Estimate and checks of a version: one way for the page, the sign-off and the sending."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from declarations.controles import valeurs_de_reference
from declarations.grilles import grille_par_reference
from declarations.models import Declaration, Justification, SeuilControle, Version
from declarations.models.calendrier import Nature
from declarations.regles.compteurs import OBSTACLES, sorte
from declarations.regles.controles.contexte import (
    Constat,
    Contexte,
    Donnees,
    Reference,
)
from declarations.regles.controles.registre import executer
from declarations.regles.grille import Grille, LigneGrille
from declarations.regles.lecteurs import champs_lisibles, constat_est_lisible
from declarations.services.chiffrage import Chiffrage, chiffrer
from declarations.services.donnees_caf import avec_donnees_de_la_caf
from declarations.services.lignes import donnees_presentes, lignes_de, lignes_figees
from declarations.services.references_elan import reference_elan
from habilitations.models import Dispositif
from subventions.regles.estimation import Estimation
from subventions.services import bareme_applicable


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

    def constats_lus(self, roles: frozenset[str], cote_caf: bool) -> list[ConstatSuivi]:
        """Constats that these roles, or the Caf, may be told.

        To anybody else the others do not exist, in any answer: that one stands or not already
        tells how far a reserved figure goes.
        """
        places = self.contexte.emplacements
        lisibles = {e.chemin for e in champs_lisibles(places.values(), roles, cote_caf)}
        return [
            s
            for s in self.constats
            if constat_est_lisible(s.constat.cle, s.constat.chemins, places, lisibles)
        ]


def evaluer(declaration: Declaration, version: Version) -> Evaluation:
    """Run the engine and every check on a version's figures.

    A fixed number of queries, whatever the number of rows.
    """
    grille = grille_par_reference(version.grille, declaration.annee)
    lignes = lignes_de(declaration, version)
    valeurs = figures_de(declaration, version, lignes)
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
    )
    justifications = {j.cle: j for j in version.justifications.select_related("par")}
    constats = tuple(ConstatSuivi(c, justifications.get(c.cle)) for c in executer(contexte))
    references = tuple(r for r in (precedent, meme) if r)
    return Evaluation(grille, lignes, valeurs, chiffrage, contexte, constats, references)


def figures_de(
    declaration: Declaration, version: Version, lignes: tuple[LigneGrille, ...]
) -> Donnees:
    """Return what a version says: frozen once sent; before, with what the Caf gives today.

    One query before the sending, none after; none for an ER.
    """
    grille = grille_par_reference(version.grille, declaration.annee)
    presentes = donnees_presentes(grille, version)
    if version.est_envoyee:
        return presentes
    return avec_donnees_de_la_caf(declaration, grille, lignes, presentes)


def seuils() -> dict[str, Decimal]:
    """Thresholds of the checks, by code.

    One that the database does not have yet (reference data not loaded since an upgrade) has the
    value it is delivered with, source and mark included: no page fails for it.
    """
    return valeurs_de_reference() | dict(SeuilControle.objects.values_list("code", "valeur"))


def references_de(declaration: Declaration) -> tuple[Reference | None, Reference | None]:
    """Return the references of C06 and C07, from what was sent.

    The exercice before: its réelle if sent, else its latest actualisée, else its prévisionnelle.
    The same exercice, for a réelle: the last actualisée, else the prévisionnelle. For a CLAS
    project, figures taken up from ELAN stand for the prévisionnelle that was not called (S).
    """
    envoyees = list(
        Declaration.objects.filter(
            equipement=declaration.equipement_id,
            annee__in=(declaration.annee - 1, declaration.annee),
            version_en_vigueur__isnull=False,
        )
        .exclude(pk=declaration.pk)
        .exclude(etat="sans_objet")
        .select_related("version_en_vigueur__calcul")
        .prefetch_related("version_en_vigueur__volets")
    )
    rang = {Nature.PREVISIONNELLE: 0, Nature.ACTUALISEE: 1, Nature.REELLE: 2}

    def derniere(annee: int, natures: set[str]) -> Reference | None:
        candidates = [d for d in envoyees if d.annee == annee and d.nature in natures]
        if not candidates:
            est_clas = declaration.dispositif == Dispositif.CLAS
            return reference_elan(declaration.equipement_id, annee) if est_clas else None
        choisie = max(candidates, key=lambda d: (rang[Nature(d.nature)], d.numero))
        return reference_de(choisie)

    precedent = derniere(declaration.annee - 1, set(Nature.values))
    avant = {Nature.PREVISIONNELLE.value, Nature.ACTUALISEE.value}
    meme = derniere(declaration.annee, avant) if declaration.nature == Nature.REELLE else None
    return precedent, meme


def reference_de(declaration: Declaration) -> Reference:
    """Turn the version in force of a declaration into plain figures, named with its real year."""
    version = declaration.version_en_vigueur
    return Reference(
        nature=declaration.nature,
        annee=declaration.annee,
        libelle=declaration.libelle,
        grille=grille_par_reference(version.grille, declaration.annee),
        lignes=lignes_figees(version),
        donnees=version.donnees,
        montant=version.calcul.montant if version.calcul else None,
    )
