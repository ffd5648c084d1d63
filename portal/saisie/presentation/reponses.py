"""What a save is answered with, for the script of the page: fragments already drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from portal.saisie.presentation.conflits import choix_a_faire, signature
from portal.saisie.presentation.valeurs import valeur_saisie
from portal.saisie.regles.valeurs import Valeur
from portal.saisie.services.enregistrement import Enregistrement
from portal.socle.formats import heure_fr


def reponse_d_enregistrement(
    request: HttpRequest,
    resultat: Enregistrement,
    donnees: Mapping[str, Valeur],
    moi: int,
    historique: Callable[[str], str] | None = None,
) -> dict[str, Any]:
    """Say what was written, refused, to choose, and what others changed, as people read it.

    ``donnees`` are the values of the sheet once saved; ``moi`` is who reads it; ``historique``
    gives the address of the history of a field, where a page has one.
    """
    connues: dict[str, Valeur] = {c: donnees.get(c, "") for c in resultat.ecrits}
    connues.update(resultat.autres)
    connues.update({c.chemin: c.autre for c in resultat.conflits})
    return {
        "revision": resultat.revision,
        "heure": heure_fr(resultat.le),
        "ecrits": list(resultat.ecrits),
        "confirmees": list(resultat.confirmees),
        "erreurs": dict(resultat.erreurs),
        "valeurs": {c: valeur_saisie(resultat.places[c].champ, v) for c, v in connues.items()},
        "autres": {
            c: " ".join(("Modifié par", *signature(resultat.auteurs.get(c), moi, resultat.le)))
            for c in resultat.autres
        },
        "conflits": {
            c.chemin: render_to_string(
                "saisie/conflit_champ.html",
                {"choix": c, "historique": historique(c.chemin) if historique else ""},
                request,
            )
            for c in choix_a_faire(resultat, moi)
        },
    }
