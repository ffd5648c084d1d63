"""The job of an installation and of an upgrade: its steps, in order, each a command of its own.

``tests/installation/test_services.py`` runs it for real, on an empty database and again.
"""

from collections.abc import Iterator
from unittest.mock import Mock, patch

import pytest
from django.core.management import CommandError, call_command

MODULE = "portal.accueil.management.commands.preparer_la_base"
ETAPES = ("migrate", "accorder_service", "reconnaitre_la_base", "charger_referentiels")


@pytest.fixture
def etapes() -> Iterator[Mock]:
    with patch(f"{MODULE}.call_command") as appeler, patch(f"{MODULE}.connection") as connexion:
        appeler.attach_mock(connexion, "connexion")
        yield appeler


@pytest.mark.parametrize(("mots", "mur"), [((), False), (("--mur",), True)])
def test_dans_l_ordre_et_le_mur_si_on_le_demande(
    etapes: Mock, mots: tuple[str, ...], mur: bool
) -> None:
    call_command("preparer_la_base", *mots, verbosity=0)
    assert [appel.args[0] for appel in etapes.call_args_list] == list(ETAPES)
    assert {appel.kwargs["verbosity"] for appel in etapes.call_args_list} == {0}
    assert etapes.call_args_list[0].kwargs["interactive"] is False
    assert etapes.call_args_list[1].kwargs["mur"] is mur


def test_ce_que_les_migrations_ont_prepare_n_est_plus_la(etapes: Mock) -> None:
    """A reading planned before a column changes of type would be refused after."""
    call_command("preparer_la_base", verbosity=0)
    ordre = [appel[0] or appel.args[0] for appel in etapes.mock_calls]
    assert ordre == [ETAPES[0], "connexion.close", "connexion.close_pool", *ETAPES[1:]]


@pytest.mark.parametrize("rang", range(len(ETAPES)))
def test_une_etape_qui_echoue_arrete_les_suivantes(etapes: Mock, rang: int) -> None:
    """Nothing serves, then: Compose starts nobody before the job has ended well."""
    etapes.side_effect = [None] * rang + [CommandError("non")]
    with pytest.raises(CommandError, match="non"):
        call_command("preparer_la_base", verbosity=0)
    assert etapes.call_count == rang + 1
