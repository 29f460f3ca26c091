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
  // A search result brings its words along: they are selected and scrolled to, wherever in a sentence they stand.
  const showWords = () => {
    const words = new URLSearchParams(location.search).get("find");
    const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT,
      (node) => (node.parentElement.tagName === "SCRIPT" ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    const nodes = [];
    while (words && walker.nextNode()) nodes.push(walker.currentNode);
    const text = nodes.map((node) => node.data).join("");
    const start = text.indexOf(words);
    if (!words || start < 0) return;
    const at = (offset) => {
      let number = 0;
      while (offset >= nodes[number].length) { offset -= nodes[number].length; number += 1; }
      return [nodes[number], offset];
    };
    const [last, end] = at(start + words.length - 1);
    const [first, begin] = at(start);
    const folded = first.parentElement.closest("details");
    if (folded) folded.open = true;
    getSelection().setBaseAndExtent(first, begin, last, end + 1);
    scrollBy(0, getSelection().getRangeAt(0).getBoundingClientRect().top - innerHeight / 3);
  };
  window.addEventListener("load", showWords);
  window.addEventListener("hashchange", openAround);
  openAround();
})();
