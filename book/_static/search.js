// The search page: asks the index that Pagefind left beside the site. Needs a web server: browsers read no files.
// The index has a blank before every Chinese character and number (see _ext/pagefind_index.py); so has the query.
(() => {
  const SHOWN = 30;
  const state = document.getElementById("search-state");
  const list = document.getElementById("search-results");
  const words = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  document.getElementById("search-words").value = words;

  const spaced = (text) => text.replaceAll('"', " ")
    .replace(/(?=[㐀-鿿豈-﫿])|(?<![A-Za-z0-9.,%/-])(?=[A-Za-z0-9])/g, " ").replace(/\s+/g, " ").trim();
  // Blanks beside Chinese characters go out again, and marks that then touch become one.
  const closed = (text) => text.replace(/\s+(?=(<mark>)?[㐀-鿿豈-﫿])/g, "")
    .replace(/([㐀-鿿豈-﫿,。;:、!?“”《》()](<\/mark>)?)\s+/g, "$1").replaceAll("</mark><mark>", "")
    .replace(/([,。;:、!?(《]+)<\/mark>/g, "</mark>$1");

  // The page is told the words, and shows them (see site.js); where no script runs, the heading above them.
  const toWords = ({ url, excerpt }) => {
    const found = new DOMParser().parseFromString(closed(excerpt), "text/html").querySelector("mark")?.textContent;
    const [page, anchor] = url.replace(/^\//, list.dataset.root).split("#");
    return `${page}?find=${encodeURIComponent(found ?? words)}${anchor ? `#${anchor}` : ""}`;
  };

  const entry = ({ url, meta, excerpt, sub_results: parts }) => {
    const item = document.createElement("li");
    const place = parts.find((part) => part.anchor && part.excerpt.includes("<mark>")) ?? { url, excerpt };
    const link = document.createElement("a");
    link.href = toWords(place);
    link.textContent = closed(meta.title);
    const text = document.createElement("p");
    text.innerHTML = closed(place.excerpt); // made by Pagefind from the site's own pages, escaped but for <mark>
    item.append(link, text);
    return item;
  };

  const show = async () => {
    const pagefind = await import(new URL(`${list.dataset.root}pagefind/pagefind.js`, location.href));
    await pagefind.options({ excerptLength: 50, baseUrl: "/" });
    // First the words as they stand; only where no page has them so, pages that have all of their parts.
    const exact = await pagefind.search(`"${spaced(words)}"`);
    const { results } = exact.results.length ? exact : await pagefind.search(spaced(words));
    const none = results.length ? `没有一页写着“${words}”;有其中一些字的 ${results.length} 页` : `没有找到“${words}”。可以换一个更短的词。`;
    state.textContent = exact.results.length ? `“${words}”:${results.length} 页` : none;
    const pages = await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
    const named = (page) => (closed(page.meta.title).includes(words) ? 0 : 1);
    list.replaceChildren(...pages.sort((one, other) => named(one) - named(other)).map(entry));
  };

  if (words && location.protocol === "file:") state.textContent = "直接从文件打开时不能搜索;放到任何网站服务器上就可以。";
  else if (words) show().catch(() => { state.textContent = "搜索没有打开,请稍后再试。"; });
})();
