// The search page: asks the index that Pagefind left beside the site. Needs a web server: browsers read no files.
(() => {
  const state = document.getElementById("search-state");
  const list = document.getElementById("search-results");
  const words = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  document.getElementById("search-words").value = words;

  const entry = ({ url, meta, excerpt, sub_results: parts }) => {
    const item = document.createElement("li");
    const place = parts.find((part) => part.anchor && part.excerpt.includes("<mark>")) ?? { url, excerpt };
    const link = document.createElement("a");
    link.href = place.url;
    link.textContent = meta.title;
    const text = document.createElement("p");
    text.innerHTML = place.excerpt; // made by Pagefind from the site's own pages, escaped but for <mark>
    item.append(link, text);
    return item;
  };

  const show = async () => {
    const pagefind = await import(new URL(list.dataset.bundle, location.href));
    await pagefind.options({ excerptLength: 24 });
    // First the words as they stand; only where no page has them so, pages that have all of their parts.
    const exact = await pagefind.search(`"${words}"`);
    const { results } = exact.results.length ? exact : await pagefind.search(words);
    state.textContent = results.length ? `“${words}”:${results.length} 页` : `没有找到“${words}”。可以换一个更短的词。`;
    const pages = await Promise.all(results.slice(0, 30).map((result) => result.data()));
    list.replaceChildren(...pages.map(entry));
  };

  if (words && location.protocol === "file:") state.textContent = "直接从文件打开时不能搜索;放到任何网站服务器上就可以。";
  else if (words) show().catch(() => { state.textContent = "搜索没有打开,请稍后再试。"; });
})();
