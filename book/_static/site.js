// Colour mode, the side bars on a narrow screen, and folded parts that open when something in them is linked to.
(() => {
  const root = document.documentElement;

  for (const button of document.querySelectorAll("[data-colour-mode]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
      try { localStorage.setItem("mode", root.dataset.theme); } catch { /* private windows may refuse */ }
    });
  }

  // The theme keeps a <dialog> beside each side bar; the bar's content moves into it while it is open.
  for (const button of document.querySelectorAll("[data-opens]")) {
    const bar = document.getElementById(button.dataset.opens);
    const dialog = document.getElementById(`${button.dataset.opens}-modal`);
    if (!bar || !dialog) continue;
    const move = (from, to) => {
      to.append(...from.childNodes);
      to.classList.add(...from.classList);
      from.removeAttribute("class");
    };
    button.addEventListener("click", () => { move(bar, dialog); dialog.showModal(); });
    dialog.addEventListener("close", () => move(dialog, bar));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("a")) dialog.close();
    });
  }

  const openAround = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target?.closest("details:not([open])");
    if (folded) { folded.open = true; target.scrollIntoView(); }
  };
  window.addEventListener("hashchange", openAround);
  openAround();
})();
