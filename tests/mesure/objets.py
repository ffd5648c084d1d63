"""What the pages of the table are about and that the national set does not hold: one of each."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from bilans.models import Bilan, CampagneBilan, ColonneAnalyse, Questionnaire
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services.invitations import inviter
from bilans.repondants.services.liens import jeton_de
from bilans.services.analyse.etude import etude_de
from bilans.services.analyse.exports import TACHE
from bilans.services.analyse.vues import enregistrer_vue
from bilans.services.faits import faits_du_bilan
from declarations.models import ExportListe
from habilitations.adhesions.services.ouverture import ouvrir
from habilitations.adhesions.services.pieces import recevoir
from habilitations.permissions import Acteur
from habilitations.revues.services.ouverture import ouvrir_par_quelqu_un
from tests.habilitations.adhesions.dossiers import DEMANDE
from tests.monde import SIRETS
from tests.socle import fichiers

COMMUNE = LigneListe(1, SIRETS[2], "Aime", "mairie@aime.test", "Anne", "Aubert")


def pdf(nom: str) -> SimpleUploadedFile:
    return fichiers.televerse(fichiers.PDF, nom)


def du_recensement(jour: date, conseiller: Acteur) -> dict[str, Any]:
    """A campaign of the recensement around a day, at the Caf of the adviser; a commune asked."""
    campagne = CampagneBilan.objects.create(
        caf_id=conseiller.affectations[0].caf_id,
        questionnaire=Questionnaire.objects.get(code="recensement_cct", caf=None),
        annee=jour.year,
        ouvre_le=jour - timedelta(days=10),
        echeance_le=jour + timedelta(days=20),
        ferme_le=jour + timedelta(days=20),
    )
    (repondant,), _ = inviter(campagne.pk, [COMMUNE], acteur=conseiller)
    return {
        "recensement": campagne.pk,
        "repondant": repondant.pk,
        "jeton": jeton_de(repondant),
    }


def de_l_analyse(questionnaire: Questionnaire, conseiller: Acteur) -> dict[str, int]:
    """An open question, and what the adviser keeps of the analysis."""
    ecrite = next(c for c in etude_de(questionnaire).colonnes if c.question.type == "texte")
    ouverte, _ = ColonneAnalyse.objects.get_or_create(
        questionnaire=questionnaire, chemin=ecrite.chemin
    )
    vue = enregistrer_vue("Ma vue", "/bilans/analyse/", acteur=conseiller)
    export = ExportListe.objects.create(
        demandeur=conseiller.utilisateur,
        tache=TACHE,
        demande_le=conseiller.maintenant,
        total=1,
    )
    return {"ouverte": ouverte.pk, "vue": vue.pk, "export": export.pk}


def de_l_adhesion(responsable: Acteur) -> dict[str, int]:
    """The file of a partner who joins, with one paper received."""
    caf = responsable.affectations[0].caf_id
    dossier = ouvrir(DEMANDE, caf_id=caf, acteur=responsable)
    piece = recevoir(
        dossier.pk,
        next(iter(dossier.attendues)),
        fichier=pdf("piece.pdf"),
        jeton=uuid4(),
        acteur=responsable,
    )
    return {"dossier_adhesion": dossier.pk, "piece_adhesion": piece.pk}


def de_la_revue(responsable: Acteur) -> dict[str, int]:
    """The review of a whole Caf, open: every person who has access there awaits an answer."""
    revue = ouvrir_par_quelqu_un(responsable.affectations[0].caf_id, acteur=responsable)
    return {"revue_partenaire": revue.partenaires.order_by("pk")[0].pk}


def chemin_partage(bilan: Bilan) -> str:
    """The figure of its first post that a CCT bilan shares with the declaration."""
    return f"postes.{faits_du_bilan(bilan).lignes['postes'][0].cle}.etp"
