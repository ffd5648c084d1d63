"""The adhesion files of a Caf: list, opening, the file itself, giving it up."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.adhesions.filters import FiltreAdhesions
from habilitations.adhesions.forms.dossiers import OuvertureForm
from habilitations.adhesions.models import DossierAdhesion
from habilitations.adhesions.presentation.dossiers import CAS, ETATS, attend, faits, pieces
from habilitations.adhesions.presentation.fiche import manques_de_la_fiche
from habilitations.adhesions.presentation.historique import historique
from habilitations.adhesions.presentation.liens import liens
from habilitations.adhesions.regles.avancement import Cloture, Etat
from habilitations.adhesions.services.acces import refus_ferme
from habilitations.adhesions.services.cloture import classer_sans_suite
from habilitations.adhesions.services.fiches import fiche_de
from habilitations.adhesions.services.ouverture import ouvrir as service_ouvrir
from habilitations.adhesions.services.rappels import prevu_le
from habilitations.adhesions.tables import TableauAdhesions
from habilitations.adhesions.views.acces import (
    CADRE,
    annoncer,
    charger,
    charger_pour_la_caf,
    exiger_responsable,
    exiger_un_cote,
)
from habilitations.models import Fonction
from habilitations.requetes import Requete
from habilitations.services.accord import est_responsable
from portal.socle.actes import Annonce, a_l_ouverture, envoye, interdire, mener, montrer
from portal.socle.formulaires import MotifForm
from portal.socle.francais import compter
from portal.socle.refus import ActionRefusee, DemandeInvalide


@require_safe
def liste(request: Requete) -> HttpResponse:
    acteur = exiger_un_cote(request)
    filtre = FiltreAdhesions(request.GET, DossierAdhesion.objects.visibles_par(acteur))
    tableau = TableauAdhesions(filtre.qs, request)
    combien = tableau.paginator.count
    contexte = {
        "formulaire": filtre.form,
        "tableau": tableau,
        "resultat": compter(combien, "dossier"),
        "cote_caf": acteur.est_responsable_habilitations,
    }
    return render(request, "adhesions/liste.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def ouvrir(request: Requete) -> HttpResponse:
    """Open a file; one goes on to it, where its case is told."""
    acteur = exiger_responsable(request)
    siennes = (
        a.caf for a in acteur.affectations if a.fonction == Fonction.RESPONSABLE_HABILITATIONS
    )
    formulaire = OuvertureForm(envoye(request), cafs={caf.pk: caf.nom for caf in siennes if caf})
    if formulaire.is_bound and formulaire.is_valid():
        try:
            cree = service_ouvrir(
                formulaire.demande, caf_id=formulaire.cleaned_data["caf"], acteur=acteur
            )
        except DemandeInvalide as invalide:
            formulaire.refuser(str(invalide), invalide.champ)
        except ActionRefusee as refus:
            interdire(refus.refus)
            formulaire.refuser(str(refus))
        else:
            messages.success(request, f"Le dossier est ouvert. {CAS[cree.cas]}.")
            return redirect("adhesions:dossier", pk=cree.pk)
    annonce = Annonce(
        titre="Ouvrir une adhésion",
        texte="Le portail déduit du SIRET, et de ce que votre Caf détient déjà, les pièces que le "
        "partenaire doit signer.",
        libelle="Ouvrir le dossier",
        succes="",
        retour=reverse("adhesions:liste"),
        cadre=CADRE,
    )
    return montrer(request, formulaire, annonce)


@require_safe
def dossier(request: Requete, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    avancement, cote_caf = objet.avancement, est_responsable(objet.caf_id, request.acteur)
    contexte = {
        "dossier": objet,
        "cote_caf": cote_caf,
        "faits": faits(objet),
        "manques": manques_de_la_fiche(fiche_de(objet, request.acteur.jour)),
        "pieces": pieces(objet, cote_caf=cote_caf),
        "liens": liens(objet, request.acteur.maintenant) if cote_caf else [],
        "evenements": historique(objet, cote_caf=cote_caf),
        "avancement": avancement,
        "etat": ETATS[avancement.etat],
        "retenu_par": attend(avancement),
        "ouvert": avancement.cloture == Cloture.AUCUNE,
        "rappel_le": prevu_le(objet, request.acteur.jour) if cote_caf else None,
        "concluable": avancement.etat == Etat.A_CONCLURE,
    }
    return render(request, "adhesions/dossier.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def sans_suite(request: Requete, pk: int) -> HttpResponse:
    objet = charger_pour_la_caf(request, pk)
    annonce = annoncer(
        objet,
        titre="Classer sans suite",
        texte="Le dossier se ferme. Ses pièces restent, et un autre pourra être ouvert.",
        cout="Un dossier classé sans suite ne se reprend pas.",
        libelle="Classer sans suite",
        succes="Le dossier est classé sans suite.",
        danger=True,
    )
    ferme = refus_ferme(objet)
    refus = a_l_ouverture(request, bool(ferme), ferme)
    service = partial(classer_sans_suite, pk)
    return mener(request, MotifForm(envoye(request)), service, annonce, refus=refus)
