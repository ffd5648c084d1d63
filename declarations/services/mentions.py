"""Names and dates as they stood at the sending: the receipt prints these, not today's.

A partner may be renamed, a person marry, a paper be withdrawn later: what was sent does not move.
"""

from typing import Any

from declarations.models import Version
from declarations.regles.grille import VOLETS
from declarations.services.contenu.papiers import pieces_de
from declarations.services.dossier import DossierVerrouille
from portal.dossiers.models import Derogation
from portal.socle.requetes_ecrites import RequeteEcrite

_DEROGATIONS = RequeteEcrite(
    lambda dossier, jour: (
        Derogation.objects.actives(jour)
        .filter(dossier=dossier)
        .select_related("accordee_par")
        .order_by("accordee_le")
    )
)


def mentions_de(dossier: DossierVerrouille) -> dict[str, Any]:
    """Return what is printed beside the figures, as plain JSON, for a version about to be sent."""
    declaration, version = dossier.declaration, dossier.version
    demande = next(iter(version.demandes_origine.all()), None)
    return {
        "gestionnaire": declaration.gestionnaire.nom,
        "siret": declaration.gestionnaire.siret,
        "equipement": declaration.equipement.nom,
        "caf": declaration.caf.nom,
        "signataires": {nature: str(version.volet(nature).signe_par) for nature in VOLETS},
        "approbateur": str(dossier.acteur.utilisateur),
        "pieces": {str(p.pk): str(p.jointe_par) for p in pieces_de(version)},
        "correction_pour_le": demande.pour_le.isoformat() if demande else None,
        "derogations": _derogations(version, dossier),
    }


def _derogations(version: Version, dossier: DossierVerrouille) -> list[dict[str, str]]:
    """Those in force on that day, oldest first."""
    return [
        {
            "accordee_le": d.accordee_le.isoformat(),
            "accordee_par": str(d.accordee_par),
            "expire_le": d.expire_le.isoformat(),
            "motif": d.motif,
        }
        for d in _DEROGATIONS.lire(version.declaration_id, dossier.jour)
    ]
