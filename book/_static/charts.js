// Makes the charts of a page live. The picture drawn at build time stays where this cannot run.
(() => {
  const font = getComputedStyle(document.body).fontFamily;

  const draw = async (figure) => {
    const specification = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    const picture = figure.querySelector(".chart-picture");
    const live = document.createElement("div");
    live.className = "chart-live";
    specification.width = "container";
    specification.config = { ...specification.config, font };
    live.style.visibility = "hidden"; // laid out, so that it has a width, but not seen before it is whole
    picture.after(live);
    try {
      // `ast`: expressions are interpreted, not compiled, as a strict Content-Security-Policy demands.
      await vegaEmbed(live, specification, {
        actions: false, ast: true, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true },
      });
      picture.remove();
      live.style.visibility = "";
    } catch (problem) {
      live.remove();
      throw problem;
    }
  };

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) { seen.unobserve(target); draw(target); }
    }
  }, { rootMargin: "300px" });
  for (const figure of document.querySelectorAll("figure.chart")) seen.observe(figure);
})();
