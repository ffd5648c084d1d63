"""Telling the other side by e-mail that a message waits; never what it says."""

from datetime import datetime

from django.urls import reverse

from declarations.models import Declaration
from declarations.services.dossier import DossierVerrouille
from habilitations.models import AffectationAgent, Fonction, Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.models import MessageDossier
from portal.dossiers.services.destinataires import partenaires
from portal.socle import courriels
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict, tel_quel

RELECTEUR = "declarations.message"


def prevenir(dossier: DossierVerrouille, message: MessageDossier) -> int:
    """Keep one e-mail for each person of the other side, in the caller's transaction.

    The Caf's messages go to the partner's people who have a role on the file; the partner's to the
    adviser, or the substitute while there is one, and to the CCD who has written on it. Returns how
    many were kept.
    """
    declaration = dossier.declaration
    if message.cote_caf:
        destinataires, maison = partenaires(declaration, dossier.jour), declaration.caf.nom
    else:
        destinataires, maison = _agents(dossier), declaration.gestionnaire.nom
    destinataires.pop(message.auteur_id, None)
    for personne in destinataires.values():
        _deposer(personne, declaration, message, maison)
    return len(destinataires)


def relire_avis(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what tells of a message read meanwhile, or of a file closed to this person."""
    message = MessageDossier.objects.select_related("dossier").get(
        pk=courriel.parametres["message"]
    )
    if courriel.destinataire_id is None:
        return Retire("Ce courriel ne dit pas à qui il est adressé.")
    qui = Utilisateur.objects.get(pk=courriel.destinataire_id)
    ouverts = Declaration.objects.visibles_par(Acteur(qui, maintenant))
    if not qui.is_active or not ouverts.filter(pk=message.dossier_id).exists():
        return Retire("Au moment de l’envoi, ce dossier n’était plus ouvert à cette personne.")
    non_lus = message.dossier.messages.non_lus(qui, cote_caf=not message.cote_caf)
    if not non_lus.filter(pk=message.pk).exists():
        return Retire("Le message avait été lu au moment de l’envoi.")
    return tel_quel(courriel, qui.email)


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
        relecteur=RELECTEUR,
        parametres={"message": message.pk},
        maintenant=message.le,
    )


def _agents(dossier: DossierVerrouille) -> dict[int, Utilisateur]:
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
