// The map page: a map drawn in the browser from the layers that the desk serves, and a picture
// drawn by the desk where the browser cannot. Every state has an address.

import { drawn, marks, patterns } from "./map_layers.js";

const frame = document.getElementById("map-frame");
const box = document.getElementById("map");
const told = document.getElementById("map-told");
const slider = document.getElementById("during");
const sliderTold = document.getElementById("during-told");
const periods = JSON.parse(document.getElementById("periods").textContent);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

const during = () => periods[slider.value - 1] ?? "";
const withQuery = (address, extra) => {
  const url = new URL(address, location.href);
  for (const [name, value] of Object.entries(extra)) if (value !== "") url.searchParams.set(name, value);
  return url;
};
const asJson = async (address, extra = {}) => {
  const answer = await fetch(withQuery(address, extra));
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
};
const later = (work, wait) => {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(work, wait); };
};

function pictured() {
  if (box.querySelector("img")) return;
  const picture = document.createElement("img");
  picture.className = "map-picture";
  picture.alt = box.dataset.label;
  const show = () => { picture.src = withQuery(frame.dataset.picture, { during: during() }); };
  show();
  slider.addEventListener("change", show);
  box.replaceChildren(picture);
  told.textContent = told.dataset.failed;
}

// The table below the map follows the slider.
async function tabled() {
  const address = new URL(location.href);
  if (during()) address.searchParams.set("during", during()); else address.searchParams.delete("during");
  address.searchParams.delete("page");
  history.replaceState(null, "", address);
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  const fresh = page.getElementById("incident-table");
  if (fresh) document.getElementById("incident-table").replaceWith(fresh);
}

slider.addEventListener("input", () => { sliderTold.textContent = during() || sliderTold.dataset.all; });
slider.addEventListener("change", tabled);
document.getElementById("map-tools").addEventListener("submit", (event) => event.preventDefault());

// Layers that are off at first and were turned on stand in the address.
function addressed() {
  const on = [...document.querySelectorAll("[data-layer]:not([data-first]):checked")].map((each) => each.dataset.layer);
  const address = new URL(location.href);
  if (on.length) address.searchParams.set("layers", on.join(",")); else address.searchParams.delete("layers");
  history.replaceState(null, "", address);
}

function turnedOn(map, wanted, on) {
  for (const layer of map.getStyle().layers) {
    if (layer.metadata?.group === wanted) map.setLayoutProperty(layer.id, "visibility", on ? "visible" : "none");
  }
}

function popped(library, map, event) {
  const [found] = map.queryRenderedFeatures(event.point, { layers: ["incident-marks", "incident-symbols", "clusters", "post-marks"] });
  if (!found) return;
  const at = found.geometry.coordinates;
  const about = found.properties;
  if (about.kind === "cluster") {
    const wide = about.east - about.west + about.north - about.south;
    if (wide > 0.002 && map.getZoom() < 14) {
      map.fitBounds([[about.west, about.south], [about.east, about.north]], { padding: 60, maxZoom: map.getZoom() + 4, animate: !calm });
      return;
    }
  }
  const inside = document.createElement("div");
  const title = document.createElement("h3");
  const lines = [];
  if (about.kind === "cluster") {
    title.textContent = about.count;
    lines.push(about.letters);
  } else {
    title.textContent = about.title;
    title.lang = "en";
    lines.push(about.status ?? "", `${about.grade} · ± ${(about.doubt_m / 1000).toFixed(1)} km`);
  }
  inside.append(title, ...lines.filter(Boolean).map((words) => {
    const line = document.createElement("p");
    line.textContent = words;
    return line;
  }));
  if (about.kind === "incident" && document.getElementById(found.id ?? about.id)) {
    const link = document.createElement("a");
    link.href = `#${about.id}`;
    link.textContent = about.id;
    inside.append(link);
  }
  new library.Popup({ maxWidth: "22rem" }).setLngLat(at).setDOMContent(inside).addTo(map);
}

async function baseMap(library) {
  if (!frame.dataset.base) return null;
  await scripted("/static/vendor/pmtiles.js");
  const protocol = new globalThis.pmtiles.Protocol();
  const archive = new globalThis.pmtiles.PMTiles(new URL(frame.dataset.base, location.href).href);
  protocol.add(archive);
  library.addProtocol("pmtiles", protocol.tile);
  return { url: `pmtiles://${archive.source.getKey()}`, header: await archive.getHeader(), meta: await archive.getMetadata() };
}

function scripted(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

async function start() {
  if (!frame.dataset.library) return;
  const library = await import(frame.dataset.library);
  const ground = await asJson(frame.dataset.ground);
  if (!ground.bounds) { pictured(); return; }
  const rightToLeft = "/static/vendor/mapbox-gl-rtl-text.js";
  if (library.getRTLTextPluginStatus() === "unavailable") {
    library.setRTLTextPlugin(new URL(rightToLeft, location.href).href, false).catch(() => {});
  }
  const base = await baseMap(library).catch(() => null);
  box.replaceChildren();
  const map = new library.Map({
    container: box,
    style: drawn(ground, base, getComputedStyle(document.documentElement)),
    bounds: ground.bounds,
    fitBoundsOptions: { padding: 40 },
    hash: "view",
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: calm ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }));
  map.addControl(new library.ScaleControl());
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", box.dataset.label);

  let symbols = null;
  let asked = 0;
  const incidents = async () => {
    const turn = ++asked;
    const seen = map.getBounds();
    const clip = (value, most) => Math.max(-most, Math.min(most, value)).toFixed(5);
    const bbox = [clip(seen.getWest(), 180), clip(seen.getSouth(), 90), clip(seen.getEast(), 180), clip(seen.getNorth(), 90)].join(",");
    const answer = await asJson(frame.dataset.incidents, { bbox, zoom: map.getZoom().toFixed(2), during: during() });
    if (turn !== asked) return;
    for (const one of answer.points.features) one.properties.id = one.id;
    map.getSource("incidents").setData(answer.points);
    map.getSource("doubts").setData(answer.doubts);
    box.dataset.shown = answer.points.features.length;
  };
  let lookedAt = null;
  const looks = async () => {
    const wanted = [...document.querySelectorAll("[data-layer=looks], [data-layer=posts], [data-layer=symbols]")].some((each) => each.checked);
    if (!wanted || lookedAt === during()) return;
    lookedAt = during();
    const answer = await asJson(frame.dataset.looks, { during: during() });
    map.getSource("looks").setData(answer.looks);
    map.getSource("posts").setData(answer.posts);
  };
  map.on("load", async () => {
    for (const check of document.querySelectorAll("[data-layer]")) {
      turnedOn(map, check.dataset.layer, check.checked);
      check.addEventListener("change", () => {
        turnedOn(map, check.dataset.layer, check.checked);
        addressed();
        looks();
      });
    }
    map.on("moveend", later(incidents, 120));
    slider.addEventListener("input", later(incidents, 150));
    slider.addEventListener("change", looks);
    await incidents();
    await looks();
    map.once("idle", () => { box.dataset.ready = "true"; });
  });
  map.setMissingStyleImageResolver(async (id) => {
    const code = /^app6-(\d{20})$/.exec(id);
    if (!code) return;
    symbols ??= scripted("/static/vendor/milsymbol.js");
    await symbols;
    const symbol = new globalThis.ms.Symbol(code[1], { size: 44, fillColor: "#ffffff", frameColor: "#1b1f24", iconColor: "#1b1f24" });
    const picture = symbol.asCanvas(1);
    const pixels = picture.getContext("2d").getImageData(0, 0, picture.width, picture.height);
    if (!map.hasImage(id)) map.addImage(id, pixels, { pixelRatio: 2 });
  });
  map.on("style.load", async () => {
    for (const [name, picture] of [...patterns(ground.patterns), ...(await marks())]) {
      if (!map.hasImage(name)) map.addImage(name, picture, { pixelRatio: 2 });
    }
  });
  map.on("click", (event) => popped(library, map, event));
  document.addEventListener("click", (event) => {
    const wanted = event.target.closest(".goto");
    if (!wanted) return;
    map.jumpTo({ center: [Number(wanted.dataset.lon), Number(wanted.dataset.lat)], zoom: Math.max(map.getZoom(), 10) });
    box.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    canvas.focus({ preventScroll: true });
  });
}

start().catch((reason) => {
  console.warn("the map cannot be drawn here:", reason.message);
  pictured();
});
