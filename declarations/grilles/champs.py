"""The fields of a grid file, read one by one and checked against each other."""

from typing import Any

from declarations.grilles.lecteur import Lecteur
from declarations.regles.grille import NATURES, ChampGrille, SectionGrille
from portal.saisie.regles.champs import DECIMALES, TYPES

MARQUES = ("S", "P", "H")
ORIGINES = ("saisie", "convention", "notification")
ROLES = ("fournisseur_activite", "fournisseur_finances", "approbateur")
UNITES = {"heures": "h", "euros": "€", "etp": "ETP", "mois": "mois", "jours": "jours"}

# Keys allowed in the table of a field, with their type; the first ones must be there.
CLES_CHAMP = {"code": str, "libelle": str, "type": str}
CLES_CHAMP_LIBRES = {
    "aide": str, "natures": list, "obligatoire": bool, "minimum": int | str, "maximum": int | str,
    "choix": list, "unite": str, "origine": str, "lecteurs": list, "totalise": bool,
    "marque": str, "condition": str, "reprise": bool,
}  # fmt: skip


def lire_champ(
    lecteur: Lecteur,
    brut: Any,
    cle: str,
    section: SectionGrille,
    communs: dict[str, Any],
    codes: set[str],
) -> ChampGrille:
    """One field; its natures and its marque may be said once for the whole section."""
    lecteur.table(brut, cle, CLES_CHAMP, CLES_CHAMP_LIBRES)
    code = lecteur.code(brut["code"], f"{cle}.code", codes)
    cle = f"sections.{section.code}.champs.{code}"
    donnees = communs | brut
    genre = lecteur.parmi(donnees["type"], TYPES, f"{cle}.type")
    champ = ChampGrille(
        code=code,
        libelle=donnees["libelle"],
        type=genre,
        volet=section.volet,
        natures=lecteur.liste(donnees.get("natures", NATURES), NATURES, f"{cle}.natures"),
        aide=donnees.get("aide", ""),
        obligatoire=donnees.get("obligatoire", True),
        minimum=lecteur.borne(donnees.get("minimum", 0), f"{cle}.minimum"),
        maximum=lecteur.borne(donnees.get("maximum"), f"{cle}.maximum"),
        choix=_choix(lecteur, donnees.get("choix", []), f"{cle}.choix"),
        unite=donnees.get("unite", UNITES.get(genre, "")),
        origine=lecteur.parmi(donnees.get("origine", "saisie"), ORIGINES, f"{cle}.origine"),
        lecteurs=frozenset(
            lecteur.liste(donnees["lecteurs"], ROLES, f"{cle}.lecteurs")
            if "lecteurs" in donnees
            else ()
        ),
        totalise=donnees.get("totalise", False),
        marque=lecteur.parmi(donnees.get("marque"), MARQUES, f"{cle}.marque"),
        condition=donnees.get("condition", ""),
        reprise=donnees.get("reprise", False),
    )
    _verifier_champ(lecteur, champ, section, donnees, cle)
    return champ


def _choix(lecteur: Lecteur, brut: list[Any], cle: str) -> tuple[tuple[str, str], ...]:
    codes: set[str] = set()
    for paire in brut:
        if not (
            isinstance(paire, list) and len(paire) == 2 and all(isinstance(p, str) for p in paire)
        ):
            raise lecteur.refuser(cle, "chaque choix s’écrit [code, libellé]")
        lecteur.code(paire[0], cle, codes)
    return tuple((code, libelle) for code, libelle in brut)


def _verifier_champ(
    lecteur: Lecteur, champ: ChampGrille, section: SectionGrille, donnees: dict[str, Any], cle: str
) -> None:
    """Refuse settings that make no sense for the type or the place of the field."""
    if bool(champ.choix) != (champ.type in {"choix", "choix_multiples"}):
        raise lecteur.refuser(f"{cle}.choix", "les choix vont avec les types à choix")
    if champ.type not in DECIMALES:
        for nom in {"minimum", "maximum", "unite", "totalise"} & donnees.keys():
            raise lecteur.refuser(f"{cle}.{nom}", "réservé aux nombres")
    if champ.totalise and not section.repetition:
        raise lecteur.refuser(f"{cle}.totalise", "réservé aux données par ligne")
    minimum, maximum = champ.minimum, champ.maximum
    if minimum is not None and maximum is not None and minimum > maximum:
        raise lecteur.refuser(f"{cle}.maximum", "inférieur au minimum")
    if champ.obligatoire and champ.origine != "saisie":
        raise lecteur.refuser(
            f"{cle}.obligatoire", "ce que la Caf fournit n’est pas obligatoire pour le partenaire"
        )


def verifier_conditions(lecteur: Lecteur, sections: tuple[SectionGrille, ...]) -> None:
    """A condition names a yes/no row field asked in at least the same natures."""
    champs = [champ for section in sections for champ in section.champs]
    repondus = {
        champ.code: champ
        for section in sections
        for champ in section.champs
        if section.repetition and champ.type == "oui_non"
    }
    for champ in champs:
        if not champ.condition:
            continue
        cible = repondus.get(champ.condition)
        if cible is None or not set(champ.natures) <= set(cible.natures):
            raise lecteur.refuser(
                f"champs.{champ.code}.condition", "un champ oui_non par ligne est attendu"
            )
