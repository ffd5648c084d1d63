"""What there is at the addresses of the access table, but for the declarations."""

from datetime import timedelta
from decimal import Decimal

from bilans.models import ColonneAnalyse, Questionnaire
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services.invitations import inviter
from bilans.repondants.services.liens import jeton_de
from bilans.services.analyse.etude import etude_de
from bilans.services.analyse.exports import TACHE
from bilans.services.analyse.vues import enregistrer_vue
from declarations.elan.services.saisie import reprendre_elan
from declarations.models import Declaration, ExportListe, RegleCalendrier
from declarations.regles.grille import LigneGrille
from habilitations.models import Adhesion, Caf, Habilitation, ImportAnnuaire, Utilisateur
from habilitations.revues.services.ouverture import ouvrir_revue
from habilitations.services import inscrire_poste
from habilitations.services.actes import conserver, demander_acte
from portal.dossiers.services.transferts import transferer
from portal.relances.models import Envoi
from portal.relances.services.envoi import Ordre, preparer
from portal.relances.services.referentiels import charger_etapes
from portal.socle.cachets.scelle import Scelle
from subventions.droits.services.suspensions import suspendre_les_droits
from subventions.models import Droit, SuspensionDroit
from tests.bilans.bilans import campagne as campagne_de_bilans
from tests.declarations import clas
from tests.declarations.remplir import referentiels
from tests.habilitations.adhesions.dossiers import ouvert, recue
from tests.habilitations.adhesions.liens import suivi_par
from tests.habilitations.fabriques import secours_ouvert, vague_arretee
from tests.habilitations.fiches import convention_ctg, projet_clas
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde, acteur
from tests.subventions.diagnostics.outils import demande
from tests.subventions.droits.ouverts import decider


def projet_repris(monde: Monde) -> int:
    """A CLAS project of Les Passerelles, whose first exercice is taken up from ELAN."""
    referentiels(monde.caf)
    projet = clas.projet_clas(monde)
    reprendre_elan(
        projet.pk,
        clas.ANNEE,
        acteur=acteur(monde.conseiller),
        revision=0,
        lignes=(LigneGrille("c1", "Les Alizés"),),
        brut=clas.saisie_elan(("10",)),
    )
    return projet.pk


def liste_deposee(monde: Monde) -> int:
    """A list that the responsable sent to the annuaire, and has not confirmed."""
    depose = ImportAnnuaire.objects.create(
        caf=monde.caf,
        depose_par=monde.responsable,
        depose_le=MAINTENANT,
        fichier_nom="liste.xlsx",
        contenu=[{}],
        etat="pret",
        total=1,
    )
    return depose.pk


def analyse(monde: Monde) -> dict[str, int]:
    """A questionnaire, one of its questions, and what the adviser keeps of its analysis."""
    questionnaire = Questionnaire.objects.get(code="bilan_cct", caf=None)
    ecrite = next(c for c in etude_de(questionnaire).colonnes if c.question.type == "texte")
    avis = ColonneAnalyse.objects.create(questionnaire=questionnaire, chemin=ecrite.chemin)
    conseiller = acteur(monde.conseiller)
    vue = enregistrer_vue("Ma vue", "/bilans/analyse/", acteur=conseiller)
    export = ExportListe.objects.create(
        demandeur=monde.conseiller, tache=TACHE, demande_le=MAINTENANT, total=1
    )
    return {
        "questionnaire": questionnaire.pk,
        "publiee": questionnaire.versions.get().pk,
        "ouverte": avis.pk,
        "vue": vue.pk,
        "export": export.pk,
    }


def repondants(monde: Monde) -> dict[str, object]:
    """A commune asked to answer the recensement by a link."""
    recensement = campagne_de_bilans(monde.caf, "recensement_cct", 2025)
    ligne = LigneListe(1, SIRETS[2], "Aime", "mairie@aime.test", "Anne", "Aubert")
    (repondant,), _ = inviter(recensement.pk, [ligne], acteur=acteur(monde.conseiller))
    return {
        "recensement": recensement.pk,
        "repondant": repondant.pk,
        "jeton": jeton_de(repondant),
    }


def relances(monde: Monde, declaration: int) -> dict[str, int]:
    """One person reminded of « d », another still to be."""
    charger_etapes()
    fabien = monde.passerelles.finances
    preparer([fabien.pk], Ordre(JOUR))
    envoi = Envoi.objects.get(utilisateur=fabien)
    return {
        "campagne": Declaration.objects.get(pk=declaration).campagne_id,
        **regles(monde.caf),
        "alice": monde.passerelles.activite.pk,
        "envoi": envoi.pk,
        "relance": envoi.relances.get(dossier=declaration).pk,
        "courriel": envoi.courriel_id,
    }


def regles(caf: Caf) -> dict[str, int]:
    """A national rule of the calendar, and that of the Caf in the place of another."""
    champs = {
        "ouverture_jour": 16,
        "ouverture_mois": 1,
        "echeance_jour": 31,
        "echeance_mois": 3,
        "source": "Calendrier",
        "marque": "P",
    }
    nationale, _ = RegleCalendrier.objects.get_or_create(
        caf=None, dispositif="er", nature="reelle", numero=0, defaults=champs
    )
    propre = RegleCalendrier.objects.create(
        caf=caf, dispositif="er", nature="previsionnelle", **champs
    )
    return {"regle_nationale": nationale.pk, "regle_de_caf": propre.pk}


def droits(monde: Monde, suiveur: Utilisateur) -> dict[str, int]:
    """The right of the provider of the activity, its act; an adhesion that somebody follows for
    its partner, and one of its papers."""
    alice = monde.passerelles.activite
    droit = Habilitation.objects.get(utilisateur=alice)
    acte = demander_acte(droit.pk, acteur=acteur(alice))
    adhesion = ouvert(monde)
    suivi_par(monde, adhesion, suiveur)
    revue = ouvrir_revue(monde.caf.pk, JOUR, MAINTENANT)
    conserver(acte.pk, Scelle(b"%PDF", "0" * 40), MAINTENANT)
    base = Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire, caf=monde.caf)
    return {
        "droit": droit.pk,
        "acte": acte.pk,
        "adhesion": base.pk,
        "revue_partenaire": revue.partenaires.get(base=base).pk,
        "vague": vague_arretee(monde).pk,
        "secours": secours_ouvert(base, monde.responsable).pk,
        "dossier_adhesion": adhesion.pk,
        "piece_adhesion": recue(monde, adhesion).pk,
        "invitation": adhesion.invitations.get().pk,
    }


def argent(monde: Monde, validee: int) -> dict[str, int]:
    """A right, a decision that waits for a second signature, and what suspends its exercice."""
    ouvert = Droit.objects.get(dossier=validee)
    motif = "Une pièce du dossier manque encore à ce jour."
    qui = acteur(monde.conseiller)
    suspendre_les_droits(ouvert.equipement_id, ouvert.annee, cause="piece", motif=motif, acteur=qui)
    return {
        "droit_subvention": ouvert.pk,
        "decision": decider(ouvert, monde, "5000.00").pk,
        "suspension": SuspensionDroit.objects.get(cause="piece").pk,
    }


def equipements(monde: Monde) -> dict[str, int]:
    """Fiches of Les Passerelles: the ER, a CLAS project soon to change hands, a CTG."""
    convention, clas = convention_ctg(monde), projet_clas(monde)
    conseiller, responsable = acteur(monde.conseiller), acteur(monde.responsable)
    poste = inscrire_poste(convention.pk, intitule="Jeunesse", etp=Decimal(1), acteur=conseiller)
    transfert = transferer(
        clas.pk,
        vers_id=monde.voisins.gestionnaire.pk,
        le=JOUR + timedelta(days=30),
        motif="Fusion des associations",
        acteur=responsable,
    )
    return {
        "e": monde.er.pk,
        "gestionnaire": monde.passerelles.gestionnaire.pk,
        "portefeuille": monde.portefeuille.pk,
        "affectation": monde.ccd.affectations.get().pk,
        "agent": monde.ccd.pk,
        "import": liste_deposee(monde),
        "lieu": monde.er.lieux.order_by("pk")[0].pk,
        "convention": monde.er.conventions.order_by("pk")[0].pk,
        "etude": demande(monde, convention).pk,
        "clas": clas.pk,
        "cct": convention.equipement_id,
        "cof": convention.pk,
        "poste": poste.pk,
        "transfert": transfert.pk,
    }
