"""Forcing a person to choose another password: their sessions end, their account stays."""

from django.db import transaction

from habilitations.liens import champs_du_lien, heures_du_lien, lien_de_mot_de_passe
from habilitations.models import Adhesion, Habilitation, Utilisateur
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable, ouvrir_adhesion
from portal.socle import courriels, journal
from portal.socle.motifs import exiger_motif
from portal.socle.refus import impossible, interdit


@transaction.atomic
def imposer_mot_de_passe(
    caf_id: int, gestionnaire_id: int, utilisateur_id: int, *, motif: str, acteur: Acteur
) -> Utilisateur:
    """Forget the password of a person of a partner, and send them a link to choose another.

    Every session of theirs ends at its next request, at other Cafs too: an account has one
    password. Their rights and their second factor stay. Raises ActionRefusee (not the Caf's
    responsable; account closed), DemandeInvalide, Adhesion.DoesNotExist, Utilisateur.DoesNotExist
    (nobody with a right left there).
    """
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    if not est_responsable(base.caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf impose un mot de passe.")
    siens = Habilitation.objects.non_finies(acteur.jour).filter(
        caf=base.caf_id, gestionnaire=base.gestionnaire_id, retiree_le__isnull=True
    )
    qui = Utilisateur.objects.select_for_update(no_key=True).get(
        pk=utilisateur_id, pk__in=siens.values("utilisateur")
    )
    if not qui.is_active:
        raise impossible("Le compte de cette personne est fermé.")
    motif = exiger_motif(motif, "Indiquez le motif de ce changement.")
    qui.set_unusable_password()
    qui.save(update_fields=["password"])
    journal.ecrire(
        "compte.mot_de_passe_impose",
        auteur=acteur.utilisateur,
        objet=qui,
        gestionnaire_id=base.gestionnaire_id,
        caf_id=base.caf_id,
        motif=motif,
        le=acteur.maintenant,
    )
    _prevenir(qui, base, acteur)
    return qui


def _prevenir(qui: Utilisateur, base: Adhesion, acteur: Acteur) -> None:
    lien = lien_de_mot_de_passe(qui)
    contexte = {"qui": qui, "caf": base.caf, "lien": lien, "heures": heures_du_lien()}
    texte, html = courriels.rendre("mot_de_passe_impose", contexte)
    courriels.deposer(
        qui.email,
        f"{base.caf} : choisissez un nouveau mot de passe",
        texte,
        html=html,
        destinataire_id=qui.pk,
        concerne=base,
        gestionnaire_id=base.gestionnaire_id,
        caf_id=base.caf_id,
        maintenant=acteur.maintenant,
        **champs_du_lien(lien, acteur.maintenant),
    )
