"""From a grid file to the pure structures of ``declarations.regles.grille``."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from declarations.grilles.champs import lire_champ, verifier_conditions
from declarations.grilles.comptes import sections_comptes
from declarations.grilles.lecteur import GrilleInvalide, Lecteur
from declarations.regles.grille import FINANCES, GROUPES_COMPTES, VOLETS, Grille, SectionGrille
from declarations.regles.lecteurs import reserver_les_finances
from portal.saisie.regles.structure import Repetition
from subventions.regles.plan import PlanComptable

PORTEES = ("ensemble", "ligne")

# Keys allowed in each table, with their type; those marked must be there.
CLES_GRILLE = {
    "dispositif": str, "version": int, "libelle": str, "debut": int, "ligne": dict,
    "comptes": dict, "sections": list,
}  # fmt: skip
CLES_GRILLE_LIBRES = {"fin": int}
CLES_LIGNE = {"pluriel": str, "singulier": str, "libelle": str}
CLES_LIGNE_LIBRES = {"ajout_partenaire": bool, "libelle_depuis": list}
CLES_COMPTES = {"aide": str, "au_moins_un": list}
CLES_SECTION = {"code": str, "titre": str, "volet": str, "portee": str, "champs": list}
CLES_SECTION_LIBRES = {"aide": str, "natures": list, "marque": str}


@dataclass(frozen=True)
class Patron:
    """A grid file once checked, before the chart of accounts of an exercice is put in."""

    dispositif: str
    version: int
    libelle: str
    debut: int
    fin: int | None
    repetition: Repetition
    sections: tuple[SectionGrille, ...]
    aide_comptes: str
    au_moins_un: tuple[str, ...]

    @property
    def reference(self) -> str:
        return f"{self.dispositif}-{self.version}"

    def couvre(self, annee: int) -> bool:
        return self.debut <= annee and (self.fin is None or annee <= self.fin)

    def grille(self, plan: PlanComptable, annee: int) -> Grille:
        """The grid of an exercice: the accounts come first in the finances volet."""
        plan = plan.valides(annee)
        return Grille(
            dispositif=self.dispositif,
            version=self.version,
            debut=self.debut,
            fin=self.fin,
            repetition=self.repetition,
            sections=reserver_les_finances(
                _avec_comptes(self.sections, sections_comptes(plan, self.aide_comptes))
            ),
            plan=plan,
            libelle=self.libelle,
            au_moins_un=self.au_moins_un,
        )


def _avec_comptes(
    sections: tuple[SectionGrille, ...], comptes: tuple[SectionGrille, ...]
) -> tuple[SectionGrille, ...]:
    """The accounts stand just before what is asked about the finances as a whole (result)."""
    apres = tuple(s for s in sections if s.volet == FINANCES and not s.repetition)
    avant = tuple(s for s in sections if s not in apres)
    return (*avant, *comptes, *apres)


def lire_patron(chemin: Path) -> Patron:
    """Read and check a grid file; GrilleInvalide names the file and the key at fault."""
    lecteur = Lecteur(chemin.name)
    try:
        brut = tomllib.loads(chemin.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as erreur:
        raise GrilleInvalide(chemin.name, "fichier", f"TOML illisible ({erreur})") from None
    lecteur.table(brut, "", CLES_GRILLE, CLES_GRILLE_LIBRES)
    lecteur.code(brut["dispositif"], "dispositif", set())
    if chemin.stem != f"{brut['dispositif']}-{brut['version']}":
        raise lecteur.refuser("version", "le nom du fichier est <dispositif>-<version>.toml")
    if brut.get("fin", brut["debut"]) < brut["debut"]:
        raise lecteur.refuser("fin", "avant le premier exercice")
    comptes = lecteur.table(brut["comptes"], "comptes", CLES_COMPTES, {})
    ligne = lecteur.table(brut["ligne"], "ligne", CLES_LIGNE, CLES_LIGNE_LIBRES)
    lecteur.code(ligne["pluriel"], "ligne.pluriel", {"comptes"})
    sections = _sections(lecteur, brut["sections"], ligne["pluriel"])
    return Patron(
        dispositif=brut["dispositif"],
        version=brut["version"],
        libelle=brut["libelle"],
        debut=brut["debut"],
        fin=brut.get("fin"),
        repetition=_repetition(lecteur, ligne, sections),
        sections=sections,
        aide_comptes=comptes["aide"],
        au_moins_un=lecteur.liste(comptes["au_moins_un"], GROUPES_COMPTES, "comptes.au_moins_un"),
    )


def _repetition(
    lecteur: Lecteur, brut: dict[str, Any], sections: tuple[SectionGrille, ...]
) -> Repetition:
    """What rows are; their label is drawn from texts that everybody may read."""
    textes = [
        champ.code
        for section in sections
        for champ in section.champs
        if section.repetition and champ.type == "texte" and not champ.lecteurs
    ]
    depuis = tuple(
        lecteur.parmi(code, textes, "ligne.libelle_depuis")
        for code in brut.get("libelle_depuis", ())
    )
    return Repetition(
        code=brut["pluriel"],
        singulier=brut["singulier"],
        pluriel=brut["pluriel"],
        libelle=brut["libelle"],
        ajout=brut.get("ajout_partenaire", False),
        libelle_depuis=depuis,
    )


def _sections(lecteur: Lecteur, brutes: list[Any], lignes: str) -> tuple[SectionGrille, ...]:
    """Every section; the code of a field is unique in the grid, whatever its section."""
    codes_sections: set[str] = set()
    codes_champs: set[str] = set()
    sections = tuple(
        _section(lecteur, brute, f"sections[{rang}]", lignes, codes_sections, codes_champs)
        for rang, brute in enumerate(brutes, start=1)
    )
    verifier_conditions(lecteur, sections)
    return sections


def _section(
    lecteur: Lecteur,
    brute: Any,
    cle: str,
    lignes: str,
    codes_sections: set[str],
    codes_champs: set[str],
) -> SectionGrille:
    lecteur.table(brute, cle, CLES_SECTION, CLES_SECTION_LIBRES)
    code = lecteur.code(brute["code"], f"{cle}.code", codes_sections)
    if code.startswith("comptes_") or not brute["champs"]:
        raise lecteur.refuser(f"sections.{code}", "code réservé aux comptes ou section vide")
    portee = lecteur.parmi(brute["portee"], PORTEES, f"sections.{code}.portee")
    section = SectionGrille(
        code=code,
        titre=brute["titre"],
        volet=lecteur.parmi(brute["volet"], VOLETS, f"sections.{code}.volet"),
        repetition=lignes if portee == "ligne" else "",
        aide=brute.get("aide", ""),
    )
    communs = {nom: brute[nom] for nom in ("natures", "marque") if nom in brute}
    champs = tuple(
        lire_champ(
            lecteur, champ, f"sections.{code}.champs[{rang}]", section, communs, codes_champs
        )
        for rang, champ in enumerate(brute["champs"], start=1)
    )
    return replace(section, champs=champs)
