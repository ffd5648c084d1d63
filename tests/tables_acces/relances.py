"""Pages of the reminders, and the box of the demonstration."""

from tests.tables_acces.codes import (
    CONSEILLER,
    CONSEILLERS,
    CONSEILLERS_CAF,
    INSTRUCTEURS,
    LECTURE_DOSSIER,
    TOUS,
    soumis,
)

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("relances:previsions", (), "get"): INSTRUCTEURS,
    ("relances:envoyer", (), "get"): CONSEILLERS,
    ("relances:resume", (), "get"): CONSEILLERS,
    ("relances:campagne", ("campagne",), "get"): CONSEILLERS_CAF,
    ("relances:campagne", ("campagne",), "post"): soumis(CONSEILLERS_CAF, "302"),
    ("relances:suspendre", ("campagne",), "get"): CONSEILLERS_CAF,
    ("relances:suspendre", ("campagne",), "post"): soumis(CONSEILLERS_CAF, "422"),
    ("relances:lever_la_pause", ("campagne",), "post"): soumis(CONSEILLERS_CAF, "302"),
    ("relances:dossier", ("d",), "get"): LECTURE_DOSSIER,
    ("relances:ecarter", ("d", "alice"), "get"): CONSEILLER,
    ("relances:ecarter", ("d", "alice"), "post"): soumis(CONSEILLER, "422"),
    ("relances:retablir", ("relance",), "post"): soumis(CONSEILLER, "302"),
    ("relances:courriel", ("envoi",), "get"): LECTURE_DOSSIER,
    ("relances:reessayer", ("envoi",), "post"): soumis(CONSEILLER, "302"),
    ("courriels:boite", (), "get"): TOUS,
    ("courriels:courriel", ("courriel",), "get"): TOUS,
    ("courriels:html", ("courriel",), "get"): TOUS,
}
