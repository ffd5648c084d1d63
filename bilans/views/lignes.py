"""Rows that respondents add: one more, its name, withdrawing it, bringing it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bilans.adresses import adresse_de_section
from bilans.forms.lignes import LigneForm
from bilans.presentation.blocs import ancre_de
from bilans.presentation.questions import nom_de_ligne
from bilans.regles.etats import Action
from bilans.regles.questionnaire import AJOUT, Groupe
from bilans.services import lignes as services
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.reprise import reporter
from bilans.services.reprise_lignes import reprendre_lignes
from bilans.views.chargement import charger, exiger_role
from habilitations.requetes import Requete
from portal.dossiers.par_lien import ouvert_par_lien
from portal.saisie.reception import SAISIE_GARDEE
from portal.socle.actes import interdire
from portal.socle.composants import id_de
from portal.socle.refus import ActionRefusee, DemandeInvalide


def suite_des_lignes(
    request: Requete, dossier: BilanOuvert, section: Groupe, suite: str, enregistre: str
) -> HttpResponse:
    """What a button of a section asks beyond the save: a row, or last year's answer.

    ``enregistre`` says the save, unless what was asked is refused: the refusal then says it.
    """
    verbe, _, chemin = suite.partition(":")
    retour = adresse_de_section(dossier.bilan.pk, section)
    if verbe == "ligne":
        messages.success(request, enregistre)
        return redirect("bilans:ligne", pk=dossier.bilan.pk, chemin=chemin)
    if verbe == "ajouter":
        return _ajouter(request, dossier, section, chemin, enregistre)
    if verbe == "reporter":
        quoi = [chemin] if chemin else None
        _tenter(
            request,
            lambda: reporter(dossier.bilan.pk, section.code, quoi, acteur=dossier.acteur),
            enregistre,
        )
        return redirect(f"{retour}#{id_de(chemin)}" if chemin else retour)
    if verbe == "reprendre":
        _tenter(
            request,
            lambda: reprendre_lignes(dossier.bilan.pk, chemin, acteur=dossier.acteur),
            enregistre,
        )
        return redirect(f"{retour}#{ancre_de(chemin)}")
    if verbe == "retablir":
        repetition, _, cle = chemin.rpartition(".")
        _tenter(
            request,
            lambda: services.retablir_ligne(
                dossier.bilan.pk, repetition, cle, acteur=dossier.acteur
            ),
            enregistre,
        )
        return redirect(_adresse(request, dossier.bilan.pk, section, chemin))
    messages.success(request, enregistre)
    return redirect(retour)


def _ajouter(
    request: Requete, dossier: BilanOuvert, section: Groupe, repetition: str, enregistre: str
) -> HttpResponse:
    """Add the row asked for from the page of its section, then show it."""
    groupe = services.repetitions_ouvertes(dossier).get(repetition)
    if groupe is None:
        partie = "Cette partie du questionnaire a changé : rechargez la page."
        messages.error(request, f"{partie} {SAISIE_GARDEE}")
        return redirect(adresse_de_section(dossier.bilan.pk, section))
    cle = request.POST.get(f"cle:{repetition}", "")
    nom = nom_de_ligne(groupe)
    _tenter(
        request,
        lambda: services.ajouter_ligne(
            dossier.bilan.pk,
            repetition,
            cle,
            acteur=dossier.acteur,
            nom=nom[:1].upper() + nom[1:],
            libelle=request.POST.get(f"nom:{repetition}", ""),
        ),
        enregistre,
    )
    return redirect(_adresse(request, dossier.bilan.pk, section, f"{repetition}.{cle}"))


@require_http_methods(["GET", "HEAD", "POST"])
@ouvert_par_lien
def ligne(request: Requete, pk: int, chemin: str) -> HttpResponse:
    """Name a row, withdraw it or bring it back."""
    dossier = charger(request, pk)
    exiger_role(dossier, Action.REPONDRE)
    repetition, _, cle = chemin.rpartition(".")
    section, groupe, libelle, retiree = _trouver(dossier, repetition, cle)
    formulaire = LigneForm(initial={"libelle": libelle})
    if request.method == "POST":
        formulaire = LigneForm(request.POST)
        if formulaire.is_valid() and _agir(request, dossier, chemin, formulaire):
            return redirect(_adresse(request, pk, section, chemin))
    contexte = {
        "dossier": dossier,
        "bilan": dossier.bilan,
        "formulaire": formulaire,
        "singulier": nom_de_ligne(groupe),
        "libelle": libelle,
        "retiree": retiree,
        "modifiable": services.peut_changer_les_lignes(dossier),
        "retour": _adresse(request, pk, section, chemin),
    }
    statut = 422 if formulaire.is_bound else 200
    return render(request, "bilans/ligne.html", contexte, status=statut)


def _agir(request: Requete, dossier: BilanOuvert, chemin: str, formulaire: LigneForm) -> bool:
    """Carry out what the button pressed asks; False when the form is to be shown again."""
    repetition, _, cle = chemin.rpartition(".")
    verbe = request.POST.get("verbe", "")
    actes: dict[str, tuple[Callable[..., None], str]] = {
        "retirer": (services.retirer_ligne, "La ligne est retirée ; ses réponses sont gardées."),
        "retablir": (services.retablir_ligne, "La ligne est rétablie, avec ses réponses."),
    }
    service, succes = actes.get(verbe, (services.renommer_ligne, "Le nom est enregistré."))
    options: dict[str, Any] = {} if verbe in actes else dict(formulaire.cleaned_data)
    try:
        service(dossier.bilan.pk, repetition, cle, acteur=dossier.acteur, **options)
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        formulaire.add_error(None, str(erreur))
    except DemandeInvalide as erreur:
        formulaire.refuser(str(erreur), erreur.champ)
    else:
        messages.success(request, succes)
        return True
    return False


def _trouver(dossier: BilanOuvert, repetition: str, cle: str) -> tuple[Groupe, Groupe, str, bool]:
    """A row as kept: its section, its group, its name, whether it is withdrawn; 404 if none."""
    place = dossier.questionnaire.par_code.get(repetition.rpartition(".")[2])
    groupe = place.element if place else None
    if place is None or not isinstance(groupe, Groupe) or not groupe.repetition:
        raise Http404("Cette ligne n’existe pas dans le bilan.")
    for retiree, lignes in ((False, dossier.feuille.lignes), (True, dossier.feuille.retirees)):
        for gardee, libelle in lignes.get(repetition, ()):
            if gardee == cle and groupe.repetition.origine == AJOUT:
                return (*place.dans, groupe)[0], groupe, libelle, retiree
    raise Http404("Cette ligne n’existe pas dans le bilan.")


def _tenter(request: Requete, acte: Callable[[], object], enregistre: str) -> None:
    """Carry an act out; what refuses it is said on the page it comes back to."""
    try:
        acte()
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        messages.error(request, f"{erreur} {SAISIE_GARDEE}")
    except DemandeInvalide as erreur:
        messages.error(request, f"{erreur} {SAISIE_GARDEE}")
    else:
        messages.success(request, enregistre)


def _adresse(request: Requete, pk: int, section: Groupe, chemin: str) -> str:
    """Where a row is shown: the page of its section that holds it, at its heading."""
    dossier = charger(request, pk)
    cles = (
        [li.cle for li in dossier.etat.rangees.get(section.code, ())] if section.repetition else []
    )
    dehors = chemin.split(".")
    rang = cles.index(dehors[1]) if len(dehors) > 1 and dehors[1] in cles else 0
    return f"{adresse_de_section(pk, section, rang)}#{ancre_de(chemin)}"
