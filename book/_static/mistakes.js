// Beside every figure a link to the page for reporting mistakes, which is told the report and the place in its text.
// Built here and not in the pages: some hundred links would double the weight of a page.
(() => {
  const root = new URL("..", document.currentScript.src).href;
  const about = document.querySelector(".mistakes")?.dataset; // on the page of one report

  const link = (line, source) => {
    const words = line.innerText.replace(/\s+/g, " ").trim().slice(0, 300);
    const report = about?.report ?? line.querySelector("a[href*='report/']").textContent;
    const page = source ? source.href.slice(root.length) : `${about.page}#${line.id}`;
    const mistake = document.createElement("a");
    mistake.className = "mistake";
    mistake.href = `${root}mistake.html#${new URLSearchParams({ report, page, words })}`;
    mistake.textContent = "报错";
    mistake.setAttribute("aria-label", `报错:${words.slice(0, 40)}`);
    return mistake;
  };

  for (const line of document.querySelectorAll("article tr, article .finding")) {
    const source = line.querySelector(about ? "a[href^='#f']" : "a[href*='report/'][href*='#f']");
    if (line.querySelector("a.mistake") || !(source || (about && line.id))) continue;
    (line.querySelector("th") ?? line.querySelector("td:last-child") ?? line).append(" ", link(line, source));
  }
})();
