"""The reminders of a day: chosen, written down once, handed to the worker."""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from habilitations.models import Caf, Utilisateur
from habilitations.rappels import RappelDeDroits
from portal.dossiers.attendus import Fiche
from portal.relances.models import Envoi, Relance
from portal.relances.services import droits
from portal.relances.services.lettres import Lettre, a_envoyer
from portal.relances.services.plan import declarants, plan
from portal.relances.services.redaction import rediger
from portal.relances.services.relecture import RELECTEUR
from portal.relances.services.retraits import remplacer_en_attente
from portal.socle import courriels
from portal.socle.models import Courriel

journal_technique = logging.getLogger(__name__)

# People whose plan is drawn, and whose e-mails are written, at once: that of a whole Caf would not
# hold in memory, nor its rows be locked for so long.
LOT = 200


@dataclass
class Bilan:
    """What a run did. ``deja_ecrit`` counts people who have had their e-mail of the day."""

    courriels: list[int] = field(default_factory=list)
    deja_ecrit: int = 0
    erreurs: int = 0

    def ajouter(self, autre: "Bilan") -> None:
        self.courriels += autre.courriels
        self.deja_ecrit += autre.deja_ecrit
        self.erreurs += autre.erreurs


@dataclass(frozen=True)
class Ordre:
    """What to write: the reminders of ``jour``, with the steps of ``pour`` for files ``avance``.

    All the files when ``avance`` is None. ``decide_par`` asked for it; None for the daily run.
    """

    jour: date
    pour: date | None = None
    avance: Collection[int] | None = None
    decide_par: Utilisateur | None = None
    maintenant: datetime = field(default_factory=timezone.now)

    def lettres(self, personnes: Collection[int], depuis: date | None = None) -> list[Lettre]:
        """What leaves for these people, as things stand: files, and what is told of rights.

        ``depuis``: the day of e-mails that this one replaces.
        """
        if not personnes:
            return []
        dues = a_envoyer(plan(self.jour, pour=self.pour, personnes=personnes, avance=self.avance))
        return droits.joindre(dues, droits.rappels_de(self.jour, personnes, depuis=depuis))


def relancer(
    jour: date,
    *,
    caf_id: int | None = None,
    pour: date | None = None,
    personnes: Collection[int] | None = None,
    avance: Collection[int] | None = None,
    decide_par: Utilisateur | None = None,
    maintenant: datetime | None = None,
) -> Bilan:
    """Write the e-mails of a day by lots of people, each in its transaction; safe to run again.

    ``caf_id``: of the people of one Caf (``plan.declarants``). ``avance`` are the files whose steps
    of ``pour`` are taken, all of them when None. The worker is told at the end; one person's
    failure does not hold the others back.
    """
    ordre = Ordre(jour, pour, avance, decide_par, maintenant or timezone.now())
    bilan = Bilan()
    for lot in lots(destinataires(jour, caf_id) if personnes is None else list(personnes)):
        try:
            bilan.ajouter(preparer(lot, ordre))
        except Exception:
            journal_technique.exception("lot de %s relances, repris une à une", len(lot))
            for personne in lot:
                bilan.ajouter(_seule(personne, ordre))
    courriels.annoncer_apres_validation(bilan.courriels)
    return bilan


def destinataires(jour: date, caf_id: int | None) -> list[int]:
    """Who may be written to on a day, of one Caf or of all; each person is of one Caf only."""
    if caf_id is not None:
        return [*declarants(jour, caf_id), *droits.candidats(jour, caf_id)]
    cafs = Caf.objects.order_by("pk").values_list("pk", flat=True)
    autres = (pk for caf in cafs for pk in droits.candidats(jour, caf))
    return list(dict.fromkeys((*declarants(jour), *autres)))


def lots(personnes: list[int]) -> Iterator[list[int]]:
    """People by lots, in the order given."""
    for debut in range(0, len(personnes), LOT):
        yield personnes[debut : debut + LOT]


@transaction.atomic
def preparer(personnes: Collection[int], ordre: Ordre) -> Bilan:
    """Write the e-mails of the day of these people, and what they remind of.

    Their rows are locked, in order, before anything is looked at: two runs at once write one
    e-mail; whoever has just finished, or was set aside by an adviser, is not written to.
    """
    qui = set(
        Utilisateur.objects.select_for_update(no_key=True)
        .filter(pk__in=personnes)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    ecrits = Envoi.objects.filter(utilisateur__in=qui, jour=ordre.jour)
    deja = set(ecrits.values_list("utilisateur", flat=True))
    lettres = ordre.lettres([p for p in personnes if p in qui and p not in deja])
    gens = [lettre.destinataire.pk for lettre in lettres]
    if remplaces := remplacer_en_attente(gens, ordre.jour, ordre.maintenant):
        autres = [lettre for lettre in lettres if lettre.destinataire.pk not in remplaces]
        lettres = autres + ordre.lettres(set(remplaces), depuis=min(remplaces.values()))
    return Bilan([envoi.courriel_id for envoi in _ecrire(lettres, ordre)], len(deja))


def _seule(personne: int, ordre: Ordre) -> Bilan:
    try:
        return preparer([personne], ordre)
    except Exception:
        journal_technique.exception("relance de la personne %s", personne)
        return Bilan(erreurs=1)


def _ecrire(lettres: Collection[Lettre], ordre: Ordre) -> list[Envoi]:
    """Insert e-mails and reminders, table by table."""
    ecrits = Courriel.objects.bulk_create([_courriel(lettre, ordre) for lettre in lettres])
    envois = Envoi.objects.bulk_create(
        Envoi(
            utilisateur=lettre.destinataire,
            jour=ordre.jour,
            courriel=courriel,
            decide_par=ordre.decide_par,
            droits=bool(lettre.droits),
        )
        for lettre, courriel in zip(lettres, ecrits, strict=True)
    )
    envoi = Envoi.objects.filter(courriel=OuterRef("pk")).values("pk")
    Courriel.objects.filter(pk__in=[c.pk for c in ecrits]).update(
        objet_type=Envoi._meta.label_lower, objet_id=Subquery(envoi)
    )
    Relance.objects.bulk_create(
        objet.a_ecrire(envoi)
        for lettre, envoi in zip(lettres, envois, strict=True)
        for objet in lettre.objets
    )
    droits.noter(lettres, ordre.jour, ordre.maintenant)
    return envois


def _courriel(lettre: Lettre, ordre: Ordre) -> Courriel:
    redige = rediger(lettre)
    cites: list[Fiche | RappelDeDroits] = [
        *(objet.dossier for objet in lettre.objets),
        *lettre.droits,
    ]
    return courriels.preparer(
        lettre.destinataire.email,
        redige.objet,
        redige.texte,
        html=redige.html,
        destinataire_id=lettre.destinataire.pk,
        gestionnaire_id=_seul({c.gestionnaire_id for c in cites}),
        caf_id=_seul({c.caf_id for c in cites}),
        relecteur=RELECTEUR,
        maintenant=ordre.maintenant,
    )


def _seul(identifiants: set[int]) -> int | None:
    """The one there is, when there is one: an e-mail may be about several partners or Cafs."""
    return next(iter(identifiants)) if len(identifiants) == 1 else None
