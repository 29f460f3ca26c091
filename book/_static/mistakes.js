// Beside every figure of a report a link to the page for reporting mistakes, which is told the report and the place.
// Built here and not in the page: some hundred links would double its weight.
(() => {
  const { report, page } = document.querySelector(".mistakes").dataset;

  const link = (line) => {
    const source = line.querySelector("a[href^='#f']");
    const words = line.innerText.replace(/\s+/g, " ").trim().slice(0, 300);
    const told = new URLSearchParams({ report, page: page + (source?.getAttribute("href") ?? `#${line.id}`), words });
    const mistake = document.createElement("a");
    mistake.className = "mistake";
    mistake.href = `../mistake.html#${told}`;
    mistake.textContent = "报错";
    mistake.setAttribute("aria-label", `报错:${words.slice(0, 40)}`);
    return mistake;
  };

  for (const line of document.querySelectorAll("tr[id], .finding[id]")) {
    (line.querySelector("th") ?? line.querySelector("td:last-child") ?? line).append(" ", link(line));
  }
})();
