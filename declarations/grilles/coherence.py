"""What no key of a grid file tells alone, beside what holds for every definition."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import UNSET

from declarations.grilles.schema import ChampDeGrille, GrilleDefinie, SectionDeGrille
from declarations.regles.grille import NATURES, PREFIXE_COMPTE
from portal.saisie.definitions.coherence import (
    avec_chemins,
    borne,
    champs_douteux,
    verifier_coherence,
)
from portal.saisie.definitions.fautes import Releve
from portal.saisie.regles.champs import DECIMALES, SAISIE
from portal.saisie.regles.conditions import Contient, Reponse
from portal.saisie.regles.conditions_ecrites import ConditionMalEcrite, lire_condition

OUI_ATTENDU = "un champ oui_non par ligne est attendu, qui contient « oui »"
COMPTES = PREFIXE_COMPTE.removesuffix(".")


def verifier_grille(definie: GrilleDefinie, nom: str, releve: Releve) -> None:
    """Check a grid file of this name, but for what its schema tells."""
    if releve.est_sain("dispositif") and nom != f"{definie.dispositif}-{definie.version}":
        releve.signaler("version", "le nom du fichier est <dispositif>-<version>.toml")
    if definie.fin is not None and releve.est_sain("debut") and definie.fin < definie.debut:
        releve.signaler("fin", "avant le premier exercice")
    if releve.est_sain("repetitions") and len(definie.repetitions) != 1:
        releve.signaler("repetitions", "une grille a une répétition, et une seule")
    verifier_coherence(definie, releve, {COMPTES})
    if releve.est_sain("comptes"):
        _verifier_liste(definie.comptes.au_moins_un, "comptes.au_moins_un", releve)
    _verifier_libelle(definie, releve)
    repondus = {
        champ.code: natures_de(champ, section)
        for section in definie.sections
        for champ in section.champs
        if section.repetition and champ.type == "oui_non"
    }
    douteux = champs_douteux(definie.sections, releve)
    nombres = douteux | {
        c.code for s in definie.sections if s.repetition for c in s.champs if c.type in DECIMALES
    }
    for section, cle in avec_chemins(definie.sections, "sections"):
        if releve.est_sain(f"{cle}.code") and section.code.startswith(f"{COMPTES}_"):
            releve.signaler(cle, "code réservé aux comptes")
        _verifier_liste(section.natures, f"{cle}.natures", releve)
        for champ, ici in avec_chemins(section.champs, f"{cle}.champs"):
            if not releve.est_sain(ici):
                continue
            _verifier_champ(champ, section, nombres if section.repetition else (), ici, releve)
            if champ.condition is not None:
                permis = repondus | dict.fromkeys(douteux, NATURES)
                _verifier_condition(champ, natures_de(champ, section), permis, ici, releve)


def natures_de(champ: ChampDeGrille, section: SectionDeGrille) -> tuple[str, ...]:
    """Natures in which a field is asked, in their order: its own, else those of its section."""
    dites = champ.natures or section.natures or NATURES
    return tuple(nature for nature in NATURES if nature in dites)


def _verifier_condition(
    champ: ChampDeGrille,
    natures: Sequence[str],
    repondus: Mapping[str, Sequence[str]],
    cle: str,
    releve: Releve,
) -> None:
    """A yes/no of the rows, asked in at least the same natures: ``repondus`` has those of each."""
    try:
        condition = lire_condition(champ.condition)
    except ConditionMalEcrite as refus:
        releve.signaler(f"{cle}.condition", str(refus))
        return
    match condition:
        case Contient(Reponse(code), "oui") if set(natures) <= set(repondus.get(code, ())):
            return
    releve.signaler(f"{cle}.condition", OUI_ATTENDU)


def _verifier_champ(
    champ: ChampDeGrille,
    section: SectionDeGrille,
    nombres: Collection[str],
    cle: str,
    releve: Releve,
) -> None:
    """``nombres`` are those asked on the rows of its section."""
    if not (champ.marque or section.marque):
        releve.signaler(f"{cle}.marque", "clé manquante, ici ou dans la section")
    if champ.totalise and champ.type not in DECIMALES:
        releve.signaler(f"{cle}.totalise", "réservé aux nombres")
    _verifier_vraisemblable(champ, cle, releve)
    if champ.dispense and champ.dispense not in nombres:
        releve.signaler(
            f"{cle}.dispense", f"« {champ.dispense} » n’est pas un nombre de ces lignes"
        )
    if champ.sans_total and (champ.totalise or not section.repetition):
        releve.signaler(f"{cle}.sans_total", "réservé aux données par ligne que rien ne totalise")
    if champ.totalise and not section.repetition:
        releve.signaler(f"{cle}.totalise", "réservé aux données par ligne")
    if champ.obligatoire and champ.origine != SAISIE:
        releve.signaler(
            f"{cle}.obligatoire", "ce que la Caf fournit n’est pas obligatoire pour le partenaire"
        )
    _verifier_liste(champ.natures, f"{cle}.natures", releve)
    _verifier_liste(champ.lecteurs, f"{cle}.lecteurs", releve)


def _verifier_vraisemblable(champ: ChampDeGrille, cle: str, releve: Releve) -> None:
    """The largest usual value stands within the bounds, or nothing would ever be explained."""
    if champ.vraisemblable is UNSET:
        return
    ici = f"{cle}.vraisemblable"
    if champ.type not in DECIMALES:
        releve.signaler(ici, "réservé aux nombres")
        return
    try:
        repere, haut = borne(champ.vraisemblable, None), borne(champ.maximum, None)
    except ValueError:
        releve.signaler(ici, "ce n’est pas un nombre")
        return
    if repere is None or haut is None or repere >= haut:
        releve.signaler(ici, "il est au-dessous du maximum")


def _verifier_libelle(definie: GrilleDefinie, releve: Releve) -> None:
    """The label of a row is read by everybody."""
    reserves = {c.code for s in definie.sections for c in s.champs if c.lecteurs}
    for repetition, cle in avec_chemins(definie.repetitions, "repetitions"):
        if reserves & set(repetition.libelle_depuis):
            releve.signaler(f"{cle}.libelle_depuis", "champ réservé à certains lecteurs")


def _verifier_liste(valeurs: Sequence[Any], cle: str, releve: Releve) -> None:
    if len(set(valeurs)) != len(valeurs):
        releve.signaler(cle, "valeur répétée")
