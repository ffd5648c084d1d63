"""Sample content of the page that lists the components, in all their states."""

from typing import Any

from portal.accueil.catalogue import dossier, estimation, radar, saisie


def contenu() -> dict[str, Any]:
    """Everything the page shows."""
    return {
        "badges": dossier.BADGES,
        "notices": dossier.NOTICES,
        "etapes": dossier.ETAPES,
        "champs": saisie.CHAMPS,
        "estimation": estimation.ESTIMATION,
        "non_publie": estimation.NON_PUBLIE,
        "invalide": estimation.INVALIDE,
        "en_attente": estimation.EN_ATTENTE,
        "attente": estimation.ATTENTE,
        "interlocuteur": dossier.INTERLOCUTEUR,
        "evenements": dossier.EVENEMENTS,
        "faits": dossier.FAITS,
        "erreurs": saisie.ERREURS,
        "lignes": dossier.LIGNES,
        "radar": radar.RADAR,
        "filtres": saisie.FiltresExemple(),
    }
