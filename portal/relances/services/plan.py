"""Who is to be reminded of what on a day: read only, for the run, the preview and the command.

A file is due for a person when a step is reached, their part is missing, one of their rights of
that day covers it, and neither an e-mail nor an adviser has settled that step yet. So a day on
which nothing ran is caught up at the next one, once, by the latest step.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef

from habilitations.models import ROLES_DECLARATION, Habilitation, Utilisateur
from habilitations.permissions import Acteur
from habilitations.verification import droits_verifies
from portal.dossiers.attendus import Demande, DossierAttendu, dossiers_attendus
from portal.dossiers.presentation.limites import Limite
from portal.dossiers.regles.echeances import Echeance
from portal.relances.models import EtapeRelance, ReglageCampagne, Relance
from portal.relances.regles.etapes import etape_due
from portal.relances.services.attente import comme_partenaire
from portal.relances.services.lettres import (
    A_ENVOYER,
    ECARTEE,
    EN_PAUSE,
    FAITE,
    Cle,
    Lettre,
    Objet,
)
from portal.socle.francais import cle_de_tri

Ecrites = Mapping[tuple[int, int, date], int]  # person, file and deadline: step


def plan(
    jour: date,
    *,
    pour: date | None = None,
    suivi_par: Acteur | None = None,
    dossiers: Collection[int] | None = None,
    personnes: Collection[int] | None = None,
    avance: Collection[int] | None = None,
    ecrites: Ecrites | None = None,
) -> list[Lettre]:
    """Return the e-mails of a day, reminders set aside or paused included, by name of person.

    ``pour`` takes the steps of another day (sending ahead) for the files ``avance``, all of them
    when None; rights and words are those of ``jour``.
    ``suivi_par`` (an adviser), ``dossiers`` and ``personnes`` narrow it. ``ecrites`` are steps told
    already in e-mails that have not left, ahead of their day perhaps: each holds until the next,
    for the person of that e-mail.
    A fixed number of queries for each kind of file.
    """
    demande = Demande(jour, suivi_par=suivi_par, dossiers=dossiers)
    return _Plan(demande, pour or jour, personnes, avance, ecrites or {}).lettres()


def declarants(jour: date, caf_id: int | None = None) -> list[int]:
    """Ids of the people who may declare something on a day, those of one partner side by side.

    With ``caf_id``, those of one Caf only. Whoever declares at several counts for the first, by id:
    each person is of exactly one, and gets one e-mail for all of them. Told from the table alone:
    ``plan`` verifies the rights of each before anything is written to them.
    """
    droits = Habilitation.objects.actives(jour).filter(role__in=ROLES_DECLARATION)
    if caf_id is not None:
        avant = droits.filter(utilisateur=OuterRef("utilisateur"), caf__lt=caf_id)
        droits = droits.filter(~Exists(avant), caf=caf_id)
    ids = droits.order_by("gestionnaire", "utilisateur").values_list("utilisateur", flat=True)
    return list(dict.fromkeys(ids))


@dataclass(frozen=True)
class _Due:
    """A file for which a step is reached: the same for all, or that of who was told another."""

    dossier: DossierAttendu
    echeance: Echeance
    etape: int | None
    dites: Mapping[int, int | None]

    def etape_de(self, personne: int) -> int | None:
        return self.dites.get(personne, self.etape)


class _Plan:
    """The data of one plan, each read once."""

    def __init__(
        self,
        demande: Demande,
        pour: date,
        personnes: Collection[int] | None,
        avance: Collection[int] | None,
        ecrites: Ecrites,
    ) -> None:
        self.jour, self.pour, self._avance, self._ecrites = demande.jour, pour, avance, ecrites
        self._demande, self._personnes = demande, personnes

    def lettres(self) -> list[Lettre]:
        objets: dict[Utilisateur, list[Objet]] = {}
        for due in self.dues:
            for acteur in self.droits.get(due.dossier.chez, {}).values():
                if objet := self._objet(due, acteur):
                    objets.setdefault(acteur.utilisateur, []).append(objet)
        lettres = [Lettre(qui, tuple(sorted(liste, key=_urgence))) for qui, liste in objets.items()]
        return sorted(lettres, key=lambda x: (cle_de_tri(_nom(x.destinataire)), x.destinataire.pk))

    @cached_property
    def droits(self) -> dict[tuple[int, int], dict[int, Acteur]]:
        """People by Caf and gestionnaire of their rights of the day, as rules know them."""
        lus = Habilitation.objects.filter(role__in=ROLES_DECLARATION)
        if self._personnes is None:
            lus = lus.filter(gestionnaire__in={due.dossier.chez[1] for due in self.dues})
        else:
            lus = lus.filter(utilisateur__in=self._personnes)
        acteurs: dict[int, Acteur] = {}
        droits: dict[tuple[int, int], dict[int, Acteur]] = {}
        for droit in droits_verifies(lus.order_by("pk"), self.jour):
            acteur = acteurs.get(droit.utilisateur_id)
            if acteur is None:
                acteur = acteurs[droit.utilisateur_id] = comme_partenaire(
                    droit.utilisateur, self.jour
                )
            acteur.habilitations.append(droit)
            chez = droits.setdefault((droit.caf_id, droit.gestionnaire_id), {})
            chez[droit.utilisateur_id] = acteur
        return droits

    @cached_property
    def dues(self) -> list[_Due]:
        """Files in the partner's hands for which a step is reached, of every kind."""
        demande = self._demande
        if self._personnes is not None:
            demande = replace(demande, gestionnaires={chez for _, chez in self.droits})
        etapes = EtapeRelance.objects.par_caf()
        dues = []
        for dossier in dossiers_attendus(demande):
            if dossier.echeance is None:
                continue
            due = self._due(dossier, dossier.echeance, etapes.de(dossier.fiche.caf_id))
            if due.etape is not None or due.dites:
                dues.append(due)
        return dues

    def _due(self, dossier: DossierAttendu, echeance: Echeance, etapes: tuple[int, ...]) -> _Due:
        d_avance = self._avance is None or dossier.fiche.pk in self._avance
        pour = self.pour if d_avance else self.jour
        dites = {}
        for personne, ecrite in self._dites.get((dossier.fiche.pk, echeance.le), ()):
            jusque = max(pour, echeance.le + timedelta(days=ecrite))
            dites[personne] = etape_due(echeance.le, jusque, (*etapes, ecrite))
        return _Due(dossier, echeance, etape_due(echeance.le, pour, etapes), dites)

    @cached_property
    def _dites(self) -> dict[tuple[int, date], list[tuple[int, int]]]:
        """Who was told which step already, by file and deadline."""
        dites: dict[tuple[int, date], list[tuple[int, int]]] = {}
        for (personne, dossier, echeance), etape in self._ecrites.items():
            dites.setdefault((dossier, echeance), []).append((personne, etape))
        return dites

    @cached_property
    def reglees(self) -> dict[Cle, Relance]:
        """Reminders sent or set aside already, for the files due."""
        return {
            (r.utilisateur_id, r.dossier_id, r.echeance, r.etape): r
            for r in Relance.objects.reglees()
            .filter(dossier__in=[due.dossier.fiche.pk for due in self.dues])
            .select_related("ecartee_par")
        }

    @cached_property
    def reglages(self) -> dict[int, ReglageCampagne]:
        """What advisers decided about the campaigns of the files due."""
        campagnes = {due.dossier.fiche.campagne for due in self.dues} - {None}
        return {r.campagne_id: r for r in ReglageCampagne.objects.filter(campagne__in=campagnes)}

    def _objet(self, due: _Due, acteur: Acteur) -> Objet | None:
        qui, fiche, le = acteur.utilisateur, due.dossier.fiche, due.echeance.le
        etape = due.etape_de(qui.pk)
        attendu = None if etape is None else due.dossier.attendu_de(acteur)
        if etape is None or attendu is None:
            return None
        objet = Objet(
            qui,
            fiche,
            etape,
            Limite.de(due.echeance, fiche.code_caf),
            attendu.manque,
            attendu.adresse,
            attendu.consequence,
            relance=self.reglees.get((qui.pk, fiche.pk, le, etape)),
            reglage=self.reglages.get(fiche.campagne) if fiche.campagne else None,
        )
        return replace(objet, statut=_statut(objet))


def _statut(objet: Objet) -> str:
    if objet.relance is not None:
        return FAITE if objet.relance.envoi_id else ECARTEE
    return EN_PAUSE if objet.est_en_pause else A_ENVOYER


def _urgence(objet: Objet) -> tuple[object, ...]:
    return (objet.limite.le, cle_de_tri(objet.dossier.objet), objet.dossier.pk)


def _nom(personne: Utilisateur) -> str:
    return f"{personne.nom} {personne.prenom}"
