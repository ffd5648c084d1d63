"""What no key of a definition tells alone."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from msgspec import UNSET, UnsetType

from portal.saisie.definitions.fautes import Releve
from portal.saisie.definitions.schema import (
    Borne,
    ChampDefini,
    Definition,
    Nommee,
    RepetitionDefinie,
    SectionDefinie,
)
from portal.saisie.definitions.verification import chemins_de
from portal.saisie.regles.champs import DECIMALES

T = TypeVar("T", bound=Nommee)

AUCUN = "aucun"
A_CHOIX = frozenset({"choix", "choix_multiples"})


def verifier_coherence(
    definition: Definition, releve: Releve, reserves: Collection[str] = ()
) -> None:
    """Check codes, repetitions and fields; ``reserves`` are the codes that other paths begin by.

    A table that does not fit the schema is not checked further: a mistake is told once.
    """
    repetitions = _verifier_repetitions(definition.repetitions, releve, reserves)
    _verifier_codes(definition.sections, "sections", set(), releve)
    codes = {*repetitions, *reserves}
    for section, cle in avec_chemins(definition.sections, "sections"):
        if section.repetition not in {"", *repetitions} and releve.est_sain("repetitions"):
            releve.signaler(f"{cle}.repetition", f"répétition inconnue « {section.repetition} »")
        _verifier_codes(section.champs, f"{cle}.champs", codes, releve)
        for champ, ici in avec_chemins(section.champs, f"{cle}.champs"):
            if releve.est_sain(ici):
                _verifier_champ(champ, ici, releve)
    for repetition, cle in avec_chemins(definition.repetitions, "repetitions"):
        _verifier_libelle(repetition, cle, definition.sections, releve)


def champs_douteux(sections: Sequence[SectionDefinie], releve: Releve) -> set[str]:
    """Codes of the fields that do not fit the schema: what names them is given the benefit."""
    return {
        champ.code
        for section, cle in avec_chemins(sections, "sections")
        for champ, ici in avec_chemins(section.champs, f"{cle}.champs")
        if not releve.est_sain(ici)
    }


def avec_chemins(tables: Sequence[T], chemin: str) -> Iterable[tuple[T, str]]:
    """Tables of a list, each with its path."""
    return zip(tables, chemins_de(tables, chemin), strict=True)


def borne(valeur: Borne | UnsetType, defaut: Decimal | None) -> Decimal | None:
    """A bound, exact; None for « aucun ». ValueError when it is no number."""
    if valeur is UNSET:
        return defaut
    if valeur == AUCUN:
        return None
    try:
        lue = Decimal(valeur)
    except InvalidOperation:
        raise ValueError(f"{valeur} is no number") from None
    if not lue.is_finite():
        raise ValueError(f"{valeur} is no number")
    return lue


def _verifier_codes(tables: Sequence[T], chemin: str, deja: set[str], releve: Releve) -> None:
    """A code names one table; those seen are added to ``deja``."""
    for table, cle in avec_chemins(tables, chemin):
        if not releve.est_sain(f"{cle}.code"):
            continue
        if table.code in deja:
            releve.signaler(f"{cle}.code", f"code en double « {table.code} »")
        deja.add(table.code)


def _verifier_repetitions(
    repetitions: Sequence[RepetitionDefinie], releve: Releve, reserves: Collection[str]
) -> set[str]:
    """Return their codes; one stands in another at most, which stands in none."""
    _verifier_codes(repetitions, "repetitions", set(reserves), releve)
    dehors = {r.code for r in repetitions if not r.dans}
    for repetition, cle in avec_chemins(repetitions, "repetitions"):
        if repetition.dans and repetition.dans not in dehors:
            releve.signaler(
                f"{cle}.dans", f"« {repetition.dans} » n’est pas une répétition de premier niveau"
            )
    return {r.code for r in repetitions}


def _verifier_libelle(
    repetition: RepetitionDefinie, cle: str, sections: Sequence[SectionDefinie], releve: Releve
) -> None:
    """The label of a row is drawn from short texts that are asked on it."""
    textes = {
        champ.code
        for section in sections
        if section.repetition == repetition.code
        for champ in section.champs
        if champ.type == "texte"
    }
    for code in repetition.libelle_depuis:
        if code not in textes | champs_douteux(sections, releve):
            releve.signaler(f"{cle}.libelle_depuis", f"« {code} » n’est pas un texte de ces lignes")


def _verifier_champ(champ: ChampDefini, cle: str, releve: Releve) -> None:
    """Settings that go with the type of the field."""
    if bool(champ.choix) != (champ.type in A_CHOIX):
        releve.signaler(f"{cle}.choix", "les choix vont avec les types à choix")
    vus: set[str] = set()
    for code, _ in champ.choix:
        if code in vus:
            releve.signaler(f"{cle}.choix", f"code en double « {code} »")
        vus.add(code)
    if champ.type not in DECIMALES:
        dits = {
            "minimum": champ.minimum is not UNSET,
            "maximum": champ.maximum is not UNSET,
            "unite": bool(champ.unite),
        }
        for nom in (nom for nom, dit in dits.items() if dit):
            releve.signaler(f"{cle}.{nom}", "réservé aux nombres")
        return
    _verifier_bornes(champ, cle, releve)


def _verifier_bornes(champ: ChampDefini, cle: str, releve: Releve) -> None:
    lues: dict[str, Decimal | None] = {}
    dites = (("minimum", champ.minimum, Decimal(0)), ("maximum", champ.maximum, None))
    for nom, dite, defaut in dites:
        try:
            lues[nom] = borne(dite, defaut)
        except ValueError:
            releve.signaler(f"{cle}.{nom}", "ce n’est pas un nombre")
    bas, haut = lues.get("minimum"), lues.get("maximum")
    if bas is not None and haut is not None and bas > haut:
        releve.signaler(f"{cle}.maximum", "inférieur au minimum")
