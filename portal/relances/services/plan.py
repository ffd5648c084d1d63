"""Who is to be reminded of what on a day: read only, for the run, the preview and the command.

A file is due for a person when a step is reached, their part is missing, one of their rights of
that day covers it, and neither an e-mail nor an adviser has settled that step yet. So a day on
which nothing ran is caught up at the next one, once, by the latest step.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef

from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.regles.etats import Etat
from habilitations.models import ROLES_DECLARATION, Habilitation, Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.presentation.limites import Limite
from portal.dossiers.regles.echeances import Echeance
from portal.relances.models import EtapeRelance, Relance
from portal.relances.regles.etapes import etape_due
from portal.relances.regles.redaction import manque
from portal.relances.services.attente import (
    chez_le_partenaire,
    comme_partenaire,
    echeance_en_liste,
    taches_de,
)
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

Ecrites = Mapping[tuple[int, date], int]  # file and deadline: step


def plan(
    jour: date,
    *,
    pour: date | None = None,
    declarations: DeclarationQuerySet | None = None,
    personnes: Collection[int] | None = None,
    avance: Collection[int] | None = None,
    ecrites: Ecrites | None = None,
) -> list[Lettre]:
    """Return the e-mails of a day, reminders set aside or paused included, by name of person.

    ``pour`` takes the steps of another day (sending ahead) for the files ``avance``, all of them
    when None; rights and words are those of ``jour``.
    ``declarations`` and ``personnes`` narrow it. ``ecrites`` are steps told already in an e-mail
    that has not left, ahead of their day perhaps: they hold until the next. A fixed number of
    queries.
    """
    return _Plan(jour, pour or jour, declarations, personnes, avance, ecrites or {}).lettres()


def declarants(jour: date, caf_id: int | None = None) -> list[int]:
    """Ids of the people who may declare something on a day, those of one partner side by side.

    With ``caf_id``, those of one Caf only. Whoever declares at several counts for the first, by id:
    each person is of exactly one, and gets one e-mail for all of them.
    """
    droits = Habilitation.objects.actives(jour).filter(role__in=ROLES_DECLARATION)
    if caf_id is not None:
        avant = droits.filter(utilisateur=OuterRef("utilisateur"), caf__lt=caf_id)
        droits = droits.filter(~Exists(avant), caf=caf_id)
    ids = droits.order_by("gestionnaire", "utilisateur").values_list("utilisateur", flat=True)
    return list(dict.fromkeys(ids))


class _Plan:
    """The data of one plan, each read once."""

    def __init__(
        self,
        jour: date,
        pour: date,
        declarations: DeclarationQuerySet | None,
        personnes: Collection[int] | None,
        avance: Collection[int] | None,
        ecrites: Ecrites,
    ) -> None:
        self.jour, self.pour, self._avance, self._ecrites = jour, pour, avance, ecrites
        self._declarations, self._personnes = declarations, personnes

    def lettres(self) -> list[Lettre]:
        objets: dict[Utilisateur, list[Objet]] = {}
        for declaration, echeance, etape in self.dues:
            for acteur in self._habilites(declaration):
                if objet := self._objet(declaration, echeance, etape, acteur):
                    objets.setdefault(acteur.utilisateur, []).append(objet)
        lettres = [Lettre(qui, tuple(sorted(liste, key=_urgence))) for qui, liste in objets.items()]
        return sorted(lettres, key=lambda x: (cle_de_tri(_nom(x.destinataire)), x.destinataire.pk))

    @cached_property
    def droits(self) -> dict[tuple[int, int], dict[int, Acteur]]:
        """People by Caf and gestionnaire of their rights of the day, as rules know them."""
        actives = Habilitation.objects.actives(self.jour).filter(role__in=ROLES_DECLARATION)
        if self._personnes is not None:
            actives = actives.filter(utilisateur__in=self._personnes)
        if self._declarations is not None:
            gestionnaires = self._declarations.order_by().values("equipement__gestionnaire")
            actives = actives.filter(gestionnaire__in=gestionnaires)
        acteurs: dict[int, Acteur] = {}
        droits: dict[tuple[int, int], dict[int, Acteur]] = {}
        lus = actives.select_related("utilisateur").prefetch_related("equipements")
        for droit in lus.order_by("pk"):
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
    def dues(self) -> list[tuple[Declaration, Echeance, int]]:
        """Files in the partner's hands for which a step is reached."""
        declarations = Declaration.objects.all()
        if self._declarations is not None:
            declarations = self._declarations
        if self._personnes is not None:
            chez = {gestionnaire for _, gestionnaire in self.droits}
            declarations = declarations.filter(equipement__gestionnaire__in=chez)
        etapes = EtapeRelance.objects.par_caf()
        dues = []
        for declaration in chez_le_partenaire(declarations):
            echeance = echeance_en_liste(declaration, self.jour)
            if echeance is None:
                continue
            etape = self._etape(declaration, echeance, etapes.de(declaration.caf_id))
            if etape is not None:
                dues.append((declaration, echeance, etape))
        return dues

    def _etape(
        self, declaration: Declaration, echeance: Echeance, etapes: tuple[int, ...]
    ) -> int | None:
        d_avance = self._avance is None or declaration.pk in self._avance
        pour = self.pour if d_avance else self.jour
        ecrite = self._ecrites.get((declaration.pk, echeance.le))
        if ecrite is not None:
            pour = max(pour, echeance.le + timedelta(days=ecrite))
            etapes = (*etapes, ecrite)
        return etape_due(echeance.le, pour, etapes)

    @cached_property
    def reglees(self) -> dict[Cle, Relance]:
        """Reminders sent or set aside already, for the files due."""
        declarations = [declaration.pk for declaration, _, _ in self.dues]
        return {
            (r.utilisateur_id, r.declaration_id, r.echeance, r.etape): r
            for r in Relance.objects.reglees()
            .filter(declaration__in=declarations)
            .select_related("ecartee_par")
        }

    def _habilites(self, declaration: Declaration) -> Iterable[Acteur]:
        equipement = declaration.equipement
        return self.droits.get((equipement.caf_id, equipement.gestionnaire_id), {}).values()

    def _objet(
        self, declaration: Declaration, echeance: Echeance, etape: int, acteur: Acteur
    ) -> Objet | None:
        attendues = taches_de(declaration, acteur)
        if not attendues:
            return None
        volets = [declaration.version_courante.volet(t.partie) for t in attendues if t.partie]
        vue, arguments = _lien(declaration, [v.nature for v in volets], echeance)
        qui = acteur.utilisateur
        reglee = self.reglees.get((qui.pk, declaration.pk, echeance.le, etape))
        return Objet(
            qui,
            declaration,
            etape,
            Limite.de(echeance),
            manque(
                attendues,
                correction=declaration.etat == Etat.A_CORRIGER,
                renvoi=any(v.renvoi_motif for v in volets),
                commence=any(v.modifie_le for v in volets),
            ),
            vue,
            arguments,
            _statut(declaration, reglee),
            reglee,
        )


def _lien(
    declaration: Declaration, volets: list[str], echeance: Echeance
) -> tuple[str, tuple[object, ...]]:
    """Where the person does it: the volet, the approval, or the file when there is a choice."""
    if echeance.close_le or len(volets) > 1:
        return "declarations:dossier", (declaration.pk,)
    if volets:
        return "declarations:volet", (declaration.pk, volets[0])
    return "declarations:approbation", (declaration.pk,)


def _statut(declaration: Declaration, reglee: Relance | None) -> str:
    if reglee is not None:
        return FAITE if reglee.envoi_id else ECARTEE
    return EN_PAUSE if en_pause(declaration) else A_ENVOYER


def en_pause(declaration: Declaration) -> bool:
    """Tell whether an adviser holds the reminders of its campaign back."""
    reglage = getattr(declaration.campagne, "reglage_relances", None)
    return bool(reglage and reglage.suspendue_le)


def _urgence(objet: Objet) -> tuple[object, ...]:
    declaration = objet.declaration
    return (objet.limite.le, cle_de_tri(declaration.equipement.nom), declaration.pk)


def _nom(personne: Utilisateur) -> str:
    return f"{personne.nom} {personne.prenom}"
