// Saves each field of a volet as one leaves it, one request at a time, each with the revision that
// the field was read at (docs/decisions/0014). The answer moves the page's revision forward, shows
// what others wrote, and brings the panel. Without this script, the buttons save.
(() => {
  const formulaire = document.getElementById("formulaire-volet");
  if (!formulaire?.dataset.saisie) return;
  const { volet } = formulaire.dataset;
  const attente = window.portailAttente;
  const champs = window.portailChamps(formulaire);
  const etatPage = document.getElementById("etat-saisie");
  const connexion = document.getElementById("session-dialogue").dataset.connexion;
  const DELAI = 20_000; // longest a button waits for what is on its way

  const file = new Map(); // chemin → {chemin, valeur, revision, genre}
  const conflits = new Map(); // chemin → {mienne, autre}
  const erreurs = new Set();
  const bases = new Map(); // chemin → revision of the value shown, where it is behind the page's
  let lot = null; // what is being sent, sent again as it is until the server answers
  let actif = false;
  let panne = ""; // "", "reseau", "serveur", "session", "refus"
  let message = "";
  let derniere = ""; // time of the last save
  let essais = 0;
  let minuterie = 0;
  let lenteur = 0;
  let dit = "";
  let envoiDuFormulaire = false;
  let revision = Number(formulaire.elements.revision.value);

  const enAttente = () => file.size + (lot?.contenu.length ?? 0);

  const direEtat = () => {
    const nombre = enAttente();
    const attendent = `${attente.combien(nombre)} en attente d’envoi`;
    const textes = {
      reseau: ["attention", `${attendent}. Le portail ne répond pas : gardez cette page ouverte, l’envoi reprendra dès que la connexion reviendra.`],
      serveur: ["erreur", `${attendent}. Le portail n’a pas pu enregistrer ; un nouvel essai aura lieu dans un instant.`],
      session: ["attention", `Votre session est fermée. ${attendent} : ce que vous avez saisi reste dans ce navigateur. `],
      refus: ["erreur", `${message} Rien de plus n’a été enregistré ; votre saisie reste affichée.`],
    };
    let [ton, texte] = textes[panne] ?? ["succes", derniere ? `Enregistré à ${derniere}` : ""];
    if (!panne && nombre) [ton, texte] = ["attente", "Enregistrement…"];
    else if (!panne && conflits.size) [ton, texte] = ["attention", `${attente.combien(conflits.size)} à choisir : deux valeurs ont été saisies en même temps.`];
    else if (!panne && erreurs.size) [ton, texte] = ["erreur", `${attente.combien(erreurs.size)} à corriger. Le reste est enregistré.`];
    clearTimeout(lenteur);
    // Said only when it lasts: otherwise each field would be announced twice.
    if (ton === "attente") lenteur = setTimeout(() => actif && dire(ton, texte), 800);
    else dire(ton, texte);
  };

  const dire = (ton, texte) => {
    if (dit === texte) return;
    dit = texte;
    etatPage.className = `etat-saisie etat-saisie--${ton}`;
    etatPage.textContent = texte;
    if (panne === "session") {
      const lien = document.createElement("a");
      Object.assign(lien, { href: connexion, target: "_blank", rel: "noopener", textContent: "Se reconnecter dans un nouvel onglet" });
      etatPage.append(lien);
    }
  };

  const garder = ({ chemin, valeur, revision: depuis, genre }) => {
    if (genre === "confirmer") return;
    const reserve = "reserve" in champs.bloc(chemin).dataset;
    const ou = { adresse: location.pathname + location.search, titre: document.title, libelle: champs.libelle(chemin) };
    attente.poser(volet, chemin, { valeur, revision: depuis, ...ou }, reserve);
  };

  const noter = (chemin) => {
    const valeur = champs.valeur(chemin);
    const enRoute = lot?.contenu.some((i) => i.chemin === chemin);
    const avant = file.get(chemin);
    const choix = conflits.get(chemin);
    if (choix) {
      // Both values were on the page: what is typed now is the choice.
      conflits.delete(chemin);
      bases.delete(chemin);
    } else if (!enRoute && champs.memes(valeur, champs.connue(chemin))) {
      file.delete(chemin);
      erreurs.delete(chemin);
      attente.oter(volet, chemin);
      if (avant || champs.bloc(chemin).classList.contains("champ--erreur")) champs.etat(chemin, "", "");
      return direEtat();
    }
    const article = { chemin, valeur, revision: avant?.revision ?? bases.get(chemin) ?? revision, genre: "valeur" };
    if (choix && champs.memes(valeur, choix.autre)) Object.assign(article, { valeur: choix.mienne, genre: "autre" });
    file.set(chemin, article);
    garder(article);
    return envoyer();
  };

  // Fields read at the same revision go together; the oldest first.
  const prendre = () => {
    if (!file.size) return null;
    const depuis = Math.min(...[...file.values()].map((i) => i.revision));
    const contenu = [...file.values()].filter((i) => i.revision === depuis);
    contenu.forEach((i) => file.delete(i.genre === "confirmer" ? `confirmer:${i.chemin}` : i.chemin));
    return { revision: depuis, contenu };
  };

  // Send one lot; return "" once the server has dealt with it, else what stops it.
  const transmettre = async (aEnvoyer) => {
    const { issue, contenu } = await window.portailEnvoi(formulaire, aEnvoyer);
    message = contenu.message ?? "";
    if (!issue) appliquer(aEnvoyer, contenu);
    if (issue !== "personne") return issue;
    // Somebody else is logged in here now: this page is not theirs. What waits is kept apart.
    envoiDuFormulaire = true;
    location.reload();
    return "refus";
  };

  const appliquer = (recu, r) => {
    revision = Math.max(revision, r.revision);
    const partis = new Set(recu.contenu.map((i) => i.chemin));
    Object.keys(r.autres).forEach((c) => {
      if (!champs.bloc(c) || partis.has(c) || champs.memes(r.valeurs[c], champs.connue(c))) return;
      if (file.has(c) || conflits.has(c)) return;
      if (champs.estModifie(c)) {
        bases.set(c, bases.get(c) ?? recu.revision); // being typed: its save will tell of both values
        return;
      }
      champs.ecrire(c, r.valeurs[c]);
      champs.apprendre(c, r.valeurs[c]);
      champs.etat(c, "info", `${r.autres[c]}.`);
    });
    recu.contenu.forEach((article) => regler(article, r));
    r.confirmees.forEach((c) => champs.bloc(c) && champs.confirmer(c));
    if (r.ecrits.length || r.confirmees.length) derniere = r.heure;
    formulaire.elements.revision.value = revision;
    champs.conditions();
    montrerPanneau(r.panneau);
    document.dispatchEvent(new CustomEvent("portail:echange"));
  };

  const regler = ({ chemin, valeur, revision: depuis, genre }, r) => {
    const suivant = file.get(chemin);
    erreurs.delete(chemin);
    if (genre === "confirmer") return;
    if (r.erreurs[chemin]) {
      bases.set(chemin, depuis);
      if (suivant) return;
      erreurs.add(chemin);
      champs.erreur(chemin, r.erreurs[chemin]);
    } else if (r.conflits[chemin]) {
      bases.set(chemin, depuis);
      champs.apprendre(chemin, r.valeurs[chemin]);
      if (suivant) return;
      conflits.set(chemin, { mienne: valeur, autre: r.valeurs[chemin] });
      champs.conflit(chemin, r.conflits[chemin]);
    } else {
      const gardee = genre === "autre" ? champs.connue(chemin) : (r.valeurs[chemin] ?? valeur);
      bases.delete(chemin);
      champs.apprendre(chemin, gardee);
      if (suivant) {
        suivant.revision = r.revision; // typed over what has just been saved
        garder(suivant);
        return;
      }
      attente.oter(volet, chemin);
      if (!champs.aLeFocus(chemin) && champs.memes(champs.valeur(chemin), valeur)) champs.ecrire(chemin, gardee);
      champs.etat(chemin, "succes", genre === "autre" ? "L’autre valeur est gardée" : `Enregistré à ${r.heure}`);
    }
  };

  // Not under the hand of somebody who reads it: then when they leave it.
  const montrerPanneau = (html) => {
    const ancien = document.getElementById("panneau");
    if (ancien.contains(document.activeElement)) {
      ancien.addEventListener("focusout", () => setTimeout(() => montrerPanneau(html)), { once: true });
      return;
    }
    const ouverts = [...ancien.querySelectorAll("details")].map((d) => d.open);
    ancien.outerHTML = html;
    document.querySelectorAll("#panneau details").forEach((d, rang) => (d.open = ouverts[rang] ?? false));
  };

  const envoyer = async () => {
    if (actif || panne === "refus") return direEtat();
    actif = true;
    clearTimeout(minuterie);
    while ((lot ??= prendre())) {
      direEtat();
      panne = await transmettre(lot);
      if (panne) break;
      lot = null;
      essais = 0;
    }
    actif = false;
    if (panne) {
      [...(lot?.contenu ?? []), ...file.values()].forEach(
        (i) => i.genre !== "confirmer" && champs.etat(i.chemin, panne === "refus" ? "erreur" : "attente", panne === "refus" ? "Non enregistré" : "En attente d’envoi"),
      );
      if (panne === "reseau" || panne === "serveur") minuterie = setTimeout(envoyer, Math.min(60_000, 5_000 * 2 ** essais++));
    }
    return direEtat();
  };

  // Ask what changed elsewhere: the page comes from the browser's memory, not from the server.
  const synchroniser = async () => {
    if (!lot) lot = { revision, contenu: [] };
    await envoyer();
  };

  const auCalme = async (delai) => {
    const fin = Date.now() + delai;
    while (actif && Date.now() < fin) await new Promise((suite) => setTimeout(suite, 50));
    return !enAttente();
  };

  const noterLeChampEnCours = () => {
    const chemin = document.activeElement?.closest?.("[data-champ]")?.dataset.champ;
    if (chemin && formulaire.contains(document.activeElement) && champs.estModifie(chemin) && !conflits.has(chemin) && !erreurs.has(chemin)) noter(chemin);
  };

  formulaire.addEventListener("change", ({ target }) => {
    const chemin = target.closest("[data-champ]")?.dataset.champ;
    if (!chemin) return;
    champs.conditions();
    if (target.name === chemin) noter(chemin);
    else if (target.name === "confirmer") {
      if (target.checked) file.set(`confirmer:${chemin}`, { chemin, revision, genre: "confirmer" });
      else file.delete(`confirmer:${chemin}`);
      envoyer();
    }
  });

  formulaire.addEventListener("click", ({ target }) => {
    const { choix, chemin } = target.closest("[data-choix]")?.dataset ?? {};
    const conflit = conflits.get(chemin);
    if (!choix || !conflit) return;
    conflits.delete(chemin);
    bases.delete(chemin);
    if (choix === "autre") champs.ecrire(chemin, conflit.autre);
    champs.etat(chemin, "", "");
    champs.bloc(chemin).querySelector("input, textarea").focus();
    file.set(chemin, { chemin, valeur: conflit.mienne, revision, genre: choix === "autre" ? "autre" : "valeur" });
    champs.conditions();
    envoyer();
  });

  // A button saves the whole page: after what is on its way, once, and never over a choice to make.
  formulaire.addEventListener("submit", async (e) => {
    if (envoiDuFormulaire) return e.preventDefault();
    noterLeChampEnCours();
    if (!enAttente() && !conflits.size) return (envoiDuFormulaire = true);
    e.preventDefault();
    const bouton = e.submitter;
    if (!actif) envoyer();
    if (!(await auCalme(DELAI)) || conflits.size) {
      const cible = conflits.size ? champs.bloc(conflits.keys().next().value) : null;
      (cible?.querySelector(".conflit-champ [tabindex]") ?? etatPage).focus();
      return direEtat();
    }
    return formulaire.requestSubmit(bouton);
  });

  // A link waits for the save on its way, so that nobody is asked whether to leave.
  document.addEventListener("click", async (e) => {
    const lien = e.target.closest("a[href]");
    if (!lien || !actif || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    if (lien.target || lien.origin !== location.origin || (lien.pathname === location.pathname && lien.hash)) return;
    e.preventDefault();
    await auCalme(3_000);
    location.assign(lien.href);
  });

  window.addEventListener("beforeunload", (e) => {
    if (envoiDuFormulaire) return;
    noterLeChampEnCours();
    if (enAttente()) e.preventDefault();
  });
  window.addEventListener("pagehide", noterLeChampEnCours);
  window.addEventListener("pageshow", ({ persisted }) => {
    envoiDuFormulaire = false;
    if (persisted) synchroniser();
  });
  const reessayer = () => {
    if (panne && panne !== "refus") envoyer();
  };
  window.addEventListener("online", reessayer);
  window.addEventListener("focus", reessayer);
  document.addEventListener("visibilitychange", () => document.hidden || reessayer());
  // Another tab has just exchanged with the portal: the person may have logged in again there.
  window.addEventListener("storage", ({ key }) => key === "portail-dernier-echange" && reessayer());

  attente.lire(volet).forEach(({ chemin, valeur, revision: depuis }) => {
    if (!champs.bloc(chemin)) return;
    if (champs.memes(valeur, champs.connue(chemin))) return attente.oter(volet, chemin);
    champs.ecrire(chemin, valeur);
    file.set(chemin, { chemin, valeur, revision: depuis, genre: "valeur" });
  });
  champs.conditions();
  const retour = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (retour) synchroniser();
  else if (file.size) envoyer();
})();
