"""Inviting those of a list to answer, sending a link again, revoking it, reminding the others."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from bilans.echeances import peut_repondre
from bilans.models import (
    Bilan,
    CampagneBilan,
    DemandeComplement,
    FeuilleBilan,
    Repondant,
    VersionQuestionnaire,
)
from bilans.models.declencheurs import NATURE
from bilans.regles.cadre import COMMUNE
from bilans.regles.etats import AVANT_ENVOI, CHEZ_LE_PARTENAIRE, Etat
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services.lettres import ecrire
from bilans.repondants.services.liens import fin_du_lien
from bilans.services.definitions import definition_de
from bilans.services.ouvertures import version_pour
from habilitations.models import Dispositif, Fonction, Gestionnaire, Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.models import Derogation
from portal.socle import journal
from portal.socle.refus import impossible, interdit

INCONNU = "Cette campagne n’attend pas de réponses par lien."
FERMEE = "Cette campagne n’est pas ouverte : personne ne pourrait répondre."


@transaction.atomic
def inviter(
    campagne_id: int, lignes: Sequence[LigneListe], *, acteur: Acteur
) -> tuple[list[Repondant], list[LigneListe]]:
    """Open the bilan of each commune and write to who answers for it.

    A commune whose link was revoked, and whose answer is still awaited, has its bilan taken up by
    who the line names. Returns those invited, and the lines left: their commune was already asked.
    Sent twice, the same list writes to nobody again. Raises ActionRefusee.
    """
    campagne = CampagneBilan.objects.select_related("questionnaire", "caf").get(pk=campagne_id)
    exiger_de_la_caf(campagne.caf_id, acteur)
    CampagneBilan.objects.select_for_update(no_key=True).get(pk=campagne_id)
    version = version_pour(campagne.questionnaire, campagne.annee, acteur.jour)
    cadre = definition_de(version).cadre if version else None
    if version is None or cadre is None or cadre.sujet != COMMUNE:
        raise impossible(INCONNU)
    demandes = {bilan.gestionnaire.siret: bilan for bilan in _demandes(campagne)}
    placees = [(ligne, demandes.get(ligne.siret)) for ligne in lignes]
    restent = [ligne for ligne, bilan in placees if _est_prise(bilan)]
    libres = [(ligne, bilan) for ligne, bilan in placees if not _est_prise(bilan)]
    ouverte = campagne.fenetre.est_ouverte(acteur.jour) and not campagne.est_suspendue
    if not all(peut_repondre(b, acteur.jour) if b else ouverte for _, b in libres):
        raise impossible(FERMEE)
    invites = [
        _inviter(bilan or _ouvrir(campagne, version, ligne, acteur), ligne, acteur)
        for ligne, bilan in libres
    ]
    if invites:
        journal.ecrire(
            "bilan.repondants_invites",
            auteur=acteur.utilisateur,
            objet=campagne,
            caf_id=campagne.caf_id,
            details={"combien": len(invites)},
            le=acteur.maintenant,
        )
    return invites, restent


@transaction.atomic
def renvoyer(repondant_id: int, *, acteur: Acteur) -> Repondant:
    """Replace the link of a respondent by a new one, sent now; the former opens nothing any more.

    Raises ActionRefusee, Repondant.DoesNotExist.
    """
    repondant = _verrouille(repondant_id, acteur)
    if repondant.est_revoque:
        raise impossible("Ce lien est révoqué : invitez de nouveau la commune.")
    repondant.serie += 1
    repondant.expire_le = max(repondant.expire_le, fin_du_lien(repondant.bilan, acteur.jour))
    repondant.save(update_fields=["serie", "expire_le"])
    ecrire(repondant, "invitation_repondant", acteur)
    _journaliser("bilan.lien_renvoye", repondant, acteur)
    return repondant


@transaction.atomic
def revoquer(repondant_id: int, *, acteur: Acteur, motif: str) -> None:
    """Close a link, with a reason; what was typed stays. A second click finds it done.

    Raises ActionRefusee, Repondant.DoesNotExist.
    """
    repondant = _verrouille(repondant_id, acteur)
    if repondant.est_revoque:
        raise impossible("Ce lien est déjà révoqué.")
    repondant.revoque_le, repondant.revoque_par = acteur.maintenant, acteur.utilisateur
    repondant.save(update_fields=["revoque_le", "revoque_par"])
    _journaliser("bilan.lien_revoque", repondant, acteur, motif)


@transaction.atomic
def relancer_les_autres(campagne_id: int, *, acteur: Acteur) -> int:
    """Write again to those whose answer is awaited, once a day at most; return how many.

    They have not sent, or have not completed what the Caf asked for, which has no window.
    Raises ActionRefusee.
    """
    campagne = CampagneBilan.objects.get(pk=campagne_id)
    exiger_de_la_caf(campagne.caf_id, acteur)
    ouverte = campagne.fenetre.est_ouverte(acteur.jour)
    veille = acteur.maintenant - timedelta(days=1)
    attendus = (
        attendus_de(campagne, acteur.jour)
        .filter(invite_le__lt=veille)
        .exclude(relance_le__gte=veille)
        .exclude(
            bilan__in=DemandeComplement.objects.filter(demandee_le__gte=veille).values("bilan")
        )
        .select_for_update(of=("self",))
        .select_related("utilisateur", "bilan__campagne", "bilan__version__questionnaire")
        .prefetch_related("bilan__demandes", "bilan__derogations")
    )
    relances = [] if campagne.est_suspendue else list(attendus)
    if not relances and (campagne.est_suspendue or not ouverte):
        raise impossible(FERMEE)
    for repondant in relances:
        ecrire(repondant, "rappel_repondant", acteur)
    Repondant.objects.filter(pk__in=[r.pk for r in relances]).update(relance_le=acteur.maintenant)
    return len(relances)


def attendus_de(campagne: CampagneBilan, jour: date) -> QuerySet[Repondant]:
    """Those whose answer may still be given on that day, unless the campaign is suspended.

    In its window, by a dérogation, or because the Caf asked to complete.
    """
    en_derogation = Derogation.objects.filter(expire_le__gte=jour).values("dossier")
    premier = Q(bilan__etat__in=AVANT_ENVOI)
    if not campagne.fenetre.est_ouverte(jour):
        premier &= Q(bilan__in=en_derogation)
    siens = Repondant.objects.valables(jour).filter(bilan__campagne=campagne)
    return siens.filter(premier | Q(bilan__etat=Etat.A_COMPLETER))


def exiger_de_la_caf(caf_id: int, acteur: Acteur) -> None:
    """Raise ActionRefusee (role) unless the person is gestionnaire conseil of this Caf."""
    if caf_id not in acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,)):
        raise interdit("Cette action revient aux gestionnaires conseil de la Caf.")


def _demandes(campagne: CampagneBilan) -> Iterable[Bilan]:
    """The bilans already asked for, each with who answers it by a link."""
    lus = Bilan.objects.filter(campagne=campagne).select_related(
        "caf", "campagne", "gestionnaire", "version__questionnaire"
    )
    return lus.prefetch_related("repondants", "demandes", "derogations")


def _est_prise(bilan: Bilan | None) -> bool:
    """Tell whether a commune has nobody to invite: its link is good, or its answer not awaited."""
    if bilan is None:
        return False
    suivie = any(not repondant.est_revoque for repondant in bilan.repondants.all())
    return suivie or bilan.etat not in CHEZ_LE_PARTENAIRE


def _ouvrir(
    campagne: CampagneBilan, version: VersionQuestionnaire, ligne: LigneListe, acteur: Acteur
) -> Bilan:
    commune, _ = Gestionnaire.objects.get_or_create(
        siret=ligne.siret,
        defaults={"nom": ligne.commune, "nature": Gestionnaire.Nature.COLLECTIVITE},
    )
    bilan = Bilan(
        caf=campagne.caf,
        gestionnaire=commune,
        dispositif=Dispositif.CCT,
        nature=NATURE,
        numero=campagne.questionnaire.numero,
        annee=campagne.annee,
        etat=Etat.A_REMPLIR,
        etat_depuis=acteur.maintenant,
        campagne=campagne,
        version=version,
        faits_annonces={"themes": list(ligne.themes)} if ligne.themes else {},
        ouvert_le=acteur.maintenant,
    )
    bilan.save(force_insert=True)
    FeuilleBilan.objects.create(bilan=bilan)
    return bilan


def _inviter(bilan: Bilan, ligne: LigneListe, acteur: Acteur) -> Repondant:
    repondant = Repondant.objects.create(
        bilan=bilan,
        utilisateur=_personne(ligne),
        invite_le=acteur.maintenant,
        invite_par=acteur.utilisateur,
        expire_le=fin_du_lien(bilan, acteur.jour),
    )
    ecrire(repondant, "invitation_repondant", acteur)
    return repondant


def _personne(ligne: LigneListe) -> Utilisateur:
    """The account of this address, or a row that cannot log in: the link alone opens its bilan."""
    connu = Utilisateur.objects.filter(email=ligne.courriel).first()
    if connu is not None:
        return connu
    return Utilisateur.objects.create_user(
        ligne.courriel, None, prenom=ligne.prenom, nom=ligne.nom, is_active=False
    )


def _verrouille(repondant_id: int, acteur: Acteur) -> Repondant:
    repondant = (
        Repondant.objects.select_for_update(of=("self",))
        .select_related("utilisateur", "bilan__campagne", "bilan__version__questionnaire")
        .get(pk=repondant_id)
    )
    if not Bilan.objects.visibles_par(acteur).filter(pk=repondant.bilan_id).exists():
        raise Repondant.DoesNotExist
    exiger_de_la_caf(repondant.bilan.caf_id, acteur)
    return repondant


def _journaliser(action: str, repondant: Repondant, acteur: Acteur, motif: str = "") -> None:
    bilan = repondant.bilan
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=bilan,
        gestionnaire_id=bilan.gestionnaire_id,
        caf_id=bilan.caf_id,
        motif=motif,
        details={"personne": repondant.utilisateur_id},
        le=acteur.maintenant,
    )
