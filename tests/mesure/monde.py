"""A hundredth of the country in small Cafs, and what the addresses of the access table name."""

from datetime import date
from typing import Any

from bilans.edition.services.creation import completer, ouvrir_une_version
from bilans.models import Bilan, FeuilleBilan, VersionQuestionnaire
from bilans.services.accord import reprendre_de_la_declaration
from bilans.services.ouvertures import generer_les_campagnes, ouvrir_les_bilans
from declarations.models import Campagne, Declaration, RegleCalendrier, Version
from habilitations.models import (
    Adhesion,
    Convention,
    Equipement,
    Habilitation,
    Lieu,
    PosteConventionne,
    Utilisateur,
)
from habilitations.permissions import Acteur
from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement import comptes
from portal.accueil.peuplement.chargement import analyser
from portal.accueil.peuplement.taille import Plan, Taille
from portal.relances.models import Relance
from portal.socle.models import Courriel
from tests.bilans.remplir import transmettre
from tests.mesure.argent import de_l_argent
from tests.mesure.objets import (
    chemin_partage,
    de_l_adhesion,
    de_l_analyse,
    de_la_revue,
    du_recensement,
)
from tests.subventions.simulateur.fabriques import partagee_par

JOUR = date(2026, 11, 28)
# Days on which the bilans of the CCT, then of the CLAS, are open.
OUVERTURES = (date(2026, 2, 10), date(2026, 6, 20))
# As many rows as one Caf in the country, shared between twenty-five. Were a Caf a larger part of
# every table, plans that read it whole would rightly be preferred, which the country's are not.
PLAN = Plan(
    cafs=25,
    jour=JOUR,
    taille=Taille(
        gestionnaires=6,
        equipements=22,
        connus=(3, 12),
        conseillers=2,
        charges_de_conseil=1,
        responsables=1,
        variantes=2,
    ),
)
PERSONNES = (comptes.PARTENAIRE, comptes.VILLE, comptes.CONSEILLER, comptes.RESPONSABLE)
PERSONNES = (*PERSONNES, comptes.CHARGE, comptes.NATIONAL)


def acteur(connu: comptes.Compte) -> Acteur:
    return Acteur(Utilisateur.objects.get(email=connu.email), instant(JOUR, 18))


def nommes() -> dict[str, Any]:
    """What stands behind the names of the table: files of the town, whom the adviser follows."""
    ville = acteur(comptes.VILLE)
    visibles = Declaration.objects.visibles_par(ville)
    en_cours = visibles.filter(campagne__ferme_le__gte=JOUR).order_by("pk")
    clas = Equipement.objects.visibles_par(ville).filter(dispositif="clas").order_by("pk")[0]
    cct = Equipement.objects.visibles_par(ville).filter(dispositif="cct").order_by("pk")[0]
    cof = Convention.objects.filter(equipement=cct).order_by("-du")[0]
    cct_saisie = visibles.filter(dispositif="cct", version_courante__envoyee_le=None).first()
    relance = Relance.objects.filter(dossier__in=visibles).order_by("pk")[0]
    seconde = Version.objects.filter(declaration__in=visibles, numero=2).order_by("pk")[0]
    cle = cct_saisie.version_courante.lignes[0]["cle"] if cct_saisie else "c1"
    return {
        "d": en_cours.filter(etat="en_saisie").first().pk,
        "t": en_cours.filter(etat="transmise").first().pk,
        "v": visibles.filter(etat="validee").first().pk,
        "c": seconde.declaration_id,
        "k": cct_saisie.pk if cct_saisie else 0,
        "cle": cle,
        "salaire": f"postes.{cle}.salaire_charge",
        "e": clas.pk,
        "equipement": clas.pk,
        "elan": clas.pk,
        "clas": clas.pk,
        "cct": cct.pk,
        "cof": cof.pk,
        "gestionnaire": cct.gestionnaire_id,
        "portefeuille": cct.portefeuille_id,
        "affectation": cct.caf.affectations.order_by("pk")[0].pk,
        "agent": cct.caf.affectations.order_by("pk")[0].utilisateur_id,
        "import": 0,
        "lieu": Lieu.objects.filter(equipement__caf=cct.caf_id).order_by("pk")[0].pk,
        "convention": cof.pk,
        "poste": PosteConventionne.objects.filter(convention=cof).order_by("pk")[0].pk,
        "campagne": Campagne.objects.filter(ferme_le__gte=JOUR).order_by("pk")[0].pk,
        "regle_nationale": RegleCalendrier.objects.filter(caf=None).order_by("pk")[0].pk,
        "regle_de_caf": 0,
        "alice": relance.utilisateur_id,
        "envoi": relance.envoi.courriel_id,
        "relance": relance.pk,
        "courriel": Courriel.objects.order_by("pk")[0].pk,
        "brouillon": 0,
        "envoyee": 0,
        "transfert": 0,
        "acte": 0,
        "adhesion": Adhesion.objects.get(gestionnaire=clas.gestionnaire_id, caf=clas.caf_id).pk,
        "droit": Habilitation.objects.filter(utilisateur=ville.utilisateur).order_by("pk")[0].pk,
        "secours": 0,
        "decision": 0,
        "vague": 0,
        "invitation": 0,
        "simulation": partagee_par(ville.utilisateur, ville.maintenant).pk,
        "coordination": cct.pk,
        "73": "01",
        **de_l_adhesion(acteur(comptes.RESPONSABLE)),
        **de_la_revue(acteur(comptes.RESPONSABLE)),
        **de_l_argent(ville, acteur(comptes.CONSEILLER), acteur(comptes.NATIONAL)),
        **_bilans(),
    }


def ouvrir_des_bilans() -> None:
    """Bilans of the set, opened as each night opens them; the town has sent one of a CLAS."""
    for jour in OUVERTURES:
        generer_les_campagnes(jour)
        ouvrir_les_bilans(jour)
    maintenant = instant(OUVERTURES[-1], 18)
    ville = Acteur(Utilisateur.objects.get(email=comptes.VILLE.email), maintenant)
    sien = Bilan.objects.visibles_par(ville).filter(dispositif="clas").order_by("-pk")[0]
    reprendre_de_la_declaration(sien.pk, acteur=ville)
    declares = FeuilleBilan.objects.get(bilan=sien).donnees
    transmettre(sien, None, declares, par=ville.utilisateur, maintenant=maintenant)
    analyser()


def _bilans() -> dict[str, Any]:
    """Questionnaires, one with a draft; bilans of the town: that of a CCT, one of a CLAS sent."""
    publie = VersionQuestionnaire.objects.get(
        questionnaire__code="bilan_clas", questionnaire__caf=None, version="1"
    )
    national = acteur(comptes.NATIONAL)
    conseiller = acteur(comptes.CONSEILLER)
    caf = conseiller.affectations[0].caf_id
    ajoute = completer(publie.questionnaire_id, caf_id=caf, acteur=conseiller)
    siens = Bilan.objects.visibles_par(acteur(comptes.VILLE)).order_by("pk")
    transmis = siens.get(etat="transmis")
    coordination = siens.filter(version__questionnaire__code="bilan_cct")[0]
    return {
        **du_recensement(JOUR, conseiller),
        **de_l_analyse(publie.questionnaire, conseiller),
        "b": coordination.pk,
        "etp": chemin_partage(coordination),
        "bt": transmis.pk,
        "campagne_bilan": transmis.campagne_id,
        "questionnaire": publie.questionnaire_id,
        "publiee": publie.pk,
        "qn": publie.questionnaire_id,
        "vp": publie.pk,
        "vb": ouvrir_une_version(publie.questionnaire_id, acteur=national).pk,
        "qc": ajoute.questionnaire_id,
        "vc": ajoute.pk,
    }
