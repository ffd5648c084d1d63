"""What a monitoring server reads of the portal, as tests read it."""

import urllib.error
import urllib.request
from collections.abc import Mapping

from prometheus_client import REGISTRY, Metric
from prometheus_client.parser import text_string_to_metric_families


def lire_mesures(
    adresse: str, jeton: str | None = None, entetes: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Code and text of an address; (0, "") when nobody listens."""
    donnes = {**(entetes or {}), **({"Authorization": f"Bearer {jeton}"} if jeton else {})}
    ouvreur = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with ouvreur.open(urllib.request.Request(adresse, headers=donnes), timeout=30) as reponse:
            return reponse.status, reponse.read().decode()
    except urllib.error.HTTPError as erreur:
        with erreur:
            return erreur.code, erreur.read().decode()
    except OSError:
        return 0, ""


def familles(texte: str) -> list[Metric]:
    """Ours: the library adds those of Python and of the process."""
    toutes = text_string_to_metric_families(texte)
    return [famille for famille in toutes if famille.name.startswith("portail_")]


def valeur(texte: str, nom: str, **etiquettes: str) -> float:
    """One sample of a text; 0 when nothing was counted yet."""
    return sum(
        point.value
        for famille in familles(texte)
        for point in famille.samples
        if point.name == nom and point.labels == etiquettes
    )


def compte(nom: str, **etiquettes: str) -> float:
    """One sample of this very process; 0 when nothing was counted yet."""
    return REGISTRY.get_sample_value(nom, etiquettes) or 0
