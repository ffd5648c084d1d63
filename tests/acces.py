"""What the access table is made of: the people, their usual codes, something at every address."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import time_machine
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver

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
from habilitations.models import (
    Adhesion,
    Caf,
    Equipement,
    Habilitation,
    ImportAnnuaire,
    Utilisateur,
)
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
from tests.bilans.bilans import ouvrir_bilan
from tests.bilans.edition.brouillons import brouillon as brouillon_national
from tests.bilans.edition.brouillons import complement
from tests.bilans.remplir import transmettre
from tests.declarations import clas
from tests.declarations.cct import declaration_cct
from tests.declarations.pieces import joindre_par
from tests.declarations.remplir import jusqu_a, referentiels
from tests.habilitations.adhesions.dossiers import ouvert, recue
from tests.habilitations.adhesions.liens import suivi_par
from tests.habilitations.fabriques import secours_ouvert, vague_arretee
from tests.habilitations.fiches import convention_ctg, projet_clas
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde, acteur, nouveau_monde, personne
from tests.subventions.diagnostics.outils import demande
from tests.subventions.droits.ouverts import decider
from tests.subventions.paiements.acces import en_paiement
from tests.subventions.propositions.outils import proposee
from tests.subventions.simulateur.fabriques import partagee_par, projection_de

PERSONNES = (
    "anonyme",
    "sans_role",
    "activite",
    "finances",
    "approbateur",
    "voisin_activite",
    "voisin_finances",
    "voisin_approbateur",
    "conseiller",
    "remplacant",
    "hors_portefeuille",
    "ccd",
    "conseiller_nord",
    "responsable",
    "national",
)

# Codes that many rows share, in the order of ``PERSONNES``.
TOUS = "200 " * 15
CONNECTES = "302 " + "200 " * 14
# The password is asked again before any change to the second factor.
REAUTHENTIFIER = "302 " * 15
#                anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
LECTURE_DOSSIER = "302 404  200 200 200  404 404 404  200 200 200 200  404 404 404"
SES_ROLES = "302 404  200 200 200  404 404 404  302 302 302 302  404 404 404"
VERSION_LUE = "302 404  302 302 302  404 404 404  302 302 302 302  404 404 404"
ACTIVITE_SEULE = "302 404  200 403 403  404 404 404  403 403 403 403  404 404 404"
SAISIE_DU_PARTENAIRE = "302 404  200 200 200  404 404 404  403 403 403 403  404 404 404"
APPROBATEUR = "302 404  403 403 200  404 404 404  403 403 403 403  404 404 404"
CONSEILLER = "302 404  403 403 403  404 404 404  200 200 403 403  404 404 404"
JOINDRE = "302 404  200 200 403  404 404 404  200 200 403 403  404 404 404"
PARTENAIRES = "302 403  200 200 200  200 200 200  302 302 302 302  302 403 403"
INSTRUCTEURS = "302 403  403 403 403  403 403 403  200 200 200 200  200 403 403"
CONSEILLERS = "302 403  403 403 403  403 403 403  200 200 200 403  200 403 403"
CONSEILLERS_CAF = "302 403  403 403 403  403 403 403  200 200 200 403  404 403 403"
FENETRES = "302 403  403 403 403  403 403 403  200 200 200 403  404 403 200"
CONCERNES = "302 403 " + "200 " * 13
EQUIPEMENTS = "302 403  403 403 403  403 403 403  200 200 200 200  200 200 403"
FICHE = "302 404  200 200 200  404 404 404  200 200 200 200  404 200 404"
FICHE_SUIVIE = "302 404  403 403 403  404 404 404  200 200 403 403  404 403 404"
ANALYSTES = "302 403  403 403 403  403 403 403  200 200 200 200  200 403 200"
A_LA_CAF = "302 403  403 403 403  403 403 403  200 200 200 200  200 403 403"
SA_VUE = "302 403  403 403 403  403 403 403  200 404 404 404  404 403 404"
RESPONSABLE = "302 404  403 403 403  404 404 404  403 403 403 403  404 200 404"
AGENTS = "302 403  403 403 403  403 403 403  200 200 200 200  200 200 200"


def soumis(codes: str, reussite: str = "200") -> str:
    """Codes of a form that is sent: anonymous, one is told how not to lose what it holds."""
    return codes.replace("302", "403", 1).replace("200", reussite)


def noms(resolveur: URLResolver, espace: str = "") -> Iterator[str]:
    """Every named URL, the technical administration apart."""
    for motif in resolveur.url_patterns:
        if isinstance(motif, URLResolver):
            if motif.namespace == "admin":
                continue
            yield from noms(motif, motif.namespace or espace)
        elif isinstance(motif, URLPattern):
            yield f"{espace}:{motif.name}" if espace else str(motif.name)


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


def formulaires_a_saisir(html: str) -> int:
    """How many forms of a page, sent apart from each other, hold something typed or chosen."""
    formulaires = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", html, re.DOTALL)
    saisie = re.compile(r'<textarea|<select|<input(?![^>]*type="(?:hidden|submit)")')
    return sum(bool(saisie.search(formulaire)) for formulaire in formulaires)


def ids_en_double(html: str) -> set[str]:
    """Names that two elements of a page bear: a link to one goes to the other."""
    combien = Counter(re.findall(r"<[a-z][^>]*?\sid=\"([^\"]+)\"", html))
    return {nom for nom, fois in combien.items() if fois > 1}


class MondeAcces(TestCase):
    """One world, shared by the table and by the fuzz."""

    @classmethod
    def setUpTestData(cls) -> None:
        monde = nouveau_monde()
        cls.gens = {
            "anonyme": None,
            "sans_role": personne("sans-role"),
            **{r: getattr(monde.passerelles, r) for r in ("activite", "finances", "approbateur")},
            **{
                f"voisin_{r}": getattr(monde.voisins, r)
                for r in ("activite", "finances", "approbateur")
            },
            **{p: getattr(monde, p) for p in PERSONNES[8:]},
        }
        brouillon = monde.declaration("previsionnelle", 2026)
        envoyee = monde.declaration("previsionnelle", 2025)
        cls.declarations = {
            "equipement": monde.er.pk,
            "brouillon": joindre_par(brouillon, monde.passerelles.activite).pk,
            "envoyee": joindre_par(envoyee, monde.passerelles.activite).pk,
            "d": brouillon.pk,
            "t": jusqu_a(envoyee, monde, "transmise").pk,
            "c": jusqu_a(monde.declaration("reelle", 2025), monde, "a_corriger").pk,
            "elan": projet_repris(monde),
            "v": jusqu_a(monde.declaration("previsionnelle", 2024), monde, "validee").pk,
            **cls._equipements(monde),
            "proposition": proposee(monde).pk,
            "simulation": partagee_par(monde.passerelles.approbateur).pk,
            "projection": projection_de(monde.conseiller, monde.caf.pk).pk,
        }
        coordination = declaration_cct(monde)[0]
        cls.declarations |= {
            "k": coordination.pk,
            "cle": coordination.version_courante.lignes[0]["cle"],
            "salaire": f"postes.{coordination.version_courante.lignes[0]['cle']}.salaire_charge",
        }
        cls.declarations |= {
            "b": ouvrir_bilan(coordination.equipement, "bilan_cct", coordination.annee).pk,
            "etp": f"postes.{coordination.version_courante.lignes[0]['cle']}.etp",
        }
        cls.declarations |= cls._analyse(monde)
        cls.declarations |= cls._repondants(monde)
        cls.declarations |= cls._relances(monde)
        projet = Equipement.objects.get(pk=cls.declarations["elan"])
        bilan = ouvrir_bilan(projet, "bilan_clas", clas.ANNEE)
        cls.declarations["bt"] = transmettre(bilan, monde).pk
        ajoute = complement(monde)
        cls.declarations |= {
            "campagne_bilan": bilan.campagne_id,
            "qn": bilan.version.questionnaire_id,
            "vp": bilan.version_id,
            "vb": brouillon_national(monde).pk,
            "qc": ajoute.questionnaire_id,
            "vc": ajoute.pk,
        }
        cls.declarations |= cls._droits(monde, cls.gens["sans_role"])
        cls.declarations |= cls._argent(monde, cls.declarations["v"])
        cls.declarations |= en_paiement(monde, brouillon.pk) | {
            "coordination": coordination.equipement_id
        }

    @staticmethod
    def _analyse(monde: Monde) -> dict[str, int]:
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

    @staticmethod
    def _repondants(monde: Monde) -> dict[str, object]:
        """A commune asked to answer the recensement by a link."""
        recensement = campagne_de_bilans(monde.caf, "recensement_cct", 2025)
        ligne = LigneListe(1, SIRETS[2], "Aime", "mairie@aime.test", "Anne", "Aubert")
        (repondant,), _ = inviter(recensement.pk, [ligne], acteur=acteur(monde.conseiller))
        return {
            "recensement": recensement.pk,
            "repondant": repondant.pk,
            "jeton": jeton_de(repondant),
        }

    @classmethod
    def _relances(cls, monde: Monde) -> dict[str, int]:
        """One person reminded of « d », another still to be."""
        charger_etapes()
        fabien = monde.passerelles.finances
        preparer([fabien.pk], Ordre(JOUR))
        envoi = Envoi.objects.get(utilisateur=fabien)
        return {
            "campagne": Declaration.objects.get(pk=cls.declarations["d"]).campagne_id,
            **cls._regles(monde.caf),
            "alice": monde.passerelles.activite.pk,
            "envoi": envoi.pk,
            "relance": envoi.relances.get(dossier=cls.declarations["d"]).pk,
            "courriel": envoi.courriel_id,
        }

    @staticmethod
    def _regles(caf: Caf) -> dict[str, int]:
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

    @staticmethod
    def _droits(monde: Monde, suiveur: Utilisateur) -> dict[str, int]:
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

    @staticmethod
    def _argent(monde: Monde, validee: int) -> dict[str, int]:
        """A right, a decision that waits for a second signature, and what suspends its exercice."""
        ouvert = Droit.objects.get(dossier=validee)
        motif = "Une pièce du dossier manque encore à ce jour."
        qui = acteur(monde.conseiller)
        suspendre_les_droits(
            ouvert.equipement_id, ouvert.annee, cause="piece", motif=motif, acteur=qui
        )
        return {
            "droit_subvention": ouvert.pk,
            "decision": decider(ouvert, monde, "5000.00").pk,
            "suspension": SuspensionDroit.objects.get(cause="piece").pk,
        }

    @staticmethod
    def _equipements(monde: Monde) -> dict[str, int]:
        """Fiches of Les Passerelles: the ER, a CLAS project soon to change hands, a CTG."""
        convention, clas = convention_ctg(monde), projet_clas(monde)
        conseiller, responsable = acteur(monde.conseiller), acteur(monde.responsable)
        poste = inscrire_poste(
            convention.pk, intitule="Jeunesse", etp=Decimal(1), acteur=conseiller
        )
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

    def _client(self, nom: str) -> Client:
        client = Client()
        utilisateur = self.gens[nom]
        if utilisateur:
            with time_machine.travel(MAINTENANT, tick=False):
                client.force_login(
                    utilisateur, "allauth.account.auth_backends.AuthenticationBackend"
                )
        return client
