"""Who may open the pages of the personal links: « jeton » is that of the commune of Aime."""

from tests.tables_acces.codes import CONSEILLERS, CONSEILLERS_CAF, soumis

# A link is for who has no account: whoever is logged in is told to log out first.
PAR_LIEN = "200 " + "409 " * 14

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("repondants:lien", ("jeton",), "get"): PAR_LIEN,
    ("repondants:lien", ("inconnu",), "get"): PAR_LIEN.replace("200", "404"),
    ("repondants:code", ("jeton",), "post"): PAR_LIEN,
    ("repondants:verification", ("jeton",), "get"): PAR_LIEN.replace("200", "302"),
    ("repondants:verification", ("jeton",), "post"): PAR_LIEN.replace("200", "422"),
    ("repondants:campagnes", (), "get"): CONSEILLERS,
    ("repondants:suivi", ("recensement",), "get"): CONSEILLERS_CAF,
    ("repondants:suivi", (999999,), "get"): CONSEILLERS.replace("200", "404"),
    ("repondants:inviter", ("recensement",), "get"): CONSEILLERS_CAF,
    ("repondants:inviter", ("recensement",), "post"): soumis(CONSEILLERS_CAF, "422"),
    ("repondants:relancer", ("recensement",), "post"): soumis(CONSEILLERS_CAF, "302"),
    ("repondants:revoquer", ("repondant",), "get"): CONSEILLERS_CAF,
    # Last: the link above is another one from then on.
    ("repondants:renvoyer", ("repondant",), "post"): soumis(CONSEILLERS_CAF, "302"),
}
