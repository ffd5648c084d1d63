"""docs/etats.md is what the transition table says."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from declarations import documentation
from declarations.regles.etats import Action, Etat


def test_le_document_des_etats_est_a_jour() -> None:
    call_command("documenter_etats", "--verifier", stdout=StringIO())


def test_un_document_perime_est_dit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "declarations.management.commands.documenter_etats.decrire_etats", lambda: "autre"
    )

    with pytest.raises(CommandError, match="pas à jour"):
        call_command("documenter_etats", "--verifier")


def test_chaque_etat_et_chaque_action_y_sont() -> None:
    texte = documentation.decrire_etats()

    for code in (*Etat, *Action):
        assert f"`{code}`" in texte
