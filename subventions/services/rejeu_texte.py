"""Steps written as PostgreSQL writes those it keeps: one text to compare, nothing to read.

To read the steps kept took as long as to compute them again. Two texts that are the same tell the
same steps; two that are not say nothing yet: how PostgreSQL writes a ``jsonb`` – keys by length,
then in the order of their bytes – is no rule of ours.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from json.encoder import encode_basestring as ecrire_texte

from subventions.regles.bareme import ParametreUtilise
from subventions.regles.etapes import Etape
from subventions.regles.nombres import ecrire


def ecrire_etapes(etapes: Sequence[Etape]) -> str:
    """The steps as the column ``etapes`` gives them in text."""
    return f"[{', '.join([_etape(etape) for etape in etapes])}]"


def _etape(etape: Etape) -> str:
    entrees = ", ".join(
        [f'{{"nom": {ecrire_texte(nom)}, "valeur": "{valeur}"}}' for nom, valeur in etape.entrees]
    )
    parametre = _parametre(etape.parametre) if etape.parametre else "null"
    return (
        f'{{"unite": {ecrire_texte(etape.unite)}, "entrees": [{entrees}], '
        f'"formule": {ecrire_texte(etape.formule)}, "libelle": {ecrire_texte(etape.libelle)}, '
        f'"resultat": "{ecrire(etape.resultat)}", "parametre": {parametre}}}'
    )


@lru_cache(maxsize=1_000)
def _parametre(parametre: ParametreUtilise) -> str:
    """Few parameters are read by many steps."""
    champs = sorted(parametre.en_json().items(), key=lambda champ: (len(champ[0]), champ[0]))
    return json.dumps(dict(champs), ensure_ascii=False)
