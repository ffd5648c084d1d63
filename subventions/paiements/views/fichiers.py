"""The files of a lot, for the accounts and the bank, and the list of what was paid."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.requetes import Requete
from portal.socle import journal
from portal.socle.actes import interdire
from portal.socle.depots import ecartes
from portal.socle.francais import compter
from portal.socle.lecture_classeurs import TROP_LOURD, ClasseurRefuse
from portal.socle.telechargements import JAMAIS_GARDE, a_enregistrer
from subventions.paiements.exports import lots as exports
from subventions.paiements.forms.lots import ReleveForm, ReleveLuForm
from subventions.paiements.imports.releve import LigneReleve, ReleveRefuse, lire_releve
from subventions.paiements.models import EtatLot, LotPaiement, ReglagePaiement
from subventions.paiements.presentation.releve import lignes_du_releve
from subventions.paiements.services.acces import est_conseiller
from subventions.paiements.services.reglements import enregistrer_releve, examiner_releve
from subventions.paiements.views.cadre import CAF_SEULE, charger_caf, charger_lot, versements_de

SEL = "subventions.paiements.releve"
UN_JOUR = 24 * 3600
SANS_PAYEUR = (
    "Le compte payeur de votre Caf n’est pas réglé : son responsable des habilitations le règle."
)


@require_safe
def exporter(request: Requete, pk: int, genre: str) -> HttpResponse:
    """A workbook, a CSV or a file of transfers; accounts are whole in it, and the journal tells."""
    objet = charger_lot(request, pk)
    if not est_conseiller(objet.caf_id, request.acteur):
        interdire(CAF_SEULE)
    if objet.etat != EtatLot.ORDONNE:
        messages.warning(request, "Un lot s’exporte une fois ordonné.")
        return redirect("paiements:lot", pk=pk)
    reponse = _sepa(request, objet) if genre == "sepa" else _tableau(objet, genre)
    if reponse.status_code == 200:
        journal.ecrire(
            "lot.exporte",
            auteur=request.acteur.utilisateur,
            objet=objet,
            caf_id=objet.caf_id,
            details={"lot": objet.reference, "genre": genre},
            le=request.acteur.maintenant,
        )
    return reponse


def _tableau(objet: LotPaiement, genre: str) -> HttpResponse:
    versements = versements_de(objet)
    if genre == "xlsx":
        contenu = exports.classeur(objet, versements)
        return a_enregistrer(contenu, f"{objet.reference.lower()}.xlsx", "xlsx")
    return _fichier(exports.tableau_csv(versements), f"{objet.reference.lower()}.csv", "text/csv")


def _sepa(request: Requete, objet: LotPaiement) -> HttpResponse:
    payeur = ReglagePaiement.objects.filter(caf=objet.caf_id).first()
    if payeur is None:
        messages.warning(request, SANS_PAYEUR)
        return redirect("paiements:lot", pk=objet.pk)
    try:
        contenu = exports.virements(objet, versements_de(objet), payeur, request.acteur.maintenant)
    except ValueError as rien:
        messages.warning(request, str(rien))
        return redirect("paiements:lot", pk=objet.pk)
    return _fichier(contenu, f"{objet.reference.lower()}-pain001.xml", "application/xml")


def _fichier(contenu: bytes, nom: str, mime: str) -> HttpResponse:
    return HttpResponse(
        contenu,
        content_type=f"{mime}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{nom}"',
            "Cache-Control": JAMAIS_GARDE,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def releve(request: Requete, code: str) -> HttpResponse:
    """Receive a list, show what it would record line by line, then record it."""
    caf = charger_caf(request.acteur, code, FONCTIONS_INSTRUCTION)
    if not est_conseiller(caf.pk, request.acteur):
        interdire(CAF_SEULE)
    contexte: dict[str, Any] = {"caf": caf}
    if request.method != "POST":
        return render(request, "paiements/releve.html", contexte | {"formulaire": ReleveForm()})
    if "lignes" in request.POST:
        return _enregistrer(request, caf.pk, code)
    formulaire = ReleveForm(request.POST, request.FILES, ecartes=ecartes(request, TROP_LOURD))
    if formulaire.is_valid():
        fichier = formulaire.cleaned_data["fichier"]
        try:
            lignes = lire_releve(fichier.read(), fichier.name)
        except (ReleveRefuse, ClasseurRefuse) as refus:
            formulaire.add_error("fichier", str(refus))
        else:
            return render(
                request, "paiements/releve.html", contexte | _apercu(request, caf.pk, lignes)
            )
    return render(
        request, "paiements/releve.html", contexte | {"formulaire": formulaire}, status=422
    )


def _apercu(request: Requete, caf_id: int, lignes: list[LigneReleve]) -> dict[str, Any]:
    examinees = examiner_releve(caf_id, lignes, request.acteur.jour)
    return {
        "lignes": lignes_du_releve(examinees),
        "a_ecrire": sum(e.a_ecrire for e in examinees),
        "refusees": sum(bool(e.refus) for e in examinees),
        "masquees": sum(ligne.masquee for ligne in lignes),
        "signees": signing.dumps([_en_json(ligne) for ligne in lignes], salt=SEL, compress=True),
    }


def _enregistrer(request: Requete, caf_id: int, code: str) -> HttpResponse:
    formulaire = ReleveLuForm(request.POST)
    try:
        brut = signing.loads(request.POST.get("lignes", ""), salt=SEL, max_age=UN_JOUR)
    except signing.BadSignature:
        brut = None
    if brut is None or not formulaire.is_valid():
        messages.error(request, "Cet aperçu n’est plus valable : envoyez de nouveau le fichier.")
        return redirect("paiements:releve", code=code)
    lignes = [_de_json(ligne) for ligne in brut]
    examinees = enregistrer_releve(caf_id, lignes=lignes, acteur=request.acteur)
    faites = sum(e.a_ecrire for e in examinees)
    refusees = sum(bool(e.refus) for e in examinees)
    dit = f"{compter(faites, 'ligne enregistrée')}." if faites else "Rien de plus à enregistrer."
    if refusees:
        dit += f" {compter(refusees, 'ligne refusée')} : rien n’en est enregistré."
    elif not faites:
        dit = "Rien de plus à enregistrer : ce fichier l’était déjà."
    dire = messages.success if faites or not refusees else messages.warning
    dire(request, dit)
    return redirect("paiements:lots")


def _en_json(ligne: LigneReleve) -> list[Any]:
    montant = None if ligne.montant is None else str(ligne.montant)
    le = ligne.le.isoformat() if ligne.le else None
    return [ligne.numero, ligne.reference, montant, le, ligne.rejet, ligne.erreur]


def _de_json(brut: list[Any]) -> LigneReleve:
    numero, reference, montant, le, rejet, erreur = brut
    return LigneReleve(
        numero,
        reference,
        None if montant is None else Decimal(montant),
        date.fromisoformat(le) if le else None,
        rejet,
        erreur,
    )
