"""Portfolios of a Caf: who follows what, moved in bulk after a look, with a substitute."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.annuaire.exports_agents import portefeuilles_xlsx
from habilitations.annuaire.filters_agents import FiltrePortefeuilles
from habilitations.annuaire.forms.agents import (
    DeplacementForm,
    PortefeuilleForm,
    RemplacementForm,
)
from habilitations.annuaire.liens import adresse
from habilitations.annuaire.presentation.historique import historique
from habilitations.annuaire.services import portefeuilles as services
from habilitations.annuaire.services.acces import RESERVE, administre, cafs_administrees
from habilitations.annuaire.services.traces import tracer_export
from habilitations.annuaire.views.perimetre import perimetre
from habilitations.models import Portefeuille
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, a_l_ouverture, envoye, interdire, mener
from portal.socle.formats import ESPACE_INSECABLE
from portal.socle.formulaires import ConfirmationForm
from portal.socle.francais import cle_de_tri, compter
from portal.socle.refus import ActionRefusee, DemandeInvalide
from portal.socle.telechargements import a_enregistrer
from portal.socle.usages import est_utilise, retenue

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def portefeuilles(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    filtre = FiltrePortefeuilles(request.GET, vu.caf, vu.choix)
    siens = sorted(filtre.qs, key=lambda p: cle_de_tri(p.nom))
    contexte = {
        "perimetre": vu,
        "formulaire": filtre.form,
        "resultat": compter(len(siens), "portefeuille"),
        "portefeuilles": siens,
        "filtre": bool(request.GET.get("q")),
    }
    return render(request, "annuaire/portefeuilles.html", contexte)


@require_safe
def exporter(request: Requete) -> HttpResponse:
    """What the list shows."""
    vu = perimetre(request)
    siens = FiltrePortefeuilles(request.GET, vu.caf, vu.choix).qs
    tracer_export(vu.acteur, vu.caf.pk, f"annuaire : portefeuilles ?{request.GET.urlencode()}")
    lignes = [(p, p.combien) for p in sorted(siens, key=lambda p: cle_de_tri(p.nom))]
    nom = f"portefeuilles-{vu.caf.code}-{vu.acteur.jour.isoformat()}.xlsx"
    return a_enregistrer(portefeuilles_xlsx(lignes), nom, "xlsx")


@require_safe
def portefeuille(request: Requete, pk: int) -> HttpResponse:
    objet = _charger(request, pk)
    siens = objet.equipements.select_related("gestionnaire")
    contexte = {
        "portefeuille": objet,
        "liste": adresse("portefeuilles", caf=objet.caf),
        "equipements": sorted(siens, key=lambda e: cle_de_tri(e.nom)),
        "se_supprime": not est_utilise(objet),
        "evenements": historique(objet),
    }
    return render(request, "annuaire/portefeuille.html", contexte)


@ACTE
def ajouter(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    annonce = Annonce(
        titre="Créer un portefeuille",
        texte="Il est vide : vous y déplacerez des équipements.",
        libelle="Créer",
        succes="Le portefeuille est créé.",
        retour=adresse("portefeuilles", caf=vu.caf),
        fil=(("Portefeuilles", adresse("portefeuilles", caf=vu.caf)),),
    )
    formulaire = PortefeuilleForm(envoye(request), conseillers=_conseillers(vu.caf.pk, vu.acteur))
    service = partial(services.creer_portefeuille, caf_id=vu.caf.pk)
    return mener(request, formulaire, service, annonce)


@ACTE
def modifier(request: Requete, pk: int) -> HttpResponse:
    objet = _charger(request, pk)
    annonce = _annoncer(
        objet,
        titre="Modifier le portefeuille",
        texte="Un nouveau titulaire reprend aussitôt tous ses équipements, leurs déclarations et "
        "leurs relances.",
        libelle="Enregistrer",
        succes="Le portefeuille est enregistré.",
    )
    formulaire = PortefeuilleForm(
        envoye(request),
        fiche=objet,
        champs=services.CHAMPS,
        conseillers=_conseillers(objet.caf_id, request.acteur, objet),
    )
    return mener(request, formulaire, partial(services.modifier_portefeuille, pk), annonce)


@ACTE
def remplacement(request: Requete, pk: int) -> HttpResponse:
    objet = _charger(request, pk)
    annonce = _annoncer(
        objet,
        titre="Nommer un remplaçant",
        texte=f"Entre ces deux jours, il fait tout ce que fait {objet.titulaire}, qui garde ses "
        "droits.",
        libelle="Enregistrer",
        succes="Le remplacement est enregistré.",
    )
    formulaire = RemplacementForm(
        envoye(request),
        fiche=objet,
        champs=services.REMPLACEMENT,
        conseillers=_conseillers(objet.caf_id, request.acteur),
    )
    return mener(request, formulaire, partial(services.remplacer, pk), annonce)


@ACTE
def deplacer(request: Requete, pk: int) -> HttpResponse:
    """Choose, look at what moves, confirm: nothing is written before the third step."""
    objet = _charger(request, pk)
    siens = sorted(
        objet.equipements.select_related("gestionnaire"), key=lambda e: cle_de_tri(e.nom)
    )
    autres = Portefeuille.objects.filter(caf=objet.caf_id).exclude(pk=objet.pk)
    formulaire = DeplacementForm(
        envoye(request),
        portefeuilles={
            p.pk: f"{p.nom} – {p.titulaire}" for p in autres.select_related("titulaire")
        },
        equipements={e.pk: f"{e.nom} ({e.gestionnaire})" for e in siens},
    )
    contexte = {
        "portefeuille": objet,
        "liste": adresse("portefeuilles", caf=objet.caf),
        "formulaire": formulaire,
    }
    if not (formulaire.is_bound and formulaire.is_valid()):
        statut = 422 if formulaire.is_bound else 200
        return render(request, "annuaire/deplacer.html", contexte, status=statut)
    choisis = set(formulaire.cleaned_data["equipements"])
    if request.POST.get("etape") == "confirmer":
        return _deplacer(request, objet, formulaire)
    contexte |= {
        "vers": autres.select_related("titulaire").get(pk=formulaire.cleaned_data["vers"]),
        "deplaces": [e for e in siens if e.pk in choisis],
    }
    return render(request, "annuaire/deplacer_apercu.html", contexte)


def _deplacer(request: Requete, objet: Portefeuille, formulaire: DeplacementForm) -> HttpResponse:
    try:
        combien = services.deplacer(objet.pk, acteur=request.acteur, **formulaire.cleaned_data)
    except ActionRefusee as refus:
        interdire(refus.refus)
        messages.warning(request, str(refus))
    except DemandeInvalide as invalide:
        messages.warning(request, str(invalide))
    else:
        verbe = "sont déplacés" if combien > 1 else "est déplacé"
        dit = compter(combien, "équipement")
        messages.success(request, f"{dit}{ESPACE_INSECABLE}{verbe}.")
    return redirect("annuaire:portefeuille", pk=objet.pk)


@ACTE
def supprimer(request: Requete, pk: int) -> HttpResponse:
    objet = _charger(request, pk)
    annonce = _annoncer(
        objet,
        retour=adresse("portefeuilles", caf=objet.caf),
        titre="Supprimer le portefeuille",
        texte="Un portefeuille vide seulement : déplacez d’abord ses équipements.",
        cout="La suppression ne se reprend pas.",
        libelle="Supprimer",
        succes="Le portefeuille est supprimé.",
        danger=True,
    )
    service = partial(services.supprimer_portefeuille, pk)
    dite = retenue(objet, services.AUTREMENT)
    refus = a_l_ouverture(request, bool(dite), dite)
    return mener(request, ConfirmationForm(envoye(request)), service, annonce, refus=refus)


def _charger(request: Requete, pk: int) -> Portefeuille:
    if not cafs_administrees(request.acteur).exists():
        raise PermissionDenied(RESERVE)
    charges = Portefeuille.objects.select_related("titulaire", "remplacant", "caf")
    objet = charges.filter(pk=pk).first()
    if objet is None or not administre(request.acteur, objet.caf_id):
        raise Http404("Ce portefeuille n’existe pas, ou vous ne tenez pas son annuaire.")
    return objet


def _annoncer(objet: Portefeuille, *, retour: str = "", **mots: Any) -> Annonce:
    fiche, liste = adresse("portefeuille", objet.pk), adresse("portefeuilles", caf=objet.caf)
    return Annonce(
        retour=retour or fiche,
        abandon=fiche,
        sujet=objet.nom,
        fil=(("Portefeuilles", liste), (objet.nom, fiche)),
        **mots,
    )


def _conseillers(caf_id: int, acteur: Acteur, objet: Portefeuille | None = None) -> dict[int, str]:
    """Who may hold a portfolio; its present holder too, who may have left."""
    tous = {c.pk: str(c) for c in services.conseillers_de(caf_id, acteur.jour)}
    if objet:
        tous.setdefault(objet.titulaire_id, str(objet.titulaire))
    return dict(sorted(tous.items(), key=lambda paire: cle_de_tri(paire[1])))
