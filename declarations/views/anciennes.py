"""What one's partner sent before an équipement passed to another: list, reading, receipt."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from declarations.exports.recepisse import nom_de_fichier, recepisse_pdf
from declarations.models import Version
from declarations.rendu import rendre_version
from declarations.services.anciennes import lecteur_ancien, version_ancienne, versions_anciennes
from declarations.services.integrite import VersionAlteree
from declarations.views.acces import exiger_partenaire
from habilitations.requetes import Requete
from portal.dossiers.presentation.avant_transfert import MotsAvantTransfert, Transmis
from portal.socle.telechargements import a_enregistrer

MOTS = MotsAvantTransfert(
    titre="Déclarations transmises avant un transfert",
    un="Déclaration",
    transmis="Transmise",
    suivi="Mes déclarations",
    vue_suivi="declarations:suivi",
    vide=(
        "Les déclarations que vous avez transmises pour un équipement passé depuis à un autre "
        "gestionnaire s’affichent ici."
    ),
)


@require_safe
def anciennes(request: Requete) -> HttpResponse:
    """All of them: a partner has few équipements that passed to another."""
    transmis = [_transmise(version) for version in versions_anciennes(exiger_partenaire(request))]
    return render(request, "dossiers/avant_transfert.html", {"mots": MOTS, "transmis": transmis})


@require_safe
def ancienne(request: Requete, pk: int, numero: int) -> HttpResponse:
    """One version, read only, as whoever sent it reads it."""
    version = _charger(request, pk, numero)
    contexte = {"declaration": version.declaration, "version": version}
    try:
        lue = rendre_version(version, lecteur_ancien(version, request.acteur))
    except VersionAlteree:
        return render(request, "declarations/ancienne_alteree.html", contexte, status=409)
    return render(request, "declarations/ancienne.html", contexte | {"lue": lue})


@require_safe
def recepisse_ancien(request: Requete, pk: int, numero: int) -> HttpResponse:
    version = _charger(request, pk, numero)
    try:
        contenu = recepisse_pdf(version, lecteur_ancien(version, request.acteur))
    except VersionAlteree:
        contexte = {"declaration": version.declaration, "version": version}
        return render(request, "declarations/ancienne_alteree.html", contexte, status=409)
    return a_enregistrer(contenu, nom_de_fichier(version), "pdf")


def _transmise(version: Version) -> Transmis:
    lequel = [version.declaration_id, version.numero]
    return Transmis(
        libelle=f"{version.declaration.libelle}, version {version.numero}",
        adresse=reverse("declarations:ancienne", args=lequel),
        equipement=str(version.declaration.equipement),
        au_nom_de=str(version.gestionnaire),
        le=version.envoyee_le,
        recepisse=reverse("declarations:recepisse_ancien", args=lequel),
        nom_du_recepisse=f"{version.declaration.reference}, version {version.numero}",
    )


def _charger(request: Requete, pk: int, numero: int) -> Version:
    try:
        return version_ancienne(pk, numero, request.acteur)
    except Version.DoesNotExist:
        raise Http404("Cette version n’existe pas, ou elle n’est pas à vous.") from None
