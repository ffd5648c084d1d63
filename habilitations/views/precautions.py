"""What the Caf does at once, as a precaution: an équipement closed, a password forgotten."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from habilitations.models import Utilisateur
from habilitations.requetes import Requete
from habilitations.services.couverture import droits_du_partenaire
from habilitations.services.mots_de_passe import imposer_mot_de_passe
from habilitations.services.suspensions import reprendre_equipement, suspendre_equipement
from habilitations.views import actes
from habilitations.views.acces import charger_transferable
from habilitations.views.cadre import annoncer, charger_pour_la_caf, mener
from portal.socle.actes import a_l_ouverture, envoye
from portal.socle.formulaires import ConfirmationForm, MotifForm
from portal.socle.francais import de

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@ACTE
def suspendre(request: Requete, pk: int) -> HttpResponse:
    equipement = charger_transferable(request, pk).equipement
    annonce = actes.annoncer(
        equipement,
        titre="Suspendre un équipement",
        texte="Les personnes du partenaire n’ouvrent plus ses déclarations ni ses bilans, dès "
        "maintenant, même si leur session est ouverte. Leurs droits sur ses autres équipements "
        "demeurent. Elles sont prévenues par courriel, sans le motif.",
        libelle="Suspendre cet équipement",
        succes="L’équipement est suspendu.",
        danger=True,
    )
    deja = equipement.suspendu_le is not None
    refus = a_l_ouverture(request, deja, "Cet équipement est déjà suspendu.")
    service, formulaire = partial(suspendre_equipement, pk), MotifForm(envoye(request))
    return actes.mener(request, equipement, formulaire, service, annonce, refus=refus)


@ACTE
def reprendre(request: Requete, pk: int) -> HttpResponse:
    equipement = charger_transferable(request, pk).equipement
    annonce = actes.annoncer(
        equipement,
        titre="Reprendre un équipement",
        texte="Les personnes qui ont un droit sur cet équipement l’ouvrent de nouveau, dès "
        "maintenant. Elles sont prévenues par courriel.",
        libelle="Reprendre cet équipement",
        succes="L’équipement est repris.",
    )
    deja = equipement.suspendu_le is None
    refus = a_l_ouverture(request, deja, "Cet équipement n’est pas suspendu.")
    service, formulaire = partial(reprendre_equipement, pk), ConfirmationForm(envoye(request))
    return actes.mener(request, equipement, formulaire, service, annonce, refus=refus)


@ACTE
def imposer(request: Requete, pk: int, utilisateur: int) -> HttpResponse:
    """A new password for somebody of a partner."""
    base = charger_pour_la_caf(request.acteur, pk)
    siens = droits_du_partenaire(base).non_finies(request.acteur.jour)
    restants = siens.filter(retiree_le__isnull=True)
    personne = get_object_or_404(Utilisateur, pk=utilisateur, pk__in=restants.values("utilisateur"))
    annonce = annoncer(
        base,
        titre="Imposer un nouveau mot de passe",
        texte=f"Le mot de passe {de(str(personne))} n’ouvre plus le portail, et ses sessions sont "
        "closes, dès maintenant. Un courriel lui permet d’en choisir un autre. Ses droits et sa "
        "double authentification ne changent pas.",
        libelle="Imposer un nouveau mot de passe",
        succes="L’ancien mot de passe n’ouvre plus rien ; la personne est prévenue par courriel.",
        danger=True,
    )
    service = partial(
        imposer_mot_de_passe, base.caf_id, base.gestionnaire_id, utilisateur_id=personne.pk
    )
    return mener(request, base, MotifForm(envoye(request)), service, annonce)
