"""Accounts. One person, one account, whatever the number of roles and partners (DOMAINE §2, P)."""

from collections.abc import Iterator
from typing import Any

import pghistory
import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from portal.socle.requetes_ecrites import RequeteEcrite


class UtilisateurManager(BaseUserManager["Utilisateur"]):
    """Creates accounts; there is no open sign-up."""

    def create_user(self, email: str, password: str | None = None, **champs: Any) -> "Utilisateur":
        utilisateur = self.model(email=email.strip().lower(), **champs)
        utilisateur.set_password(password)
        utilisateur.save(using=self._db)
        return utilisateur

    def create_superuser(self, email: str, password: str, **champs: Any) -> "Utilisateur":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **champs)

    def get(self, *args: Any, **criteres: Any) -> "Utilisateur":
        """By its key alone, as ``django.contrib.auth`` asks at each request, written once."""
        pk = criteres.get("pk")
        if args or len(criteres) != 1 or type(pk) is not int:
            return super().get(*args, **criteres)
        lu = _PAR_CLE.premiere(pk)
        if lu is None:
            raise self.model.DoesNotExist
        return lu

    def get_by_natural_key(self, username: str | None) -> "Utilisateur":
        return self.get(email__iexact=username)


@pghistory.track(exclude=["password", "last_login"])
class Utilisateur(AbstractBaseUser, PermissionsMixin):
    """A person who logs in with an e-mail address."""

    email = models.EmailField(
        "adresse électronique",
        unique=True,
        error_messages={"unique": "Un compte existe déjà avec cette adresse électronique."},
    )
    prenom = models.CharField("prénom", max_length=100)
    nom = models.CharField("nom", max_length=100)
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    is_active = models.BooleanField("compte actif", default=True)
    is_staff = models.BooleanField("accès à l’administration technique", default=False)
    desactive_le = models.DateTimeField("désactivé le", null=True, blank=True, editable=False)
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = UtilisateurManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["prenom", "nom"]

    class Meta:
        verbose_name = "utilisateur"
        ordering = ["nom", "prenom", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="utilisateur_email_en_minuscules",
                violation_error_message="L’adresse électronique s’écrit en minuscules.",
            ),
        ]

        triggers = [
            # Written by the database alone, so that no way of deactivating somebody forgets it.
            pgtrigger.Trigger(
                name="date_desactivation",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=(
                    "NEW.desactive_le = CASE WHEN OLD.is_active AND NOT NEW.is_active "
                    "THEN clock_timestamp() ELSE OLD.desactive_le END; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.nom_complet

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def get_session_auth_hash(self) -> str:
        """What ties a session to its person: their password, and their last deactivation.

        The sessions of somebody deactivated never come back, even when the account does.
        """
        return self._de_sa_generation(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under the former secret keys."""
        return map(self._de_sa_generation, super().get_session_auth_fallback_hash())

    def _de_sa_generation(self, empreinte: str) -> str:
        if self.desactive_le is None:
            return empreinte
        return f"{empreinte}-{self.desactive_le.timestamp():.6f}"

    @property
    def nom_complet(self) -> str:
        return f"{self.prenom} {self.nom}".strip() or self.email

    def get_full_name(self) -> str:
        return self.nom_complet

    def get_short_name(self) -> str:
        return self.prenom


_PAR_CLE = RequeteEcrite(lambda pk: Utilisateur.objects.filter(pk=pk).order_by())
