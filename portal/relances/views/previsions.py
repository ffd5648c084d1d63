"""Who will receive what on a day to come, and why; sending it at once."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from declarations.views.acces import exiger_instructeur
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.relances.forms import JourForm
from portal.relances.permissions import peut_decider
from portal.relances.presentation.ecrits import destinataires, ecrits_du_jour, ecrits_par, noms
from portal.relances.presentation.previsions import (
    campagnes_suivies,
    dates_proches,
    suivies,
)
from portal.relances.presentation.previsions import (
    previsions as previsions_de,
)
from portal.relances.services.decisions import envoyer_maintenant
from portal.relances.services.envoi import Bilan
from portal.relances.services.lettres import Lettre, a_envoyer
from portal.relances.services.redaction import rediger
from portal.relances.views.acces import adresse_du_jour, jour_demande
from portal.socle import retenues
from portal.socle.francais import compter

PAR_PAGE = 20


@require_safe
def previsions(request: Requete) -> HttpResponse:
    acteur = exiger_instructeur(request)
    formulaire = JourForm(request.GET, acteur.jour)
    jour = formulaire.choisi
    lettres = previsions_de(acteur, jour)
    partent = a_envoyer(lettres)
    page = Paginator(lettres, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "jour": jour,
        "aujourdhui": acteur.jour,
        "formulaire": formulaire,
        "page": page,
        "lignes": [(lettre, _texte(lettre, jour)) for lettre in page],
        "combien": len(partent),
        "dates": dates_proches(acteur),
        "campagnes": campagnes_suivies(acteur),
        "ecrits": ecrits_par(acteur),
        "partis": _partis(acteur) if jour == acteur.jour else "",
        "retenue": retenues.en_cours(),
        "decide": peut_decider(acteur),
        "a_soi": set(suivies(acteur).values_list("pk", flat=True)) if len(page) else set(),
    }
    return render(request, "relances/previsions.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def envoyer(request: Requete) -> HttpResponse:
    acteur = exiger_instructeur(request)
    if not peut_decider(acteur):
        raise PermissionDenied("L’envoi des relances revient aux gestionnaires conseil.")
    jour = jour_demande(request, acteur.jour)
    miennes = set(suivies(acteur).values_list("pk", flat=True))
    lettres = [
        lettre
        for lettre in a_envoyer(previsions_de(acteur, jour))
        if any(objet.dossier.pk in miennes for objet in lettre.objets)
    ]
    if request.method == "POST":
        personnes = [lettre.destinataire.pk for lettre in lettres]
        bilan = Bilan()
        if personnes:
            bilan = envoyer_maintenant(personnes, jour, avance=miennes, acteur=acteur)
        _dire(request, bilan)
        return redirect(adresse_du_jour(jour))
    contexte = {
        "jour": jour,
        "combien": len(lettres),
        "retour": adresse_du_jour(jour),
        "retenue": retenues.en_cours(),
    }
    return render(request, "relances/envoi.html", contexte)


def _partis(acteur: Acteur) -> str:
    """« 3 personnes : Alice Activité, … »: whom today’s reminders have been written to already."""
    personnes = ecrits_du_jour(acteur)
    return f"{compter(len(personnes), 'personne')} : {noms(personnes)}" if personnes else ""


def _texte(lettre: Lettre, jour: date) -> str:
    """The e-mail as it would read, empty when nothing of it leaves."""
    restes = a_envoyer([lettre])
    return rediger(restes[0]).texte if restes else ""


def _dire(request: Requete, bilan: Bilan) -> None:
    if bilan.courriels:
        confies = compter(len(bilan.courriels), "courriel confié", "courriels confiés")
        qui = noms(destinataires(bilan.courriels))
        messages.success(request, f"{confies} au service d’envoi : {qui}.")
    else:
        messages.info(request, "Il n’y avait rien à envoyer.")
    if bilan.deja_ecrit:
        messages.info(
            request,
            f"Laissé pour demain : {compter(bilan.deja_ecrit, 'destinataire')}, un courriel ayant "
            "déjà été reçu aujourd’hui, ou tout étant terminé entre-temps.",
        )
    if bilan.erreurs:
        perdus = compter(
            bilan.erreurs,
            "courriel n’a pas pu être écrit ; il sera repris",
            "courriels n’ont pas pu être écrits ; ils seront repris",
        )
        messages.error(request, f"{perdus}.")
