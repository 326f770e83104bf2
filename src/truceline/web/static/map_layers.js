// What the map is made of: sources and layers, the patterns of zones, the marks of statuses.

const empty = { type: "FeatureCollection", features: [] };
const dashes = [null, [9, 4], [12, 3, 2, 3], [3, 3], [16, 5], [8, 2, 2, 2, 2, 2]];
const letters = { C: "#0B5FA5", "?": "#6E6E6E", S: "#B45F00", B: "#7F0F1E", "-": "#4D4D4D", "": "#4D4D4D" };
const font = ["Noto Sans", "sans-serif"];

const byLetter = ["match", ["get", "letter"], ...Object.entries(letters).filter(([letter]) => letter).flat(), letters[""]];

function grouped(group, layer) { return { ...layer, metadata: { group } }; }

// The style as the library takes it. Colours of the ground follow the page's theme; the ink of
// zones, lines and statuses does not, as it has a meaning.
export function drawn(ground, base, page) {
  const dark = page.colorScheme.includes("dark");
  const sea = dark ? "#1c2731" : "#dfe8ee";
  const land = dark ? "#2a3138" : "#f7f5f0";
  const ink = dark ? "#e6e9ed" : "#26323f";
  const paper = dark ? "#14181d" : "#ffffff";
  const soft = dark ? "#7d8791" : "#9aa2aa";
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: "/static/vendor/land.geojson" },
      borders: { type: "geojson", data: "/static/vendor/borders.geojson" },
      ...(base ? { base: { type: base.header.tileType === 1 ? "vector" : "raster", url: base.url, tileSize: 256 } } : {}),
      zones: { type: "geojson", data: ground.zones },
      bands: { type: "geojson", data: ground.bands },
      lines: { type: "geojson", data: ground.lines },
      numbers: { type: "geojson", data: ground.numbers },
      places: { type: "geojson", data: ground.places },
      looks: { type: "geojson", data: empty },
      posts: { type: "geojson", data: empty },
      doubts: { type: "geojson", data: empty },
      incidents: { type: "geojson", data: empty },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": land } },
      ...ownBase(base, { ink: soft, land, sea }),
      grouped("borders", { id: "borders", type: "line", source: "borders", paint: { "line-color": soft, "line-width": 1.2, "line-dasharray": [4, 2, 1, 2] } }),
      grouped("zones", { id: "zone-fills", type: "fill", source: "zones", filter: ["get", "shaded"], paint: { "fill-pattern": ["concat", "zone-", ["get", "pattern"]], "fill-opacity": 0.85 } }),
      grouped("zones", { id: "zone-edges", type: "line", source: "zones", filter: ["get", "shaded"], paint: { "line-color": ["get", "ink"], "line-width": 1.3 } }),
      grouped("looks", { id: "look-fills", type: "fill", source: "looks", paint: { "fill-pattern": ["case", ["get", "denied"], "denied", "looked"], "fill-opacity": 0.8 } }),
      grouped("looks", { id: "look-edges", type: "line", source: "looks", paint: { "line-color": ink, "line-width": 1, "line-dasharray": [1, 2] } }),
      grouped("bands", { id: "bands", type: "fill", source: "bands", paint: { "fill-color": ink, "fill-opacity": 0.16 } }),
      ...dashes.map((dash, index) => grouped("lines", {
        id: `lines-${index}`, type: "line", source: "lines",
        filter: ["==", ["%", ["-", ["get", "number"], 1], dashes.length], index],
        paint: { "line-color": ink, "line-width": 2, ...(dash ? { "line-dasharray": dash.map((step) => step / 2) } : {}) },
      })),
      grouped("lines", { id: "line-names", type: "symbol", source: "lines", layout: { "symbol-placement": "line", "text-field": ["get", "title"], "text-font": font, "text-size": 12, "text-offset": [0, -0.9], "symbol-spacing": 420 }, paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.6 } }),
      grouped("places", { id: "place-names", type: "symbol", source: "places", filter: shownFrom, layout: { "icon-image": "place", "text-field": ["get", "title"], "text-font": font, "text-size": 12, "text-anchor": "left", "text-offset": [0.5, 0], "symbol-sort-key": ["get", "rank"] }, paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.4 } }),
      grouped("zones", { id: "zone-numbers", type: "symbol", source: "numbers", layout: { "text-field": ["get", "words"], "text-font": font, "text-size": 15, "text-allow-overlap": true }, paint: { "text-color": "#26323f", "text-halo-color": "#ffffff", "text-halo-width": 2.4 } }),
      grouped("doubts", { id: "doubt-fills", type: "fill", source: "doubts", paint: { "fill-color": byLetter, "fill-opacity": 0.05 } }),
      grouped("doubts", { id: "doubt-edges", type: "line", source: "doubts", paint: { "line-color": dark ? soft : byLetter, "line-opacity": 0.7, "line-width": 1, "line-dasharray": [2, 2] } }),
      grouped("posts", { id: "post-marks", type: "symbol", source: "posts", layout: { "icon-image": ["concat", "app6-", ["get", "symbol"]], "icon-allow-overlap": true } }),
      grouped("incidents", { id: "clusters", type: "circle", source: "incidents", filter: ["==", ["get", "kind"], "cluster"], paint: { "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "count"]], 0, 12, 2, 18, 5, 30], "circle-color": "#ffffff", "circle-stroke-color": byLetter, "circle-stroke-width": 3 } }),
      grouped("incidents", { id: "cluster-counts", type: "symbol", source: "incidents", filter: ["==", ["get", "kind"], "cluster"], layout: { "text-field": ["concat", ["to-string", ["get", "count"]], "\n", ["get", "letter"]], "text-font": font, "text-size": 12, "text-line-height": 1, "text-allow-overlap": true }, paint: { "text-color": "#1b1f24" } }),
      grouped("incidents", { id: "incident-marks", type: "symbol", source: "incidents", filter: ["==", ["get", "kind"], "incident"], layout: { "icon-image": ["concat", "mark-", ["get", "letter"]], "icon-allow-overlap": true } }),
      grouped("symbols", { id: "incident-symbols", type: "symbol", source: "incidents", filter: ["all", ["==", ["get", "kind"], "incident"], ["!=", ["get", "symbol"], null]], layout: { "icon-image": ["concat", "app6-", ["get", "symbol"]], "icon-offset": [0, -26], "icon-allow-overlap": true } }),
    ],
  };
}

// The more room, the more names: one more order of towns with each step of the scale.
const shownFrom = ["<=", ["get", "rank"], ["step", ["zoom"], 4, 6, 12, 8, 40, 9, 90, 10, 400]];

// Of a base map that a person adds nothing is known beforehand: its lines and areas are drawn
// quietly, one layer like another, and its pictures as they are.
function ownBase(base, colours) {
  if (!base) return [];
  if (base.header.tileType !== 1) return [grouped("base", { id: "base", type: "raster", source: "base" })];
  const layers = base.meta.vector_layers ?? [];
  return layers.flatMap(({ id }) => [
    grouped("base", { id: `base-${id}-areas`, type: "fill", source: "base", "source-layer": id, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": /water|ocean|sea/.test(id) ? colours.sea : colours.ink, "fill-opacity": /water|ocean|sea/.test(id) ? 0.9 : 0.1 } }),
    grouped("base", { id: `base-${id}-lines`, type: "line", source: "base", "source-layer": id, filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": colours.ink, "line-width": 0.8, "line-opacity": 0.7 } }),
  ]);
}

function canvas(size) {
  const made = document.createElement("canvas");
  made.width = made.height = size;
  return [made, made.getContext("2d", { willReadFrequently: true })];
}

// Patterns of one cell of 12 dots, twice as sharp, from the strokes that the printed sheet has.
export function patterns(listed) {
  const made = listed.map(({ number, fill, ink, strokes }) => {
    const [cell, pen] = canvas(24);
    pen.scale(2, 2);
    pen.globalAlpha = 0.55;
    pen.fillStyle = fill;
    pen.fillRect(0, 0, 12, 12);
    pen.globalAlpha = 0.7;
    pen.strokeStyle = ink;
    const dots = strokes.includes("h.01");
    pen.lineWidth = dots ? 1.8 : 0.8;
    pen.lineCap = dots ? "round" : "butt";
    pen.stroke(new Path2D(strokes));
    return [`zone-${number}`, pen.getImageData(0, 0, 24, 24)];
  });
  const [, dot] = canvas(10);
  dot.fillStyle = "#5f6973";
  dot.arc(5, 5, 4, 0, 7);
  dot.fill();
  made.push(["place", dot.getImageData(0, 0, 10, 10)]);
  for (const [name, strokes] of [["looked", "M0 6H12M0 0H12M0 12H12"], ["denied", "M0 0L12 12M12 0L0 12"]]) {
    const [, pen] = canvas(24);
    pen.scale(2, 2);
    pen.strokeStyle = name === "denied" ? "#7F0F1E" : "#2c6e49";
    pen.lineWidth = 1.1;
    pen.globalAlpha = 0.65;
    pen.stroke(new Path2D(strokes));
    made.push([name, pen.getImageData(0, 0, 24, 24)]);
  }
  return made;
}

// The marks stand in the page's own key; the map takes the very same pictures.
export async function marks() {
  const order = ["B", "S", "?", "C", ""];
  const pictures = [...document.querySelectorAll(".key .plain svg")].slice(0, order.length);
  return Promise.all(pictures.map(async (picture, index) => {
    const own = picture.cloneNode(true);
    own.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    own.setAttribute("width", "40");
    own.setAttribute("height", "40");
    const image = new Image(40, 40);
    image.src = `data:image/svg+xml,${encodeURIComponent(own.outerHTML)}`;
    await image.decode();
    const [, pen] = canvas(40);
    pen.drawImage(image, 0, 0, 40, 40);
    return [`mark-${order[index]}`, pen.getImageData(0, 0, 40, 40)];
  }));
}
