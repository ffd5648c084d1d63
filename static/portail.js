// Small comforts; every page works without them.
(() => {
  document.documentElement.classList.add("js");

  // Menus are <details>: close them on Escape (focus goes back), and on a click or a Tab elsewhere.
  const ouverts = () => document.querySelectorAll("details.menu-repli[open]");
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    ouverts().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (e) => {
    ouverts().forEach((menu) => {
      if (!menu.contains(e.target)) menu.open = false;
    });
  });

  document.addEventListener("focusout", (e) => {
    const menu = e.target.closest("details.menu-repli");
    if (menu && e.relatedTarget && !menu.contains(e.relatedTarget)) menu.open = false;
  });

  // A page stays usable after a new login in another tab: its forms take the present token.
  const jeton = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  document.addEventListener("submit", (e) => {
    const champ = e.target.querySelector("[name=csrfmiddlewaretoken]");
    if (champ && jeton()) champ.value = jeton();
  });
  document.addEventListener("htmx:configRequest", (e) => {
    if (jeton()) e.detail.headers["X-CSRFToken"] = jeton();
  });

  // After a refused form, the reading starts at the summary of errors.
  const allerAuResume = (racine) => racine.querySelector("[data-resume-erreurs]")?.focus();
  document.addEventListener("DOMContentLoaded", () => allerAuResume(document));
  document.addEventListener("htmx:afterSwap", (e) => allerAuResume(e.target));

  // Say so when a fragment could not be fetched, rather than nothing.
  const prevenir = (texte) => {
    const zone = document.getElementById("avis");
    if (!zone) return;
    const notice = document.createElement("div");
    notice.className = "notice notice--erreur";
    notice.setAttribute("role", "alert");
    notice.textContent = texte;
    zone.replaceChildren(notice);
  };
  const SAISIE = "Ce que vous avez saisi est toujours affiché";
  document.addEventListener("htmx:sendError", () => {
    prevenir(`Le serveur n’a pas répondu. ${SAISIE} : vérifiez votre connexion, puis réessayez.`);
  });
  document.addEventListener("htmx:responseError", () => {
    prevenir(`La page n’a pas pu être mise à jour. ${SAISIE} : enregistrez, puis rechargez la page.`);
  });
  // Many folds: one button opens them all, then folds them all again.
  const animerLesPlis = (zone) => {
    const bouton = zone.querySelector("button");
    const plis = () => [...document.getElementById(bouton.getAttribute("aria-controls")).querySelectorAll("details")];
    const dire = () => (bouton.textContent = plis().every((pli) => pli.open) ? "Tout replier" : "Tout déplier");
    bouton.addEventListener("click", () => {
      const ouvrir = !plis().every((pli) => pli.open);
      plis().forEach((pli) => (pli.open = ouvrir));
      dire();
    });
    plis().forEach((pli) => pli.addEventListener("toggle", dire));
    zone.hidden = false;
    dire();
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-deplier]").forEach(animerLesPlis));

  // On paper everything is unfolded, then folded again as it was.
  let replies = [];
  addEventListener("beforeprint", () => {
    replies = [...document.querySelectorAll("main details:not([open], .menu-repli)")];
    replies.forEach((repli) => {
      repli.open = true;
    });
  });
  addEventListener("afterprint", () => {
    replies.forEach((repli) => {
      repli.open = false;
    });
  });
  // An ended session answers with the login page: never put it inside this one.
  document.addEventListener("htmx:beforeSwap", (e) => {
    const connexion = document.getElementById("session-dialogue")?.dataset.connexion;
    const adresse = e.detail.xhr.responseURL;
    if (!connexion || !adresse || new URL(adresse).pathname !== connexion) return;
    e.detail.shouldSwap = false;
    prevenir(`Votre session est fermée. ${SAISIE} : reconnectez-vous dans un nouvel onglet, puis reprenez ici.`);
  });
})();
