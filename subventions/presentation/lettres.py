"""What letters print alike: steps written in French, where to check them."""

from typing import Any

from habilitations.services.papiers import adresse_de_verification
from portal.socle.calculs import ecrire, entrees_lues, libelle_lu
from portal.socle.formats import parametre as ecrire_parametre
from subventions.models.lettres import Lettre


def etape_imprimee(brut: dict[str, Any]) -> dict[str, Any]:
    """A step as kept, its figures written in French; letters tell validated rights alone."""
    p = brut["parametre"]
    return {
        "libelle": libelle_lu(brut["libelle"], valide=True),
        "formule": brut["formule"],
        "entrees": entrees_lues(
            ((e["nom"], e["valeur"]) for e in brut["entrees"]), brut["formule"], brut["unite"]
        ),
        "parametre": None
        if p is None
        else {
            "libelle": p.get("libelle") or p["code"].replace("_", " "),
            "valeur": ecrire_parametre(p["code"], p["valeur"]),
            "portee": p["portee"],
            "source": p["source"],
        },
        "resultat": ecrire(brut["resultat"], brut["unite"]),
    }


def adresse(lettre: Lettre) -> str:
    """Absolute address of the public page that tells whether this letter is genuine."""
    return adresse_de_verification(lettre.reference, lettre.empreinte)
