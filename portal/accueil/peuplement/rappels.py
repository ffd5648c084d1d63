"""Reminders already sent about the files at work, and the e-mails that carried them."""

from collections import defaultdict
from datetime import date, timedelta

from declarations.presentation.attendus import manque
from declarations.presentation.reste import Reste
from declarations.regles.etats import Action
from declarations.regles.grille import VOLETS
from habilitations.models import Caf, Role, Utilisateur
from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement.redaction import FOURNISSEUR, SIGNATURE, Redaction
from portal.accueil.peuplement.registre import Registre
from portal.accueil.peuplement.vies import ENVOI, SAISIE_ACTIVITE, SANS_OBJET
from portal.dossiers.regles.transitions import Tache
from portal.relances.models import Envoi, EtapeRelance, Relance
from portal.relances.regles.passage import HEURE
from portal.socle.francais import compter
from portal.socle.models import Courriel
from portal.socle.models.courriels import EtatCourriel

OBJET_TYPE = Envoi._meta.label_lower
Du = tuple[Redaction, date, int, str]


class Rappels:
    """Gathers what was to be reminded of, then writes one e-mail per person and day."""

    def __init__(self, registre: Registre, caf: Caf, jour: date) -> None:
        self._caf, self._jour = caf, jour
        self._etapes = EtapeRelance.objects.par_caf().de(caf.pk)
        self._dus: dict[tuple[int, date], list[Du]] = defaultdict(list)
        self._qui: dict[int, Utilisateur] = {}
        self._courriels = registre.rangee(
            Courriel,
            "destinataire destinataire_id objet texte html objet_type objet_id gestionnaire_id "
            "caf_id message_id cree_le etat essais envoye_le prochain_essai_le",
            12_000,
        )
        self._envois = registre.rangee(Envoi, "utilisateur_id jour courriel_id", 12_000)
        self._relances = registre.rangee(
            Relance, "utilisateur_id dossier_id echeance etape manque envoi_id", 24_000
        )

    def retenir(self, redaction: Redaction) -> None:
        """The steps reached before the day while something was missing, and from whom."""
        due = redaction.due
        if not due.au_travail or redaction.vie.a(SANS_OBJET):
            return
        for etape in self._etapes:
            le = due.fenetre.echeance_le + timedelta(days=etape)
            if not due.fenetre.ouvre_le < le < self._jour:
                continue
            for qui, taches, commence in _manquants(redaction, le):
                self._qui[qui.pk] = qui
                dit = manque(taches, Reste.COMPLETER if commence else Reste.SAISIR)
                self._dus[qui.pk, le].append((redaction, due.fenetre.echeance_le, etape, dit))

    def ecrire(self) -> None:
        """Write the e-mails of all the days, and what each reminded of."""
        for (personne, le), dus in self._dus.items():
            qui, quand = self._qui[personne], instant(le, HEURE)
            pk, envoi = self._courriels.reserver(), self._envois.reserver()
            gestionnaire = dus[0][0].terrain.partenaire.pk
            objet = f"Rappel : {compter(len(dus), 'déclaration')} à compléter"
            texte = "\n".join(f"- {d.declaration.libelle} : {dit}" for d, _, _, dit in dus)
            self._courriels.poser(
                pk,
                qui.email,
                qui.pk,
                objet,
                texte,
                "",
                OBJET_TYPE,
                envoi,
                gestionnaire,
                self._caf.pk,
                f"<peuplement-{pk}@peuplement.example>",
                quand,
                EtatCourriel.ENVOYE,
                1,
                quand,
                None,
            )
            self._envois.poser(envoi, qui.pk, le, pk)
            for redaction, echeance, etape, dit in dus:
                self._relances.ajouter(qui.pk, redaction.pk, echeance, etape, dit, envoi, le=quand)
        self._dus.clear()


def _manquants(redaction: Redaction, le: date) -> list[tuple[Utilisateur, list[Tache], bool]]:
    """Who was still awaited at the beginning of a day, for what, and whether it had begun."""

    def fait(acte: str) -> bool:
        quand = redaction.vie.a(acte)
        return quand is not None and quand.date() < le

    volets = [v for v in VOLETS if not fait(SIGNATURE[v])]
    if volets:
        return [
            (redaction.qui(FOURNISSEUR[v]), [Tache(Action.SAISIR, v)], fait(SAISIE_ACTIVITE))
            for v in volets
        ]
    if not fait(ENVOI):
        return [(redaction.qui(Role.APPROBATEUR), [Tache(Action.TRANSMETTRE)], True)]
    return []
