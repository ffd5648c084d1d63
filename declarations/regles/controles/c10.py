"""C10 – hours of organisation above their cap, where the barème has one."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import INFORMATION, Constat, Contexte, Controle
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import ACTIVITE
from declarations.regles.total import ecrire

CODE = "C10"
HEURES = "h"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """What the engine counted against what was declared; without a cap there is nothing."""
    mesures = contexte.estimation.mesures if contexte.estimation else {}
    declarees = mesures.get("heures_organisation")
    plafond = mesures.get("heures_organisation_plafond")
    total = contexte.totaux.de_code("heures_organisation")
    if declarees is None or plafond is None or total is None or declarees <= plafond:
        return
    yield Constat(
        code=CODE,
        niveau=INFORMATION,
        cle=f"{CODE}:heures_organisation",
        message=typographie(
            f"Heures d’organisation : {ecrire(declarees, HEURES)} déclarées, "
            f"{ecrire(plafond, HEURES)} retenues au plus par le barème. "
            "Ce qui dépasse ce plafond n’est pas financé."
        ),
        chemins=total.chemins,
        volet=ACTIVITE,
        valeur=ecrire(declarees, HEURES),
        valeur_libelle="Heures d’organisation déclarées",
        reference=ecrire(plafond, HEURES),
        reference_libelle="Heures d’organisation retenues au plus",
        ecart=ecrire(declarees - plafond, HEURES),
    )


CONTROLE = Controle(
    code=CODE,
    titre="Heures d’organisation au-dessus du plafond",
    regle=(
        "Lorsque le barème plafonne les heures d’organisation à une part des heures "
        "d’ouverture, les heures au-delà ne sont pas financées."
    ),
    niveau=INFORMATION,
    source="Lecture des barèmes, à confirmer",
    marque="H",
    fonction=verifier,
    dispositifs=frozenset({"er"}),
)
