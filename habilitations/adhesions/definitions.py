"""Kinds of papers of an adhesion, read once from their data file."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from habilitations.adhesions.regles.avenants import Objet
from habilitations.adhesions.regles.cas import Cas
from habilitations.adhesions.regles.fiche import Section
from habilitations.adhesions.regles.pieces import Donnee, GenrePiece

FICHIER = Path(__file__).parent / "pieces.toml"


@cache
def genres() -> Mapping[str, GenrePiece]:
    """Kinds by code, in the order of the file. Raises ValueError when it contradicts itself."""
    return lire(FICHIER.read_text(encoding="utf-8"))


def lire(texte: str) -> Mapping[str, GenrePiece]:
    """Read kinds. Raises ValueError: a code twice, an unknown case, data or section."""
    lus: dict[str, GenrePiece] = {}
    for brut in tomllib.loads(texte)["pieces"]:
        try:
            genre = GenrePiece(
                code=brut["code"],
                libelle=brut["libelle"],
                contenu=brut["contenu"],
                cas=frozenset(Cas(cas) for cas in brut["cas"]),
                donnees=tuple(Donnee(donnee) for donnee in brut["donnees"]),
                sections=tuple(Section(section) for section in brut["sections"]),
                articles=tuple(brut["articles"]),
                avenants=tuple(Objet(objet) for objet in brut.get("avenants", ())),
                signe_par_la_caf=brut.get("signe_par_la_caf", False),
            )
        except KeyError as absent:
            raise ValueError(f"Pièce {brut.get('code')} : {absent} manque") from None
        if genre.code in lus:
            raise ValueError(f"Pièce en double : {genre.code}")
        lus[genre.code] = genre
    return lus
