"""Writing the lines of a list: by sets, each told in the journal as the screens tell it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models

from habilitations.annuaire.imports.plan import CREE, LignePlan
from habilitations.annuaire.regles.rubriques import (
    EQUIPEMENTS_FEUILLE,
    FEUILLES,
    GESTIONNAIRES,
    LIEUX,
    PERSONNES,
    ROLES,
)
from habilitations.annuaire.services.ecriture import fait
from habilitations.models import (
    Adhesion,
    Caf,
    Equipement,
    Gestionnaire,
    Lieu,
    Portefeuille,
    Utilisateur,
)
from habilitations.permissions import Acteur
from habilitations.services.accord import Demande
from habilitations.services.accord_en_masse import Accord, accorder_plusieurs
from portal.socle import journal

LOT = 500


class Ecriture:
    """One import being written, in the caller's transaction."""

    def __init__(self, caf: Caf, acteur: Acteur, avancer: Callable[[int], None]) -> None:
        self.caf, self.acteur, self.avancer = caf, acteur, avancer
        self.faites = 0
        self.faits: list[journal.Fait] = []
        # Filled as sheets are written: what the next ones stand on.
        self.gestionnaires: dict[str, Gestionnaire] = {}
        self.nouveaux: dict[tuple[str, str], Equipement] = {}

    def ecrire(self, plans: list[LignePlan]) -> None:
        """Write lines that are to be created or changed, sheet after sheet."""
        methodes: dict[str, Callable[[list[LignePlan]], None]] = {
            GESTIONNAIRES: self._gestionnaires,
            EQUIPEMENTS_FEUILLE: self._equipements,
            LIEUX: self._lieux,
            PERSONNES: self._personnes,
            ROLES: self._roles,
        }
        self._lire_gestionnaires(plans)
        for feuille in FEUILLES:
            siens = [plan for plan in plans if plan.feuille == feuille.code]
            if siens:
                methodes[feuille.code](siens)
                self._avancer(len(siens))
        journal.ecrire_plusieurs(self.faits)

    def _avancer(self, combien: int) -> None:
        self.faites += combien
        self.avancer(self.faites)

    def _lire_gestionnaires(self, plans: Iterable[LignePlan]) -> None:
        sirets = {plan.valeurs.get("siret") for plan in plans}
        connus = Gestionnaire.objects.filter(siret__in=[s for s in sirets if s])
        # Equipements and lieux that change keep their SIRET out of what is written.
        self.gestionnaires = {g.siret: g for g in connus}

    # --- partners -------------------------------------------------------------------

    def _gestionnaires(self, plans: list[LignePlan]) -> None:
        crees, changes, a_rattacher = [], [], []
        for plan in plans:
            if plan.cible is None:
                objet = Gestionnaire(**plan.valeurs)
                crees.append((objet, plan))
                a_rattacher.append(objet)
                continue
            changes.append((plan.cible, plan))
        Gestionnaire.objects.bulk_create([g for g, _ in crees], batch_size=LOT)
        self.gestionnaires |= {g.siret: g for g, _ in crees}
        connus = Gestionnaire.objects.in_bulk([pk for pk, _ in changes])
        a_ecrire = []
        for pk, plan in changes:
            objet = connus[pk]
            self.gestionnaires[objet.siret] = objet
            if plan.issue == CREE:
                a_rattacher.append(objet)
            ecrits = {c: v for c, v in plan.valeurs.items() if c in plan.changements}
            for champ, valeur in ecrits.items():
                setattr(objet, champ, valeur)
            if ecrits:
                a_ecrire.append(objet)
        Gestionnaire.objects.bulk_update(a_ecrire, ["nom", "nature", "adresse"], batch_size=LOT)
        deja = set(
            Adhesion.objects.filter(caf=self.caf, gestionnaire__in=a_rattacher).values_list(
                "gestionnaire", flat=True
            )
        )
        Adhesion.objects.bulk_create(
            [Adhesion(caf=self.caf, gestionnaire=g) for g in a_rattacher if g.pk not in deja],
            batch_size=LOT,
        )
        for objet, plan in crees:
            self._dire("gestionnaire.cree", objet, plan, objet.pk)
        for pk, plan in changes:
            action = "gestionnaire.rattache" if plan.issue == CREE else "gestionnaire.modifie"
            self._dire(action, connus[pk], plan, pk)

    # --- équipements and lieux ------------------------------------------------------

    def _equipements(self, plans: list[LignePlan]) -> None:
        portefeuilles = {p.nom: p for p in Portefeuille.objects.filter(caf=self.caf)}
        connus = self._charger(Equipement.objects.select_related("gestionnaire"), plans)
        crees: list[tuple[Equipement, LignePlan]] = []
        for plan in plans:
            valeurs = {**plan.valeurs}
            siret = valeurs.pop("siret", None)
            if "portefeuille" in valeurs:
                valeurs["portefeuille"] = portefeuilles[valeurs["portefeuille"]]
            if plan.cible is None:
                objet = Equipement(
                    caf=self.caf, gestionnaire=self.gestionnaires[str(siret)], **valeurs
                )
                crees.append((objet, plan))
                continue
            for champ, valeur in valeurs.items():
                setattr(connus[plan.cible], champ, valeur)
        Equipement.objects.bulk_create([e for e, _ in crees], batch_size=LOT)
        Equipement.objects.bulk_update(
            connus.values(),
            ["nom", "dispositif", "organisation", "portefeuille", "ouvert_le", "ferme_le"],
            batch_size=LOT,
        )
        for objet, plan in crees:
            self.nouveaux[plan.cle] = objet
            self._dire("equipement.cree", objet, plan, objet.gestionnaire_id)
        for plan in plans:
            if plan.cible is not None:
                objet = connus[plan.cible]
                self._dire("equipement.modifie", objet, plan, objet.gestionnaire_id)

    def _lieux(self, plans: list[LignePlan]) -> None:
        connus = self._charger(Lieu.objects.select_related("equipement"), plans)
        references = {p.reference for p in plans if isinstance(p.reference, int)}
        equipements: dict[Any, Equipement] = {
            **Equipement.objects.in_bulk(references),
            **self.nouveaux,
        }
        crees: list[tuple[Lieu, LignePlan]] = []
        for plan in plans:
            valeurs = {c: v for c, v in plan.valeurs.items() if c != "siret"}
            if plan.cible is None:
                crees.append((Lieu(equipement=equipements[plan.reference], **valeurs), plan))
                continue
            for champ, valeur in valeurs.items():
                setattr(connus[plan.cible], champ, valeur)
        Lieu.objects.bulk_create([lieu for lieu, _ in crees], batch_size=LOT)
        Lieu.objects.bulk_update(
            connus.values(), ["nom", "adresse", "ouvert_le", "ferme_le"], batch_size=LOT
        )
        for lieu, plan in [*crees, *((connus[p.cible], p) for p in plans if p.cible is not None)]:
            action = "lieu.cree" if plan.cible is None else "lieu.modifie"
            self._dire(
                action, lieu, plan, lieu.equipement.gestionnaire_id, equipement=lieu.equipement_id
            )

    # --- people and roles -----------------------------------------------------------

    def _personnes(self, plans: list[LignePlan]) -> None:
        connus = self._charger(Utilisateur.objects.all(), plans)
        crees: list[tuple[Utilisateur, LignePlan]] = []
        for plan in plans:
            if plan.cible is None:
                crees.append((Utilisateur(**plan.valeurs, password=make_password(None)), plan))
                continue
            for champ, valeur in plan.valeurs.items():
                setattr(connus[plan.cible], champ, valeur)
        Utilisateur.objects.bulk_create([u for u, _ in crees], batch_size=LOT)
        Utilisateur.objects.bulk_update(
            connus.values(), ["prenom", "nom", "telephone"], batch_size=LOT
        )
        for compte, plan in crees:
            self._dire("compte.ouvert", compte, plan, None)
        for plan in plans:
            if plan.cible is not None:
                self._dire("personne.modifiee", connus[plan.cible], plan, None)

    def _roles(self, plans: list[LignePlan]) -> None:
        emails = {plan.valeurs["email"] for plan in plans}
        comptes = {c.email: c for c in Utilisateur.objects.filter(email__in=emails)}
        accords = [
            Accord(
                self.gestionnaires[plan.valeurs["siret"]].pk,
                Demande(
                    comptes[plan.valeurs["email"]],
                    plan.valeurs["role"],
                    self._equipements_de(plan),
                    plan.valeurs["du"],
                    plan.valeurs.get("au"),
                ),
            )
            for plan in plans
        ]
        debut = self.faites
        accorder_plusieurs(
            self.caf,
            accords,
            acteur=self.acteur,
            avancer=lambda signes: self.avancer(debut + signes),
        )

    def _equipements_de(self, plan: LignePlan) -> frozenset[int] | None:
        if plan.reference is None:
            return None
        return frozenset(r if isinstance(r, int) else self.nouveaux[r].pk for r in plan.reference)

    def _charger(self, lignes: Any, plans: Iterable[LignePlan]) -> dict[int, Any]:
        """Rows that the lines change, locked in one order."""
        cibles = [plan.cible for plan in plans if plan.cible is not None]
        verrouillees = lignes.select_for_update(of=("self",), no_key=True).order_by("pk")
        return {objet.pk: objet for objet in verrouillees.filter(pk__in=cibles)}

    def _dire(
        self,
        action: str,
        objet: models.Model,
        plan: LignePlan,
        gestionnaire_id: int | None,
        **details: Any,
    ) -> None:
        self.faits.append(
            journal.Fait(
                **fait(
                    action,
                    objet,
                    self.acteur,
                    gestionnaire_id,
                    self.caf.pk,
                    "",
                    plan.changements,
                    {"importe": True, **details},
                )
            )
        )
