"""Definition files: what is asked, as data. One grammar, for grids and for questionnaires.

A definition is a TOML file. Its top keys are of the trade (the dispositif of a grid, the exercices
it covers), beside::

    [[repetitions]]                  # what some sections are asked for again and again
    code = "postes"                  # begins the paths of its rows: postes.p3.etp
    singulier = "poste"              # in a sentence
    pluriel = "postes"
    libelle = "Poste"                # at the head of a column
    ajout = true                     # those who type add the rows (false)
    libelle_depuis = ["prenom"]      # texts that, once typed, are the label of a row ([])
    dans = "themes"                  # the repetition it stands in, one level at most ("")

    [[sections]]                     # in the order of the page
    code = "temps"
    titre = "Temps de travail"
    aide = "…"                       # ("")
    repetition = "postes"            # asked on each of its rows; once without it

    [[sections.champs]]
    code = "etp"                     # unique in the file, whatever the section
    libelle = "ETP"
    type = "etp"                     # a kind of ``portal.saisie.regles.champs.TYPES``
    aide = "…"                       # ("")
    obligatoire = true               # (true)
    minimum = "0.5"                  # of a number; exact, "aucun" for none (0)
    maximum = 2                      # of a number (none)
    unite = "ETP"                    # of a number (that of its type)
    choix = [["a", "Libellé"]]       # of « choix » and « choix_multiples », code then label

What is between brackets is the value of a key left out. The trade adds its own keys to a section or
a field by extending the structures of ``schema``: a grid says ``volet`` and ``natures``.

``chargement.lire_definition`` reads a file into these structures, ``coherence`` checks what no key
tells alone, ``construction`` makes fields of them. A file is refused with **all** its mistakes at
once, each with the file and the path of its key:
``er-2.toml, sections.heures.champs.enfants.maximum : inférieur au minimum.`` A list of tables is
walked by code (``champs.enfants``), by rank where a table has no code of its own (``champs[3]``).
"""
