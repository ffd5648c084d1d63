"""C13 – a bonus is claimed while its project is not described."""

from collections.abc import Iterator
from dataclasses import dataclass

from declarations.regles.controles.contexte import BLOQUANT, Constat, Contexte, Controle
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import ACTIVITE
from portal.saisie.regles.champs import OUI

CODE = "C13"


@dataclass(frozen=True)
class _Bonus:
    """A bonus of the collectifs and the project that it obliges to describe."""

    champ: str
    libelle: str
    projet: str
    demande: str


BONUS = (
    _Bonus(
        "bonus_enfants",
        "bonus enfants",
        "projet_bonus_enfants",
        "décrivez le projet socio-éducatif auquel il engage",
    ),
    _Bonus(
        "bonus_parents",
        "bonus parents",
        "projet_bonus_parents",
        "décrivez le projet propre aux parents auquel il engage",
    ),
)


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """One constat per bonus that a collectif claims, at least, without its project."""
    for bonus in BONUS:
        demandes = [
            (ligne.libelle, chemin)
            for ligne in contexte.lignes
            if (chemin := contexte.grille.repetition.chemin(ligne, bonus.champ))
            in contexte.emplacements
            and contexte.donnees.get(chemin) == OUI
        ]
        if not demandes or bonus.projet not in contexte.emplacements:
            continue
        if bonus.projet in contexte.remplis:
            continue
        noms = ", ".join(libelle for libelle, _ in demandes)
        yield Constat(
            code=CODE,
            niveau=BLOQUANT,
            cle=f"{CODE}:{bonus.projet}",
            message=typographie(
                f"Le {bonus.libelle} est demandé ({noms}) : {bonus.demande}, ou répondez non."
            ),
            chemins=(bonus.projet, *(chemin for _, chemin in demandes)),
            volet=ACTIVITE,
        )


CONTROLE = Controle(
    code=CODE,
    titre="Bonus demandé sans son projet",
    regle=(
        "CLAS : dès qu’un collectif demande le bonus enfants, le projet socio-éducatif est "
        "décrit ; dès qu’un collectif demande le bonus parents, le projet propre aux parents "
        "est décrit."
    ),
    niveau=BLOQUANT,
    source="Engagements du CLAS liés aux bonus",
    marque="S",
    fonction=verifier,
    dispositifs=frozenset({"clas"}),
)
