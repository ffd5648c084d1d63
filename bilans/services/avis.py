"""Telling the partner by e-mail that the Caf edited or asked something; never what it says."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from bilans.models import Bilan, DemandeComplement, Repondant
from bilans.repondants.services.liens import adresse_pour, liens_du_bilan
from bilans.services.bilan import BilanVerrouille
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.services.destinataires import partenaires
from portal.dossiers.services.nouvelles import Nouvelle, noter
from portal.socle import courriels
from portal.socle.formats import jour_fr
from portal.socle.models import Courriel
from portal.socle.models.courriels import EN_ATTENTE
from portal.socle.relecture import Retire, Verdict, tel_quel

RELECTEUR = "bilans.avis"
MODIFICATION, COMPLEMENT = "modification", "complement"
_OBJETS: Mapping[str, str] = {
    MODIFICATION: "La Caf a modifié une réponse de votre bilan",
    COMPLEMENT: "La Caf vous demande de compléter votre bilan",
}


def prevenir(dossier: BilanVerrouille, genre: str, demande: DemandeComplement | None = None) -> int:
    """Keep one e-mail for each of the partner's people, in the caller's transaction; who answers by
    a personal link gets theirs.

    Several edits in a row are told once: who has not been written to yet gets no second e-mail.
    ``demande`` is the completion asked for. Returns how many were kept.
    """
    liens = liens_du_bilan(dossier.bilan, dossier.jour)
    par_lien = {pk: repondant.utilisateur for pk, repondant in liens.items()}
    destinataires = par_lien | partenaires(dossier.bilan, dossier.jour)
    destinataires.pop(dossier.acteur.utilisateur.pk, None)
    if genre == MODIFICATION:
        for deja in _en_attente(dossier.bilan):
            destinataires.pop(deja, None)
    for personne in destinataires.values():
        _deposer(personne, dossier, genre, demande, liens.get(personne.pk))
    _noter(dossier, genre, [p for p in destinataires.values() if p.pk not in liens], demande)
    return len(destinataires)


def _noter(
    dossier: BilanVerrouille,
    genre: str,
    personnes: Collection[Utilisateur],
    demande: DemandeComplement | None,
) -> None:
    """Keep a notice for each of these people, who have an account, beside their e-mail."""
    bilan = dossier.bilan
    phrase = f"La {bilan.caf.nom} a modifié une ou plusieurs réponses, et dit pourquoi."
    if demande:
        phrase = f"La {bilan.caf.nom} attend vos compléments pour le {jour_fr(demande.pour_le)}."
    nouvelle = Nouvelle(
        f"bilan_{genre}", _OBJETS[genre], phrase, reverse("bilans:lecture", args=[bilan.pk])
    )
    sujet = f"{bilan.libelle} – {bilan.sujet}"
    noter(bilan, sujet, dict.fromkeys(personnes, nouvelle), dossier.maintenant)


def relire_avis(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what tells of a bilan closed to this person, or of a completion already sent."""
    if courriel.destinataire_id is None or courriel.objet_id is None:
        return Retire("Ce courriel ne dit pas à qui il est adressé, ni de quel bilan il parle.")
    qui = Utilisateur.objects.get(pk=courriel.destinataire_id)
    if not courriel.objet_id or not _ouvre(qui, courriel.objet_id, maintenant):
        return Retire("Au moment de l’envoi, ce bilan n’était plus ouvert à cette personne.")
    demande = courriel.parametres.get("demande")
    if demande and DemandeComplement.objects.get(pk=demande).satisfaite_le:
        return Retire("Le complément avait été transmis au moment de l’envoi.")
    return tel_quel(courriel, qui.email)


def _ouvre(qui: Utilisateur, bilan_id: int, maintenant: datetime) -> bool:
    """Tell whether a person opens this bilan now, by their account or by a personal link."""
    jour = timezone.localdate(maintenant)
    if Repondant.objects.valables(jour).filter(bilan=bilan_id, utilisateur=qui).exists():
        return True
    visibles = Bilan.objects.visibles_par(Acteur(qui, maintenant))
    return qui.is_active and visibles.filter(pk=bilan_id).exists()


def _en_attente(bilan: Bilan) -> list[int]:
    """The people to whom an e-mail that tells of an edit of this bilan is still to be sent."""
    courriels_du_bilan = Courriel.objects.filter(
        objet_type=bilan._meta.label_lower,
        objet_id=bilan.pk,
        relecteur=RELECTEUR,
        parametres__genre=MODIFICATION,
        etat__in=EN_ATTENTE,
    )
    destinataires = courriels_du_bilan.values_list("destinataire_id", flat=True)
    return [pk for pk in destinataires if pk is not None]


def _deposer(
    personne: Utilisateur,
    dossier: BilanVerrouille,
    genre: str,
    demande: DemandeComplement | None,
    lien: Repondant | None,
) -> None:
    bilan = dossier.bilan
    contexte = {
        "prenom": personne.prenom,
        "bilan": bilan,
        "demande": demande,
        "adresse": adresse_pour(lien, reverse("bilans:lecture", args=[bilan.pk])),
    }
    texte, html = courriels.rendre("avis_bilan", contexte)
    courriels.deposer(
        personne.email,
        f"{_OBJETS[genre]} – {bilan.reference}",
        texte,
        html=html,
        destinataire_id=personne.pk,
        concerne=bilan,
        gestionnaire_id=bilan.gestionnaire_id,
        caf_id=bilan.caf_id,
        confidentiel=lien is not None,
        relecteur=RELECTEUR,
        parametres={"genre": genre, "demande": demande.pk if demande else None},
        maintenant=dossier.maintenant,
    )
