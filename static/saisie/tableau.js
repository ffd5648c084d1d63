// A table of fields (data-tableau): arrows and Enter go from cell to cell, a block copied from a
// spreadsheet is laid from the cell where one is, and on a narrow screen rows come one at a time.
// Saving is not done here: each field laid says that it changed (feuille.js).
import { choisir, estUnBloc, lireBloc } from "./collage.js";

const ENTREE = "input:not([type=hidden]), select, textarea";
const entree = (caseDe) => caseDe?.querySelector("[data-champ]:not([hidden])")?.querySelector(ENTREE) ?? null;

export const animer = (tableau) => {
  const section = tableau.closest("section");
  const compteRendu = section.querySelector("[data-collage]");
  const rangees = () => [...tableau.querySelectorAll("[data-rangee]")].filter((r) => !r.hidden);
  const cases = (rangee) => [...rangee.querySelectorAll("[data-case]")].filter((c) => !c.hidden);

  const situer = (element) => {
    const ici = element.closest("[data-case]");
    const lignes = rangees();
    const y = lignes.indexOf(ici?.closest("[data-rangee]"));
    return y < 0 ? null : { y, x: cases(lignes[y]).indexOf(ici), lignes };
  };

  const aller = (depart, dy, dx) => {
    let { y, x } = depart;
    for (;;) {
      y += dy;
      x += dx;
      const cible = depart.lignes[y] && entree(cases(depart.lignes[y])[x]);
      if (!depart.lignes[y] || x < 0 || x >= cases(depart.lignes[y]).length) return false;
      if (!cible) continue;
      cible.focus();
      cible.select?.();
      return true;
    }
  };

  // In a text the side arrows move the cursor first; a list keeps its up and down arrows.
  const PAS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };
  const peutPartir = ({ key, target }) => {
    if (key === "Enter") return target.tagName !== "TEXTAREA" && target.type !== "checkbox";
    if (target.tagName === "SELECT") return key === "ArrowLeft" || key === "ArrowRight";
    if (target.tagName === "TEXTAREA" || target.type !== "text") return false;
    if (key === "ArrowLeft") return target.selectionEnd === 0 || target.selectionEnd - target.selectionStart === target.value.length;
    if (key === "ArrowRight") return target.selectionStart === target.value.length || target.selectionEnd - target.selectionStart === target.value.length;
    return true;
  };

  tableau.addEventListener("keydown", (e) => {
    const pas = PAS[e.key];
    if (!pas || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || !e.target.matches(ENTREE) || !peutPartir(e)) return;
    const depart = situer(e.target);
    if (!depart) return;
    const [dy, dx] = e.key === "Enter" && e.shiftKey ? [-1, 0] : pas;
    // Enter at the last line stays there: it never sends the form by surprise.
    if (aller(depart, dy, dx) || e.key === "Enter") e.preventDefault();
  });

  const nom = (champ) => tableau.querySelector(`label[for="${CSS.escape(champ.id)}"]`)?.textContent.trim() ?? champ.name;

  // Return why a text cannot be laid in a field, or null once it is.
  const poser = (champ, texte) => {
    if (["checkbox", "radio"].includes(champ.type)) return "à choisir dans la case";
    let valeur = texte;
    if (champ.tagName === "SELECT") {
      valeur = choisir(texte, [...champ.options].filter((o) => o.value).map((o) => [o.value, o.text]));
      if (valeur === null) return `« ${texte} » n’est pas un des choix`;
    } else if (champ.maxLength > 0 && texte.length > champ.maxLength) return `${champ.maxLength} caractères au plus`;
    if (champ.value === valeur) return null;
    champ.value = valeur;
    champ.dispatchEvent(new Event("change", { bubbles: true }));
    return null;
  };

  // What is laid is told at once; what the portal refuses is added as its answers come.
  let collage = null;
  const dire = () => {
    const { poses, refus, dehors } = collage;
    const acceptes = poses.size - [...refus.keys()].filter((c) => poses.has(c)).length;
    const titre = document.createElement("p");
    titre.append(`${acceptes} case${acceptes > 1 ? "s" : ""} collée${acceptes > 1 ? "s" : ""}. `);
    if (dehors) titre.append(`${dehors} valeur${dehors > 1 ? "s" : ""} de trop : le bloc dépasse le tableau. `);
    const annuler = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link btn-sm p-0", textContent: "Annuler le collage" });
    annuler.addEventListener("click", defaire);
    if (poses.size) titre.append(annuler);
    compteRendu.replaceChildren(titre);
    if (!refus.size) return;
    const liste = document.createElement("ul");
    refus.forEach(({ champ, raison }) => {
      const lien = Object.assign(document.createElement("a"), { href: `#${champ.id}`, textContent: nom(champ) });
      const ligne = document.createElement("li");
      ligne.append(lien, ` : ${raison}`);
      liste.append(ligne);
    });
    const intitule = document.createElement("p");
    intitule.append(`${refus.size} valeur${refus.size > 1 ? "s n’ont" : " n’a"} pas été comprise${refus.size > 1 ? "s" : ""} :`);
    compteRendu.append(intitule, liste);
  };

  const defaire = () => {
    const { poses } = collage;
    collage = null;
    poses.forEach(({ champ, avant }) => {
      if (champ.value === avant) return;
      champ.value = avant;
      champ.dispatchEvent(new Event("change", { bubbles: true }));
    });
    compteRendu.textContent = "Le collage est annulé : les valeurs d’avant sont revenues.";
    compteRendu.focus();
  };

  tableau.addEventListener("paste", (e) => {
    const texte = e.clipboardData?.getData("text/plain") ?? "";
    const depart = e.target.matches(ENTREE) && estUnBloc(texte) && situer(e.target);
    if (!depart) return;
    e.preventDefault();
    collage = { poses: new Map(), refus: new Map(), dehors: 0 };
    lireBloc(texte).forEach((ligne, dy) => ligne.forEach((valeur, dx) => {
      const rangee = depart.lignes[depart.y + dy];
      const cible = rangee && cases(rangee)[depart.x + dx];
      const champ = entree(cible);
      if (!cible) collage.dehors += valeur ? 1 : 0;
      else if (champ) {
        const avant = champ.value;
        const raison = poser(champ, valeur);
        if (raison) collage.refus.set(champ.name, { champ, raison });
        else if (champ.value !== avant) collage.poses.set(champ.name, { champ, avant });
      } else collage.dehors += valeur ? 1 : 0;
    }));
    dire();
  });

  document.addEventListener("portail:echange", ({ detail }) => {
    if (!collage) return;
    const { poses, refus } = collage;
    poses.forEach(({ champ }, c) => detail.erreurs[c] && refus.set(c, { champ, raison: detail.erreurs[c] }));
    detail.ecrits?.forEach((c) => refus.delete(c));
    dire();
  });

  uneAUne(tableau, section);
};

// On a narrow screen, one row at a time; « Suivant » saves nothing: fields are saved as one leaves them.
const uneAUne = (tableau, section) => {
  const barre = section.querySelector("[data-une-a-une]");
  const etroit = window.matchMedia("(max-width: 47.99rem)");
  const cles = [...new Set([...tableau.querySelectorAll("[data-ligne]")].map((e) => e.dataset.ligne))];
  let rang = 0;

  const montrer = () => {
    barre.hidden = !etroit.matches || cles.length < 2;
    tableau.classList.toggle("une-ligne", etroit.matches);
    tableau.querySelectorAll("[data-ligne]").forEach((e) => (e.hidden = etroit.matches && e.dataset.ligne !== cles[rang]));
    barre.querySelector("[data-rang]").textContent = `${rang + 1} sur ${cles.length}`;
    barre.querySelectorAll("[data-pas]").forEach((b) => (b.disabled = !cles[rang + Number(b.dataset.pas)]));
  };
  const ouvrir = (cle) => {
    if (!cles.includes(cle)) return;
    rang = cles.indexOf(cle);
    montrer();
  };

  barre.addEventListener("click", ({ target }) => {
    const pas = Number(target.closest("[data-pas]")?.dataset.pas ?? 0);
    if (!pas || !cles[rang + pas]) return;
    ouvrir(cles[rang + pas]);
    entree(tableau.querySelector(`[data-case][data-ligne="${CSS.escape(cles[rang])}"]`))?.focus();
  });
  // A link to a field, or an error, of another row brings its row.
  const viser = () => {
    const cible = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const ligne = cible && tableau.contains(cible) && cible.closest("[data-ligne]");
    if (!ligne) return;
    ouvrir(ligne.dataset.ligne);
    cible.scrollIntoView({ block: "center" });
    cible.focus();
  };
  window.addEventListener("hashchange", viser);
  etroit.addEventListener("change", montrer);
  montrer();
  viser();
};
