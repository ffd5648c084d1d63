"""What the gestionnaire conseil writes on a fiche: notifications and postes conventionnés."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from habilitations.forms.equipements import NotificationForm, PosteForm
from habilitations.models import PosteConventionne
from habilitations.presentation.fiche import notifications
from habilitations.requetes import Requete
from habilitations.services import inscrire_notification, inscrire_poste
from habilitations.views.acces import charger_suivie
from habilitations.views.actes import annoncer, mener
from portal.socle.actes import envoye
from portal.socle.formats import nombre


@require_http_methods(["GET", "HEAD", "POST"])
def notification(request: Requete, pk: int, annee: int) -> HttpResponse:
    """The notification of one exercice; 404 for an exercice that no COF covers."""
    fiche = charger_suivie(request, pk)
    objet = fiche.equipement
    lignes = notifications(objet, objet.conventions.all())
    ligne = next((ligne for ligne in lignes if ligne.annee == annee), None)
    if ligne is None:
        raise Http404("Aucune convention ne couvre cet exercice.")
    inscrite = ligne.notification
    champs = ("collectifs", "reference", "notifiee_le")
    initial = {champ: getattr(inscrite, champ) for champ in champs} if inscrite else {}
    annonce = annoncer(
        objet,
        titre=f"Notification {ligne.exercice}",
        texte="Le nombre de collectifs figure dans les déclarations qui restent à transmettre ; "
        "celles qui sont transmises gardent le leur.",
        libelle="Enregistrer",
        succes=f"La notification {ligne.exercice} est enregistrée.",
    )
    formulaire = NotificationForm(envoye(request), initial=initial)
    agir = partial(inscrire_notification, objet.pk, annee)
    return mener(request, objet, formulaire, agir, annonce)


@require_http_methods(["GET", "HEAD", "POST"])
def poste_nouveau(request: Requete, pk: int, convention: int) -> HttpResponse:
    fiche = charger_suivie(request, pk)
    cof = get_object_or_404(fiche.equipement.conventions, pk=convention)
    annonce = annoncer(
        fiche.equipement,
        titre=f"Ajouter un poste à la convention {cof.reference}",
        texte="Un poste que la convention finance, et son équivalent temps plein.",
        libelle="Ajouter",
        succes="Le poste est ajouté à la convention.",
    )
    agir = partial(inscrire_poste, cof.pk)
    return mener(request, fiche.equipement, PosteForm(envoye(request)), agir, annonce)


@require_http_methods(["GET", "HEAD", "POST"])
def poste(request: Requete, pk: int, poste: int) -> HttpResponse:
    fiche = charger_suivie(request, pk)
    actuel = get_object_or_404(
        PosteConventionne.objects.filter(convention__equipement=fiche.equipement), pk=poste
    )
    annonce = annoncer(
        fiche.equipement,
        titre="Modifier un poste conventionné",
        texte="L’ETP figure dans les déclarations qui restent à transmettre ; celles qui sont "
        "transmises gardent le leur.",
        libelle="Enregistrer",
        succes="Le poste est modifié.",
    )
    initial = {"intitule": actuel.intitule, "etp": nombre(actuel.etp)}
    formulaire = PosteForm(envoye(request), initial=initial)
    agir = partial(inscrire_poste, actuel.convention_id, poste_id=actuel.pk)
    return mener(request, fiche.equipement, formulaire, agir, annonce)
