"""E-mails to the partner about its adhesion: one for each act that it has to know of."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from habilitations.adhesions.models import DossierAdhesion
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.socle import courriels


def suiveurs(dossier: DossierAdhesion) -> list[Utilisateur]:
    """Who follows a file for the partner, and still may log in."""
    siennes = dossier.invitations.qui_donnent_a_voir().filter(utilisateur__is_active=True)
    gens = {i.utilisateur_id: i.utilisateur for i in siennes.select_related("utilisateur")}
    return [qui for qui in gens.values() if qui]


def adresse_du_dossier(dossier: DossierAdhesion) -> str:
    chemin = reverse("adhesions:dossier", args=[dossier.pk])
    return f"{settings.ADRESSE_PUBLIQUE.rstrip('/')}{chemin}"


def prevenir(
    dossier: DossierAdhesion, gabarit: str, objet: str, acteur: Acteur, **contexte: object
) -> None:
    """Write to each who follows the file; to the representative when nobody does."""
    for adresse, destinataire_id, lien in _destinataires(dossier):
        dit = {"dossier": dossier, "lien": lien, **contexte}
        texte, html = courriels.rendre(gabarit, dit)
        courriels.deposer(
            adresse,
            objet,
            texte,
            html=html,
            destinataire_id=destinataire_id,
            concerne=dossier,
            gestionnaire_id=dossier.gestionnaire_id,
            caf_id=dossier.caf_id,
            maintenant=acteur.maintenant,
        )


def _destinataires(dossier: DossierAdhesion) -> Iterator[tuple[str, int | None, str]]:
    suivent = suiveurs(dossier)
    for qui in suivent:
        yield qui.email, qui.pk, adresse_du_dossier(dossier)
    if not suivent:
        yield dossier.courriel, None, ""
