"""The adviser's list of gaps: a bilan beside each réelle sent of a portfolio, no figure agreeing.

Generated in the database of the bench, once, beside its set.
"""

from collections.abc import Iterator

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bilans.models import Bilan, CampagneBilan, EnvoiBilan, Questionnaire
from bilans.models.declencheurs import NATURE
from declarations.models import ChiffrePartage, Declaration
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.accueil.peuplement import comptes
from portal.dossiers.models import Dossier
from tests.banc import chrono
from tests.banc.gens import compte, navigateur
from tests.banc.resultats import Mesure

NOM = "conseiller : relevé des écarts"
# What the bilans say, and the figures of a row that a CLAS bilan and its réelle share.
FAUX = "9999"
COMMUNS = ("enfants", "filles", "garcons", "seances")


def mesurer(port: int, mot: str) -> Iterator[Mesure]:
    """The first page of the list, then its last; ``mot`` keeps what bears it."""
    if mot not in NOM:
        return
    qui = compte(comptes.CONSEILLER)
    generer(qui)
    combien = ChiffrePartage.objects.filter(valeur=FAUX).count()
    client, page = navigateur(qui, port), reverse("bilans:ecarts")
    plancher = f"{reverse('banc_lignes', args=['personnes'])}?ids={qui.pk}"
    yield chrono.page(f"{NOM}, {combien} chiffres", client, page, plancher)
    yield chrono.page(f"{NOM}, dernière page", client, f"{page}?page=99999", plancher)


def generer(qui: Utilisateur) -> None:
    """Bilans that are missing beside the réelles of this adviser's CLAS projects."""
    acteur = Acteur(qui, timezone.now())
    reelles = list(
        Declaration.objects.filter(
            equipement__portefeuille__in=acteur.portefeuilles,
            dispositif="clas",
            nature="reelle",
            version_en_vigueur__isnull=False,
        )
        .exclude(
            pk__in=Declaration.objects.filter(
                equipement__dossiers__bilan__version__questionnaire__code="bilan_clas"
            )
        )
        .select_related("version_en_vigueur")
    )
    if not reelles:
        return
    _dire_autrement(reelles, _transmis(reelles, acteur))


def _transmis(reelles: list[Declaration], acteur: Acteur) -> list[Bilan]:
    """A bilan sent beside each of these réelles, as sendings write them."""
    version = Questionnaire.objects.get(code="bilan_clas", caf=None).versions.first()
    assert version is not None
    campagnes = {
        annee: CampagneBilan.objects.get_or_create(
            caf_id=reelles[0].caf_id,
            questionnaire=version.questionnaire,
            annee=annee,
            defaults=dict.fromkeys(("ouvre_le", "echeance_le", "ferme_le"), acteur.jour),
        )[0]
        for annee in {r.annee for r in reelles}
    }
    bilans = [
        Bilan(
            caf_id=r.caf_id,
            gestionnaire_id=r.gestionnaire_id,
            equipement_id=r.equipement_id,
            dispositif=r.dispositif,
            nature=NATURE,
            numero=version.questionnaire.numero,
            annee=r.annee,
            etat="en_cours",
            etat_depuis=acteur.maintenant,
            campagne=campagnes[r.annee],
            version=version,
            ouvert_le=acteur.maintenant,
        )
        for r in reelles
    ]
    Bilan.objects.inscrire(bilans)
    EnvoiBilan.objects.bulk_create(
        EnvoiBilan(
            bilan=bilan,
            le=acteur.maintenant,
            par=acteur.utilisateur,
            nom="Banc",
            gestionnaire_id=bilan.gestionnaire_id,
            reference=version.reference,
            reponses={},
            faits={},
            echeance_le=acteur.jour,
            empreinte="0" * 64,
        )
        for bilan in bilans
    )
    cles = [bilan.pk for bilan in bilans]
    with connection.cursor() as curseur:
        curseur.execute(
            "UPDATE bilans_bilan b SET dernier_envoi_id = e.id, arretees = e.reponses "
            "FROM bilans_envoibilan e WHERE e.bilan_id = b.dossier_id AND b.dossier_id = ANY(%s)",
            [cles],
        )
    Dossier.objects.filter(pk__in=cles).update(etat="transmis")
    return bilans


def _dire_autrement(reelles: list[Declaration], bilans: list[Bilan]) -> None:
    """Every shared figure of these réelles, which the bilan beside writes otherwise."""
    ChiffrePartage.objects.bulk_create(
        ChiffrePartage(
            dossier_id=bilan.pk,
            equipement_id=bilan.equipement_id,
            annee=bilan.annee,
            chemin=chemin,
            valeur=FAUX,
            libelle="Bilan CLAS",
            adresse=reverse("bilans:accord", args=[bilan.pk]),
            le=bilan.ouvert_le,
        )
        for reelle, bilan in zip(reelles, bilans, strict=True)
        for chemin in reelle.version_en_vigueur.donnees
        if chemin.rpartition(".")[2] in COMMUNS
    )
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE declarations_chiffrepartage, dossiers_dossier, bilans_bilan")
