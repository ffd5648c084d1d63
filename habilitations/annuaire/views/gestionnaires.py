"""Partners of a Caf: list, export, fiche, and what is done to them."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.annuaire import exports
from habilitations.annuaire.filters import FiltreGestionnaires
from habilitations.annuaire.forms.fiches import GestionnaireForm, NouveauGestionnaireForm, SiretForm
from habilitations.annuaire.liens import adresse
from habilitations.annuaire.presentation.fiches import equipements_du, faits_du_gestionnaire
from habilitations.annuaire.presentation.historique import historique
from habilitations.annuaire.services import gestionnaires as services
from habilitations.annuaire.services.acces import refus_d_identite
from habilitations.annuaire.services.traces import tracer_export
from habilitations.annuaire.tables import TableauGestionnaires
from habilitations.annuaire.views.perimetre import (
    annoncer_gestionnaire,
    charger_gestionnaire,
    perimetre,
)
from habilitations.models import Adhesion, Gestionnaire
from habilitations.requetes import Requete
from habilitations.services.accord import est_responsable
from portal.socle.actes import Annonce, a_l_ouverture, envoye, interdire, mener
from portal.socle.formulaires import ConfirmationForm
from portal.socle.francais import compter
from portal.socle.telechargements import a_enregistrer

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def gestionnaires(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    filtre = FiltreGestionnaires(request.GET, vu.caf, vu.choix)
    tableau = TableauGestionnaires(filtre.qs, vu.caf, request)
    contexte = {
        "perimetre": vu,
        "formulaire": filtre.form,
        "tableau": tableau,
        "resultat": compter(tableau.paginator.count, "gestionnaire"),
    }
    return render(request, "annuaire/gestionnaires.html", contexte)


@require_safe
def exporter(request: Requete) -> HttpResponse:
    """What the list shows, every page of it, in the columns of the import."""
    vu = perimetre(request)
    trouves = FiltreGestionnaires(request.GET, vu.caf, vu.choix).qs
    tracer_export(vu.acteur, vu.caf.pk, f"annuaire : gestionnaires ?{request.GET.urlencode()}")
    nom = f"gestionnaires-{vu.caf.code}-{vu.acteur.jour.isoformat()}.xlsx"
    return a_enregistrer(exports.gestionnaires_xlsx(trouves), nom, "xlsx")


@require_safe
def gestionnaire(request: Requete, pk: int) -> HttpResponse:
    vu, objet = charger_gestionnaire(request, pk)
    contexte = {
        "perimetre": vu,
        "gestionnaire": objet,
        "liste": adresse("gestionnaires", caf=vu.caf),
        "faits": faits_du_gestionnaire(objet, vu.caf, vu.acteur.jour),
        "equipements": equipements_du(objet, vu.caf),
        "adhesion": Adhesion.objects.filter(caf=vu.caf, gestionnaire=objet).first(),
        "responsable": est_responsable(vu.caf.pk, vu.acteur),
        "refus": refus_d_identite(vu.acteur, objet),
        "se_supprime": services.se_supprime(objet),
        "evenements": historique(objet),
    }
    return render(request, "annuaire/gestionnaire.html", contexte)


@ACTE
def ajouter(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    annonce = Annonce(
        titre="Ajouter un gestionnaire",
        texte=f"Il entre dans l’annuaire de la {vu.caf}. Son adhésion reste à compléter : ses "
        "droits et ses déclarations en dépendent.",
        libelle="Ajouter",
        succes="Le gestionnaire est dans l’annuaire.",
        retour=adresse("gestionnaires", caf=vu.caf),
        fil=(("Gestionnaires", adresse("gestionnaires", caf=vu.caf)),),
    )
    service = partial(services.creer_gestionnaire, caf_id=vu.caf.pk)
    return mener(request, NouveauGestionnaireForm(envoye(request)), service, annonce)


@ACTE
def modifier(request: Requete, pk: int) -> HttpResponse:
    vu, objet = charger_gestionnaire(request, pk)
    interdire(refus_d_identite(vu.acteur, objet))
    annonce = annoncer_gestionnaire(
        objet,
        vu.caf,
        titre="Modifier le gestionnaire",
        texte="Ce qui est déjà transmis garde le nom et l’adresse de son envoi.",
        libelle="Enregistrer",
        succes="La fiche est enregistrée.",
    )
    formulaire = GestionnaireForm(envoye(request), fiche=objet, champs=services.CHAMPS)
    service = partial(services.modifier_gestionnaire, pk, caf_id=vu.caf.pk)
    return mener(request, formulaire, service, annonce)


@ACTE
def siret(request: Requete, pk: int) -> HttpResponse:
    vu, objet = charger_gestionnaire(request, pk)
    interdire(refus_d_identite(vu.acteur, objet))
    annonce = annoncer_gestionnaire(
        objet,
        vu.caf,
        titre="Changer le SIRET",
        texte="Pour une faute de frappe, ou un siège qui déménage. Si c’est une autre personne "
        "morale, transférez-lui plutôt chaque équipement.",
        cout=_ce_qui_tient(objet),
        libelle="Changer le SIRET",
        succes="Le SIRET est changé.",
    )
    signataire = est_responsable(vu.caf.pk, vu.acteur)
    formulaire = SiretForm(envoye(request), signataire=signataire)
    service = partial(services.changer_siret, pk, caf_id=vu.caf.pk)
    return mener(request, formulaire, service, annonce)


def _ce_qui_tient(gestionnaire: Gestionnaire) -> str:
    """What becomes of rights and of acts already sealed."""
    combien = services.droits_de(gestionnaire).count()
    actes = gestionnaire.actes.count()
    phrases = []
    if combien:
        verbe = "restent valables" if combien > 1 else "reste valable"
        phrases.append(
            f"{compter(combien, 'droit')} {verbe} : un droit nomme le partenaire, non son SIRET."
        )
    if actes:
        phrases.append(
            f"{compter(actes, 'acte')} d’habilitation porte{'nt' if actes > 1 else ''} l’ancien "
            "SIRET : les personnes concernées en redemandent un sur « Mes droits »."
        )
    return " ".join(phrases)


@ACTE
def supprimer(request: Requete, pk: int) -> HttpResponse:
    vu, objet = charger_gestionnaire(request, pk)
    interdire(refus_d_identite(vu.acteur, objet))
    annonce = annoncer_gestionnaire(
        objet,
        vu.caf,
        retour=adresse("gestionnaires", caf=vu.caf),
        titre="Supprimer le gestionnaire",
        texte="Pour une fiche ajoutée par erreur : rien ne doit s’en servir.",
        cout="La suppression ne se reprend pas.",
        libelle="Supprimer",
        succes="Le gestionnaire est supprimé.",
        danger=True,
    )
    service = partial(services.supprimer_gestionnaire, pk, caf_id=vu.caf.pk)
    dite = services.retenue_du_gestionnaire(objet)
    refus = a_l_ouverture(request, bool(dite), dite)
    return mener(request, ConfirmationForm(envoye(request)), service, annonce, refus=refus)
