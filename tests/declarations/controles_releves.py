"""Files sent with constats, in every state: what the totals of the checks are counted in."""

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.services import instruction
from tests.declarations.cct import declaration_cct
from tests.declarations.remplir import demander_correction, jusqu_a
from tests.monde import Monde, acteur

# Charges and estimate move from one réelle to the next: C06 fires twice in one sending, justified.
PLUS = {"comptes.64": "112 800", "comptes.741": "40 000"}


def ecart_justifie(monde: Monde, etat: str = Etat.TRANSMISE) -> Declaration:
    """A réelle 2025 sent with two C06 justified."""
    jusqu_a(monde.declaration("reelle", 2024), monde, Etat.TRANSMISE)
    return jusqu_a(monde.declaration("reelle", 2025), monde, etat, changements=PLUS)


def valider(declaration: Declaration, monde: Monde) -> None:
    conseiller = acteur(monde.conseiller)
    instruction.prendre_en_charge(declaration.pk, acteur=conseiller)
    instruction.valider(declaration.pk, acteur=conseiller)


def plusieurs_etats(monde: Monde) -> None:
    """Two dispositifs: a version sent back, its replacement waiting; another accepted; a draft."""
    declaration = ecart_justifie(monde, Etat.EN_INSTRUCTION)
    demander_correction(declaration, monde)
    jusqu_a(declaration, monde, Etat.TRANSMISE, changements=PLUS)
    coordination, salaires = declaration_cct(monde)
    premier = next(chemin for chemin in salaires if chemin.endswith(".salaire_charge"))
    jusqu_a(coordination, monde, Etat.TRANSMISE, changements=salaires | {premier: "95 000"})
    valider(coordination, monde)
    jusqu_a(monde.declaration("previsionnelle", 2026), monde, Etat.A_APPROUVER)
