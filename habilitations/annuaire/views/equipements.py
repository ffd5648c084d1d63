"""Équipements of a Caf: list, export, fiche, and what is done to them."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.annuaire import exports
from habilitations.annuaire.filters import FiltreEquipementsAnnuaire
from habilitations.annuaire.forms.fiches import (
    EquipementForm,
    FermetureForm,
    libelle_gestionnaire,
)
from habilitations.annuaire.liens import adresse
from habilitations.annuaire.presentation.fiches import etat_de_l_equipement, faits_de_l_equipement
from habilitations.annuaire.presentation.historique import historique
from habilitations.annuaire.services import equipements as services
from habilitations.annuaire.services.acces import gestionnaires_de
from habilitations.annuaire.services.dependances import a_des_dossiers
from habilitations.annuaire.services.traces import tracer_export
from habilitations.annuaire.tables import TableauEquipementsAnnuaire
from habilitations.annuaire.views.perimetre import (
    annoncer_equipement,
    charger_equipement,
    perimetre,
)
from habilitations.models import Caf, Dispositif, Portefeuille
from habilitations.presentation.fiche import etat_convention
from habilitations.requetes import Requete
from habilitations.services.accord import est_responsable
from portal.socle.actes import Annonce, a_l_ouverture, envoye, mener
from portal.socle.formulaires import ConfirmationForm
from portal.socle.francais import cle_de_tri, compter
from portal.socle.telechargements import a_enregistrer
from portal.socle.usages import est_utilise, retenue

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def equipements(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    filtre = FiltreEquipementsAnnuaire(request.GET, vu.caf, vu.choix, vu.acteur)
    tableau = TableauEquipementsAnnuaire(filtre.qs, request)
    contexte = {
        "perimetre": vu,
        "formulaire": filtre.form,
        "tableau": tableau,
        "resultat": compter(tableau.paginator.count, "équipement"),
    }
    return render(request, "annuaire/equipements.html", contexte)


@require_safe
def exporter(request: Requete) -> HttpResponse:
    """What the list shows, every page of it, in the columns of the import."""
    vu = perimetre(request)
    trouves = FiltreEquipementsAnnuaire(request.GET, vu.caf, vu.choix, vu.acteur).qs
    tracer_export(vu.acteur, vu.caf.pk, f"annuaire : equipements ?{request.GET.urlencode()}")
    nom = f"equipements-{vu.caf.code}-{vu.acteur.jour.isoformat()}.xlsx"
    return a_enregistrer(exports.equipements_xlsx(trouves), nom, "xlsx")


@require_safe
def equipement(request: Requete, pk: int) -> HttpResponse:
    objet = charger_equipement(request, pk)
    jour, lieux = request.acteur.jour, list(objet.lieux.all())
    conventions = list(objet.conventions.order_by("-du", "pk"))
    # Where files hold everything, nothing else need be asked.
    garde_tout = a_des_dossiers(objet)
    contexte = {
        "equipement": objet,
        "liste": adresse("equipements", caf=objet.caf),
        "etat": etat_de_l_equipement(objet, jour),
        "faits": faits_de_l_equipement(objet),
        "lieux": lieux,
        "se_supprime": not garde_tout and not est_utilise(objet),
        "garde_tout": garde_tout,
        "gardees": () if garde_tout else {c.pk for c in conventions if est_utilise(c)},
        "avec_lieux": objet.dispositif == Dispositif.ER,
        "conventions": [(c, *etat_convention(c, jour)) for c in conventions],
        "responsable": est_responsable(objet.caf_id, request.acteur),
        "prevu": objet.transferts.prevus().select_related("vers").first(),
        "evenements": historique(objet, dont=[*lieux, *conventions]),
    }
    return render(request, "annuaire/equipement.html", contexte)


@ACTE
def ajouter(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    siens = sorted(gestionnaires_de(vu.caf.pk), key=lambda g: cle_de_tri(g.nom))
    formulaire = EquipementForm(
        envoye(request),
        portefeuilles=_portefeuilles(vu.caf),
        gestionnaires={g.pk: libelle_gestionnaire(g) for g in siens},
        initial={"gestionnaire": request.GET.get("gestionnaire", "")},
    )
    annonce = Annonce(
        titre="Ajouter un équipement",
        texte=f"Un équipement que finance la {vu.caf}. Ses déclarations sont appelées quand une "
        "convention le couvre et que l’adhésion de son gestionnaire est complète.",
        libelle="Ajouter",
        succes="L’équipement est dans l’annuaire.",
        retour=adresse("equipements", caf=vu.caf),
        fil=(("Équipements", adresse("equipements", caf=vu.caf)),),
    )
    service = partial(services.creer_equipement, caf_id=vu.caf.pk)
    return mener(request, formulaire, service, annonce)


@ACTE
def modifier(request: Requete, pk: int) -> HttpResponse:
    objet = charger_equipement(request, pk)
    annonce = annoncer_equipement(
        objet,
        titre="Modifier l’équipement",
        texte="Son gestionnaire change par un transfert. Ce qui est déjà transmis reste tel quel.",
        libelle="Enregistrer",
        succes="L’équipement est enregistré.",
    )
    formulaire = EquipementForm(
        envoye(request),
        fiche=objet,
        champs=services.CHAMPS,
        portefeuilles=_portefeuilles(objet.caf),
    )
    return mener(request, formulaire, partial(services.modifier_equipement, pk), annonce)


@ACTE
def fermer(request: Requete, pk: int) -> HttpResponse:
    objet = charger_equipement(request, pk)
    annonce = annoncer_equipement(
        objet,
        titre="Fermer l’équipement",
        texte="Plus aucune déclaration n’est appelée pour un exercice qui commence après ce jour. "
        "Celles qui existent se terminent, et les droits demeurent pour elles.",
        libelle="Fermer",
        succes="La fermeture est enregistrée.",
    )
    formulaire = FermetureForm(envoye(request), initial={"le": objet.ferme_le})
    return mener(request, formulaire, partial(services.fermer_equipement, pk), annonce)


@ACTE
def rouvrir(request: Requete, pk: int) -> HttpResponse:
    objet = charger_equipement(request, pk)
    annonce = annoncer_equipement(
        objet,
        titre="Annuler la fermeture",
        texte="L’équipement est de nouveau ouvert, sans date de fin.",
        libelle="Annuler la fermeture",
        succes="La fermeture est annulée.",
        annuler="Laisser fermé",
    )
    service = partial(services.rouvrir_equipement, pk)
    return mener(request, ConfirmationForm(envoye(request)), service, annonce)


@ACTE
def supprimer(request: Requete, pk: int) -> HttpResponse:
    objet = charger_equipement(request, pk)
    annonce = annoncer_equipement(
        objet,
        retour=adresse("equipements", caf=objet.caf),
        titre="Supprimer l’équipement",
        texte="Pour une fiche ajoutée par erreur : rien ne doit s’en servir.",
        cout="La suppression ne se reprend pas.",
        libelle="Supprimer",
        succes="L’équipement est supprimé.",
        danger=True,
    )
    service = partial(services.supprimer_equipement, pk)
    dite = retenue(objet, services.AUTREMENT)
    refus = a_l_ouverture(request, bool(dite), dite)
    return mener(request, ConfirmationForm(envoye(request)), service, annonce, refus=refus)


def _portefeuilles(caf: Caf) -> dict[int, str]:
    siens = Portefeuille.objects.filter(caf=caf).select_related("titulaire")
    tries = sorted(siens, key=lambda p: cle_de_tri(p.nom))
    return {p.pk: f"{p.nom} – {p.titulaire}" for p in tries}
