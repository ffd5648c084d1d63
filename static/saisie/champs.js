// Fields of a volet on the page: their value, their state, what goes beside them. No request here.
export const champsDe = (formulaire) => {
  const connues = new Map(); // chemin → the value that the server has, as far as this page knows
  const bloc = (chemin) => formulaire.querySelector(`[data-champ="${CSS.escape(chemin)}"]`);
  const entrees = (chemin) => [...bloc(chemin).querySelectorAll(`[name="${CSS.escape(chemin)}"]`)];
  const chemins = () => [...formulaire.querySelectorAll("[data-champ]")].map((b) => b.dataset.champ);
  const estListe = (chemin) => entrees(chemin)[0]?.type === "checkbox";
  const estChoix = (chemin) => ["checkbox", "radio"].includes(entrees(chemin)[0]?.type);
  const memes = (a, b) => JSON.stringify([a].flat()) === JSON.stringify([b].flat());

  // What the page came with: a list (select) keeps it on its options.
  const initiale = (champ) =>
    champ.tagName === "SELECT" ? ([...champ.options].find((o) => o.defaultSelected)?.value ?? "") : champ.defaultValue;

  // A box beside a field stands for any other answer (« ne sait pas »).
  const valeur = (chemin, propriete = "checked", lire = (champ) => champ.value) => {
    const champs = entrees(chemin);
    if (!estChoix(chemin)) return champs.slice(1).find((c) => c[propriete])?.value ?? lire(champs[0]);
    const choisies = champs.filter((c) => c[propriete]).map((c) => c.value);
    return estListe(chemin) ? choisies : (choisies[0] ?? "");
  };

  const ecrire = (chemin, nouvelle) => {
    if (!estChoix(chemin)) {
      const [champ, ...cases] = entrees(chemin);
      cases.forEach((c) => (c.checked = c.value === nouvelle));
      champ.value = cases.some((c) => c.checked) ? "" : nouvelle;
    } else entrees(chemin).forEach((c) => (c.checked = [nouvelle].flat().includes(c.value)));
  };

  // What stands alone unticks the others, and what is said beside it unticks what stands alone.
  const accorder = (chemin, cible) => {
    const autres = entrees(chemin).filter((c) => c !== cible);
    if ("exclusif" in cible.dataset) {
      if (cible.checked) autres.forEach((c) => (["checkbox", "radio"].includes(c.type) ? (c.checked = false) : (c.value = "")));
    } else if (cible.value) autres.filter((c) => "exclusif" in c.dataset && c.type === "checkbox").forEach((c) => (c.checked = false));
  };

  const apprendre = (chemin, nouvelle) => connues.set(chemin, estListe(chemin) ? [nouvelle].flat().filter(Boolean) : nouvelle);
  const connue = (chemin) => connues.get(chemin);
  const estModifie = (chemin) => !memes(valeur(chemin), connue(chemin));
  const aLeFocus = (chemin) => bloc(chemin).contains(document.activeElement);
  // As it is read away from its page: the row is named with the field.
  const libelle = (chemin) => bloc(chemin).dataset.nom ?? bloc(chemin).querySelector("label, legend").innerText.trim();

  const zone = (chemin, nom) => document.getElementById(`${bloc(chemin).dataset.identifiant}-${nom}`);
  const decrire = (chemin, identifiant, present) => {
    const cibles = bloc(chemin).tagName === "FIELDSET" ? [bloc(chemin)] : entrees(chemin);
    cibles.forEach((cible) => {
      const ids = new Set((cible.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
      if (present) ids.add(identifiant);
      else ids.delete(identifiant);
      if (ids.size) cible.setAttribute("aria-describedby", [...ids].join(" "));
      else cible.removeAttribute("aria-describedby");
    });
  };

  const effacerErreur = (chemin) => {
    const ancienne = zone(chemin, "erreur");
    if (ancienne) decrire(chemin, ancienne.id, false);
    ancienne?.remove();
    bloc(chemin).classList.remove("champ--erreur", "champ--alerte");
    entrees(chemin).forEach((c) => c.removeAttribute("aria-invalid"));
  };

  // The state of a field, in words, under its label; the page says it aloud once for all of them.
  const etat = (chemin, ton, texte) => {
    effacerErreur(chemin);
    const ligne = document.createElement("p");
    ligne.className = `champ-etat-texte champ-etat--${ton}`;
    ligne.textContent = texte;
    zone(chemin, "etat")?.replaceChildren(...(texte ? [ligne] : []));
  };

  const erreur = (chemin, message) => {
    etat(chemin, "", "");
    const boite = document.createElement("div");
    boite.id = `${bloc(chemin).dataset.identifiant}-erreur`;
    const ligne = document.createElement("p");
    ligne.className = "champ-erreur";
    ligne.innerHTML = '<span class="visually-hidden">Erreur : </span>';
    ligne.append(`${message} Votre saisie n’est pas enregistrée.`);
    boite.append(ligne);
    bloc(chemin).querySelector("label, legend").after(boite);
    bloc(chemin).classList.add("champ--erreur");
    entrees(chemin).forEach((c) => c.setAttribute("aria-invalid", "true"));
    decrire(chemin, boite.id, true);
  };

  // What is kept and does not stand with the rest: said beside the field, which is saved.
  const alerter = (chemin, message) => {
    const ancienne = zone(chemin, "alerte");
    if ((ancienne?.textContent.trim() ?? "").endsWith(message) && !!ancienne === !!message) return;
    if (ancienne) decrire(chemin, ancienne.id, false);
    ancienne?.remove();
    bloc(chemin).classList.toggle("champ--alerte", !!message);
    if (!message) return;
    const boite = document.createElement("div");
    boite.id = `${bloc(chemin).dataset.identifiant}-alerte`;
    const ligne = document.createElement("p");
    ligne.className = "champ-alerte";
    ligne.innerHTML = '<span class="visually-hidden">Attention : </span>';
    ligne.append(message);
    boite.append(ligne);
    bloc(chemin).querySelector("label, legend").after(boite);
    decrire(chemin, boite.id, true);
  };

  const conflit = (chemin, fragment) => {
    etat(chemin, "", "");
    zone(chemin, "etat").innerHTML = fragment;
    bloc(chemin).classList.add("champ--alerte");
  };

  const confirmer = (chemin) => {
    const repris = zone(chemin, "repris");
    if (!repris) return;
    const avaitLeFocus = repris.contains(document.activeElement);
    const dit = document.createElement("p");
    dit.className = "champ-etat-texte champ-etat--succes";
    dit.textContent = "Confirmé";
    dit.tabIndex = -1;
    decrire(chemin, repris.id, false);
    repris.replaceWith(dit);
    if (avaitLeFocus) dit.focus();
  };

  // Fields asked for only when a yes/no says so: hidden with what they hold, never emptied.
  const conditions = () =>
    formulaire.querySelectorAll("[data-si]").forEach((b) => {
      const reponses = [...formulaire.querySelectorAll(`[name$="${CSS.escape(b.dataset.si)}"]`)];
      const ici = reponses.some((r) => r.value === "oui" && (r.tagName === "SELECT" || r.checked));
      b.hidden = !ici && !("siAilleurs" in b.dataset);
    });

  // A browser may bring back what an older visit had typed: what waits is in attente.js, and sent.
  formulaire.reset();
  // Fields that come later are learnt when they come.
  const decouvrir = () => chemins().filter((c) => !connues.has(c)).forEach((c) => apprendre(c, valeur(c, "defaultChecked", initiale)));
  decouvrir();
  return { bloc, chemins, valeur, ecrire, accorder, apprendre, connue, memes, estModifie, estListe, aLeFocus, libelle, etat, erreur, alerter, conflit, decouvrir, confirmer, conditions };
};
