"""Telling the other side by e-mail that a message waits; never what it says."""

from django.urls import reverse

from declarations.models import Declaration, MessageDossier
from declarations.services.dossier import Dossier
from habilitations.models import (
    ROLES_DECLARATION,
    AffectationAgent,
    Fonction,
    Habilitation,
    Utilisateur,
)
from portal.socle import courriels


def prevenir(dossier: Dossier, message: MessageDossier) -> int:
    """Keep one e-mail for each person of the other side, in the caller's transaction.

    The Caf's messages go to the partner's people who have a role on the file; the partner's to the
    adviser, or the substitute while there is one, and to the CCD who has written on it. Returns how
    many were kept.
    """
    declaration = dossier.declaration
    if message.cote_caf:
        destinataires, maison = _partenaires(dossier), declaration.caf.nom
    else:
        destinataires, maison = _agents(dossier), declaration.gestionnaire.nom
    destinataires.pop(message.auteur_id, None)
    for personne in destinataires.values():
        _deposer(personne, declaration, message, maison)
    return len(destinataires)


def _deposer(
    personne: Utilisateur, declaration: Declaration, message: MessageDossier, maison: str
) -> None:
    texte, html = courriels.rendre(
        "message_dossier",
        {
            "prenom": personne.prenom,
            "declaration": declaration,
            "cote_caf": message.cote_caf,
            "maison": maison,
            "chemin": reverse("declarations:dossier", args=[declaration.pk]) + "#messages",
        },
    )
    courriels.deposer(
        personne.email,
        f"Vous avez un nouveau message – {declaration.reference}",
        texte,
        html=html,
        destinataire_id=personne.pk,
        concerne=declaration,
        gestionnaire_id=declaration.gestionnaire_id,
        caf_id=declaration.caf_id,
        maintenant=message.le,
    )


def _partenaires(dossier: Dossier) -> dict[int, Utilisateur]:
    """The partner's people who open this file today."""
    droits = (
        Habilitation.objects.actives(dossier.jour)
        .sur(dossier.declaration.equipement)
        .filter(role__in=ROLES_DECLARATION)
        .select_related("utilisateur")
    )
    return {droit.utilisateur_id: droit.utilisateur for droit in droits}


def _agents(dossier: Dossier) -> dict[int, Utilisateur]:
    """Whoever follows the file today, and the CCD who take part in its conversation."""
    referent = dossier.declaration.equipement.portefeuille.referent(dossier.jour)
    auteurs = dossier.declaration.messages.filter(cote_caf=True).values("auteur")
    affectations = (
        AffectationAgent.objects.actives(dossier.jour)
        .filter(
            fonction=Fonction.CHARGE_CONSEIL,
            caf=dossier.declaration.caf_id,
            utilisateur__in=auteurs,
        )
        .select_related("utilisateur")
    )
    agents = {referent.pk: referent}
    return agents | {a.utilisateur_id: a.utilisateur for a in affectations}
