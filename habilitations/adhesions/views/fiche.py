"""The fiche d'identification: read whole, typed section by section, by either side."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.adhesions.forms.fiche import FORMULAIRES, SectionForm, initiales
from habilitations.adhesions.models import FicheAdhesion
from habilitations.adhesions.presentation.fiche import (
    AJOUTS,
    TITRES,
    avertissements,
    lues,
    montrer,
    sections_utiles,
)
from habilitations.adhesions.regles.fiche import DELEGUE, LISTES, Section
from habilitations.adhesions.services import fiches as services
from habilitations.adhesions.views.acces import annoncer, charger
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, avertir, envoye, interdire, mener
from portal.socle.actes import montrer as montrer_acte
from portal.socle.formulaires import ConfirmationForm
from portal.socle.refus import MOMENT, ActionRefusee, DemandeInvalide, Refus

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def fiche(request: Requete, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    sienne = services.fiche_de(objet, request.acteur.jour)
    contexte = {
        "dossier": objet,
        "sections": montrer(sienne),
        "avertissements": avertissements(sienne.lue),
    }
    return render(request, "adhesions/fiche.html", contexte)


@ACTE
def section(request: Requete, pk: int, section: str) -> HttpResponse:
    """A section that is one thing: its present words in the form."""
    sienne, visee = _charger(request, pk, section, liste=False)
    annonce = _annoncer(sienne, TITRES[visee], "")
    return _enregistrer(request, sienne, visee, "", sienne.lue.une(visee), annonce)


@ACTE
def ajouter(request: Requete, pk: int, section: str) -> HttpResponse:
    sienne, visee = _charger(request, pk, section, liste=True)
    return _enregistrer(request, sienne, visee, "", {}, _annoncer(sienne, AJOUTS[visee], ""))


@ACTE
def ligne(request: Requete, pk: int, section: str, cle: str) -> HttpResponse:
    sienne, visee = _charger(request, pk, section, liste=True)
    # Taken out meanwhile: what was typed is shown again, with what became of the row.
    partie = request.method == "POST" and not _presente(sienne, visee, cle)
    dite = {} if partie else _trouver(sienne, visee, cle)
    annonce = _annoncer(sienne, "Modifier", "" if partie else _nom(visee, dite))
    return _enregistrer(request, sienne, visee, cle, dite, annonce)


@ACTE
def retirer(request: Requete, pk: int, section: str, cle: str) -> HttpResponse:
    sienne, visee = _charger(request, pk, section, liste=True)
    # Done twice, it is gone already: the second click has nothing to name.
    nom = "" if request.method == "POST" else _nom(visee, _trouver(sienne, visee, cle))
    annonce = _annoncer(
        sienne,
        "Retirer de la fiche",
        nom,
        texte="Les pièces à signer ne le diront plus. Un droit déjà accordé ne change pas.",
        libelle="Retirer",
        succes="La ligne est retirée.",
        danger=True,
    )
    service = partial(services.retirer, pk, visee, cle, vue=sienne.vue(visee))
    formulaire = ConfirmationForm(envoye(request))
    return mener(request, formulaire, service, annonce, adresse_dossier=_du_dossier(sienne))


def _enregistrer(
    request: Requete,
    sienne: FicheAdhesion,
    visee: Section,
    cle: str,
    dites: Any,
    annonce: Annonce,
) -> HttpResponse:
    """Show the form of a section, or save it; one comes back to the fiche."""
    dossier = sienne.dossier
    if (refus := services.refus_de_modifier(sienne, visee)) and request.method != "POST":
        return montrer_acte(
            request,
            ConfirmationForm(),
            annonce,
            refus=Refus(MOMENT, refus),
            adresse_dossier=_du_dossier(sienne),
        )
    initial = {"vue": sienne.vue(visee), **initiales(visee, dites)}
    formulaire = _formulaire(request, sienne, visee, initial)
    actuelle = None
    if formulaire.is_bound and formulaire.is_valid():
        vue = formulaire.cleaned_data["vue"]
        try:
            services.enregistrer(
                dossier.pk, visee, formulaire.valeurs, vue=vue, acteur=request.acteur, cle=cle
            )
        except DemandeInvalide as invalide:
            formulaire.refuser(str(invalide), invalide.champ)
            if invalide.champ == "vue":  # typed words stay, and start from what is kept now
                formulaire.retaper("vue", sienne.vue(visee))
                actuelle = lues(sienne, [visee])
        except ActionRefusee as refusee:
            interdire(refusee.refus)
            avertir(request, str(refusee))
            return redirect(annonce.retour)
        else:
            messages.success(request, annonce.succes)
            return redirect(annonce.retour)
    return montrer_acte(
        request, formulaire, annonce, actuelle=actuelle, adresse_dossier=_du_dossier(sienne)
    )


def _formulaire(
    request: Requete, sienne: FicheAdhesion, visee: Section, initial: dict[str, Any]
) -> SectionForm:
    options: dict[str, Any] = {}
    if visee == Section.PERSONNES:
        options["equipements"] = {c: str(e["nom"]) for c, e in sienne.lue.equipements.items()}
        options["delegue"] = sienne.dossier.mode == DELEGUE
    return FORMULAIRES[visee](envoye(request), initial=initial, **options)


def _charger(
    request: Requete, pk: int, section: str, *, liste: bool
) -> tuple[FicheAdhesion, Section]:
    dossier = charger(request, pk)
    utiles = sections_utiles(dossier.attendues)
    if section not in utiles or (section in LISTES) is not liste:
        raise Http404("Cette partie n’est pas de la fiche.")
    return services.fiche_de(dossier, request.acteur.jour), Section(section)


def _presente(sienne: FicheAdhesion, visee: Section, cle: str) -> bool:
    return any(dite["cle"] == cle for dite in sienne.lue.liste(visee))


def _trouver(sienne: FicheAdhesion, visee: Section, cle: str) -> Any:
    for dite in sienne.lue.liste(visee):
        if dite["cle"] == cle:
            return dite
    raise Http404("Cette ligne n’est plus dans la fiche.")


def _du_dossier(sienne: FicheAdhesion) -> str:
    return reverse("adhesions:dossier", args=[sienne.dossier.pk])


def _nom(visee: Section, dite: Any) -> str:
    return f"{dite['prenom']} {dite['nom']}" if visee == Section.PERSONNES else str(dite["nom"])


def _annoncer(sienne: FicheAdhesion, titre: str, nom: str, **mots: Any) -> Annonce:
    retour = reverse("adhesions:fiche", args=[sienne.dossier.pk])
    mots = {
        "texte": "Ce qui est saisi ici est repris dans les pièces à signer.",
        "libelle": "Enregistrer",
        "succes": "C’est enregistré.",
        **mots,
    }
    return annoncer(
        sienne.dossier,
        titre=f"{titre} : {nom}" if nom else titre,
        retour=retour,
        annuler="Revenir à la fiche",
        fil=(("Fiche", retour),),
        **mots,
    )
