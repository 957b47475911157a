"use strict";
// The map as a page of its own: everything it shows is in this file, and it asks for nothing else.

const facts = JSON.parse(document.getElementById("facts").textContent);
const words = JSON.parse(document.getElementById("words").textContent);
const n = words.length, dims = facts.dims;
const places = new Float32Array(unpacked("places").buffer);
const crowding = unpacked("crowding"), levels = unpacked("levels");
const packedColors = unpacked("colors");
const shades = facts.palette.length > 256 ? new Uint16Array(packedColors.buffer) : packedColors;
const palette = Uint32Array.from(facts.palette);
const order = shuffled(n);
const selected = new Set(facts.selected);
const theme = facts.theme, layers = facts.layers;
for (const name in theme) document.documentElement.style.setProperty("--" + name, theme[name]);

const canvas = document.getElementById("map"), context = canvas.getContext("2d", { willReadFrequently: true });
const search = document.getElementById("search"), found = document.getElementById("found");
const card = document.getElementById("card");
const spotX = new Float32Array(n), spotY = new Float32Array(n), nears = new Float32Array(n);
let width = 1, height = 1, ratio = 1, budget = 60000, hovered = -1, word = facts.word, links = facts.links;
let camera = null, drag = null, due = false, moving = false, rest = 0, choice = 0, matches = [];

function unpacked(id) {
  const text = atob(document.getElementById(id).textContent.trim()), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function shuffled(count) { // the same each time, so that the first k points are a fair sample of all
  const numbers = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1, state = 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor(state / 4294967296 * (i + 1)), kept = numbers[i];
    numbers[i] = numbers[j]; numbers[j] = kept;
  }
  return numbers;
}

// The camera: a place p stands at q = matrix (p - middle) scale; what is farther away is smaller by 1 / (1 - bend q_z).

function seenAtFirst() {
  const view = facts.view, scale = view.scale * Math.min(width / view.width, height / view.height);
  return { middle: view.middle.slice(), matrix: view.matrix.slice(), scale, fit: scale / view.zoom, lens: view.lens };
}

function fitted() {
  const view = facts.fit, scale = view.scale * Math.min(width / view.width, height / view.height);
  return { ...camera, middle: view.middle.slice(), scale, fit: scale };
}

function project(i) {
  const at = i * dims;
  look(places[at], places[at + 1], dims > 2 ? places[at + 2] : 0);
  spotX[i] = lookedX; spotY[i] = lookedY; nears[i] = lookedNear;
}

let lookedX = 0, lookedY = 0, lookedNear = 1; // of the last place: an array for each would have to be cleared away

function look(placeX, placeY, placeZ) {
  const m = camera.matrix, s = camera.scale;
  const x = placeX - camera.middle[0], y = placeY - camera.middle[1], z = placeZ - camera.middle[2];
  const away = 1 - (m[6] * x + m[7] * y + m[8] * z) * s * camera.lens / (facts.eye * Math.min(width, height));
  const near = away < 0.05 ? NaN : 1 / away;
  lookedX = width / 2 + (m[0] * x + m[1] * y + m[2] * z) * s * near;
  lookedY = height / 2 - (m[3] * x + m[4] * y + m[5] * z) * s * near;
  lookedNear = near;
}

function pan(dx, dy) {
  const m = camera.matrix, right = -dx / camera.scale, up = dy / camera.scale;
  for (let k = 0; k < 3; k++) camera.middle[k] += m[k] * right + m[3 + k] * up;
}

function zoom(factor, x, y) {
  const scale = Math.min(Math.max(camera.scale * factor, camera.fit / 10), camera.fit * 1e5);
  const gained = scale / camera.scale;
  pan((x - width / 2) * (1 / gained - 1), (y - height / 2) * (1 / gained - 1));
  camera.scale = scale;
}

function orbit(dx, dy) {
  const angle = Math.PI / Math.min(width, height), a = dx * angle, b = dy * angle, m = camera.matrix;
  const about = (k, l, turn) => {
    for (let j = 0; j < 3; j++) {
      const one = m[3 * k + j], other = m[3 * l + j];
      m[3 * k + j] = one * Math.cos(turn) + other * Math.sin(turn);
      m[3 * l + j] = other * Math.cos(turn) - one * Math.sin(turn);
    }
  };
  about(1, 2, -b);
  about(0, 2, a);
}

function center(i) {
  for (let k = 0; k < 3; k++) camera.middle[k] = k < dims ? places[i * dims + k] : 0;
  camera.scale = Math.max(camera.scale, camera.fit * 4);
}

// Points, as the program draws them: discs with smooth edges, the lighter the more crowded it is around them.

function radii() {
  const growth = Math.min(Math.pow(camera.scale / camera.fit, 0.3), Math.max(facts.base, 6) / facts.base);
  return facts.radii.map(radius => Math.max(radius * growth, 0.6));
}

function opacities(share) {
  const plain = radii()[facts.plain], scale = camera.scale;
  return Float32Array.from({ length: 256 }, (_, step) => {
    const discs = facts.density / (scale * scale) * Math.PI * plain * plain * Math.pow(2, (step - 128) / 12);
    return Math.min(Math.max(facts.solid * Math.pow(1 + discs, -0.74) / share, facts.faintest), facts.solid);
  });
}

function drawPoints(pixels, count, only) {
  const sizes = radii(), tones = opacities(only ? 1 : count / n), w = pixels.width, h = pixels.height, data = pixels.data;
  const faded = [1, 3, 5].map(k => parseInt(theme.faded.slice(k, k + 2), 16));
  for (let k = 0; k < count; k++) {
    const i = only ? only[k] : order[k];
    project(i);
    const near = nears[i], radius = sizes[levels[i]] * near * ratio, x = spotX[i] * ratio, y = spotY[i] * ratio;
    if (!(x > -radius && x < w + radius && y > -radius && y < h + radius)) continue;
    const color = palette[shades[i]], steps = selected.size && !only;
    let red = color >> 16 & 255, green = color >> 8 & 255, blue = color & 255;
    if (steps) {
      red = red * 0.18 + faded[0] * 0.82; green = green * 0.18 + faded[1] * 0.82; blue = blue * 0.18 + faded[2] * 0.82;
    }
    const opacity = only ? facts.solid : tones[crowding[i]] * Math.min(near * near, 1);
    const top = Math.max(Math.floor(y - radius), 0), bottom = Math.min(Math.ceil(y + radius), h - 1);
    const left = Math.max(Math.floor(x - radius), 0), right = Math.min(Math.ceil(x + radius), w - 1);
    const far = (radius + 0.5) * (radius + 0.5), inner = Math.max(radius - 0.5, 0) ** 2;
    for (let row = top; row <= bottom; row++) {
      const down = row + 0.5 - y, fall = down * down;
      for (let column = left; column <= right; column++) {
        const aside = column + 0.5 - x, off = fall + aside * aside;
        if (off >= far) continue;
        const cover = off < inner ? opacity : Math.min(radius + 0.5 - Math.sqrt(off), 1) * opacity;
        const at = 4 * (row * w + column);
        data[at] += (red - data[at]) * cover;
        data[at + 1] += (green - data[at + 1]) * cover;
        data[at + 2] += (blue - data[at + 2]) * cover;
      }
    }
  }
}

// Density: sums of colour and count on cells, blurred, toned by the logarithm; lines at which it doubles.

function field(count, blur) {
  const cell = Math.max(blur * 0.6, 1, Math.sqrt(width * height / 250000)), reach = Math.ceil(3 * blur / cell);
  const columns = Math.ceil(width / cell) + 2 * reach, rows = Math.ceil(height / cell) + 2 * reach;
  let sums = new Float32Array(4 * rows * columns);
  for (let k = 0; k < count; k++) {
    const i = order[k];
    project(i);
    const column = Math.floor(spotX[i] / cell) + reach, row = Math.floor(spotY[i] / cell) + reach;
    if (!(column >= 0 && column < columns && row >= 0 && row < rows)) continue;
    const at = 4 * (row * columns + column), color = palette[shades[i]];
    sums[at] += color >> 16 & 255; sums[at + 1] += color >> 8 & 255; sums[at + 2] += color & 255; sums[at + 3] += 1;
  }
  const weights = [];
  for (let tap = -reach; tap <= reach; tap++) weights.push(Math.exp(-0.5 * (tap * cell / blur) ** 2));
  const whole = weights.reduce((one, other) => one + other);
  for (const step of [4, 4 * columns]) {
    const blurred = new Float32Array(sums.length);
    for (let tap = -reach; tap <= reach; tap++) {
      const weight = weights[tap + reach] / whole, shift = tap * step;
      const last = Math.min(sums.length, sums.length - shift);
      for (let at = Math.max(0, -shift); at < last; at++) blurred[at] += weight * sums[at + shift];
    }
    sums = blurred;
  }
  const counts = [];
  for (let at = 3, skip = 4 * Math.max(1, Math.floor(rows * columns / 20000)); at < sums.length; at += skip) {
    if (sums[at] > 0.02 * (cell / blur) ** 2) counts.push(sums[at]);
  }
  counts.sort((one, other) => one - other);
  const crowded = counts.length ? counts[Math.floor((counts.length - 1) * 0.995)] : 0;
  return { sums, rows, columns, cell, reach, crowded, alone: 1 / (2 * Math.PI * (blur / cell) ** 2), blur };
}

function blurOf(count) {
  const area = width * height * (camera.scale / camera.fit) ** 2;
  return Math.min(Math.max(Math.sqrt(area / count), 1.1), 18);
}

function drawDensity(count) {
  const plain = blurOf(count), blur = layers.density === "below" ? Math.min(plain * 2, 20) : plain, f = field(count, blur);
  if (!f.crowded) return;
  const image = new ImageData(f.columns, f.rows), data = image.data, strength = layers.density === "below" ? 0.6 : 1;
  const range = Math.min(Math.max(f.crowded / f.alone, 12), 400), whole = Math.log1p(range), peak = facts.peak;
  for (let at = 0; at < data.length; at += 4) {
    const many = f.sums[at + 3];
    if (many <= f.crowded * 1e-5) continue;
    const level = Math.min(Math.log1p(range * many / f.crowded) / whole, 1), white = Math.max(level - 0.7, 0) / 0.3 * peak[3];
    for (let k = 0; k < 3; k++) data[at + k] = f.sums[at + k] / many * (1 - white) + peak[k] * white;
    data[at + 3] = 255 * level * strength;
  }
  const sheet = document.createElement("canvas");
  sheet.width = f.columns; sheet.height = f.rows;
  sheet.getContext("2d").putImageData(image, 0, 0);
  context.drawImage(sheet, -f.reach * f.cell, -f.reach * f.cell, f.columns * f.cell, f.rows * f.cell);
}

function drawContours(count) {
  const f = field(count, Math.max(blurOf(count) * 1.3, 5)), at = (row, column) => f.sums[4 * (row * f.columns + column) + 3];
  const lines = [6, 5, 4, 3, 2, 1, 0].map(k => f.crowded * 0.75 / 2 ** k).filter(level => level > 2.5 * f.alone);
  const x = column => (column + 0.5 - f.reach) * f.cell;
  context.strokeStyle = theme.text;
  context.lineWidth = 1;
  lines.forEach((level, place) => {
    context.globalAlpha = 0.22 + 0.33 * (lines.length > 1 ? place / (lines.length - 1) : 0);
    context.beginPath();
    for (let row = 0; row < f.rows - 1; row++) {
      for (let column = 0; column < f.columns - 1; column++) {
        const a = at(row, column), b = at(row, column + 1), c = at(row + 1, column + 1), d = at(row + 1, column);
        const cuts = [];
        if ((a >= level) !== (b >= level)) cuts.push([x(column + (level - a) / (b - a)), x(row)]);
        if ((b >= level) !== (c >= level)) cuts.push([x(column + 1), x(row + (level - b) / (c - b))]);
        if ((d >= level) !== (c >= level)) cuts.push([x(column + (level - d) / (c - d)), x(row + 1)]);
        if ((a >= level) !== (d >= level)) cuts.push([x(column), x(row + (level - a) / (d - a))]);
        if (cuts.length === 4 && ((a + b + c + d) / 4 >= level) !== (a >= level)) cuts.unshift(cuts.pop());
        for (let k = 0; k + 1 < cuts.length; k += 2) {
          context.moveTo(...cuts[k]); context.lineTo(...cuts[k + 1]);
        }
      }
    }
    context.stroke();
  });
  context.globalAlpha = 1;
}

// Words: the most frequent first, none over another.

const isWord = words.map(text => /\p{L}/u.test(text));
const widths = new Map();

function shownText(i) {
  const text = words[i].replace(/\s+/g, " ").trim() || "␣";
  return text.length > 40 ? Array.from(text).slice(0, 39).join("") + "…" : text;
}

function drawLabels() {
  const taken = new Uint8Array(Math.ceil(width / 4 + 1) * Math.ceil(height / 4 + 1)), columns = Math.ceil(width / 4 + 1);
  const clear = facts.label_density > 0 && facts.names.length ? clarity() : 0;
  const density = facts.label_density * (1 - facts.give_way * clear), area = 12000 * (1 - density) / Math.max(density, 0.001), sizes = radii();
  const padX = 3 + 0.35 * Math.sqrt(area), padY = 1 + 0.24 * Math.sqrt(area), most = 300 + 1500 * density;
  const forced = [hovered, word, ...(selected.size <= 40 ? selected : []), ...links.map(link => link[0])].filter(i => i >= 0);
  const candidates = [[], []], isForced = new Set(forced);
  for (const i of isForced) project(i);
  for (let i = 0, seen = 0; density > 0 && i < n && seen < most; i++) {
    project(i);
    if (spotX[i] > 0 && spotX[i] < width && spotY[i] > 0 && spotY[i] < height && !isForced.has(i)) {
      candidates[isWord[i] ? 0 : 1].push(i);
      seen++;
    }
  }
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const [left, top, wide] of reserved) {
    for (let row = Math.max(top >> 2, 0); row <= top + 18 >> 2 && row * 4 < height; row++) {
      taken.fill(1, row * columns + (left >> 2), row * columns + Math.min((left + wide >> 2) + 1, columns));
    }
  }
  const place = i => {
    const strong = i === word || i === hovered, must = isForced.has(i), size = strong ? 14 : 12;
    const text = shownText(i), key = size + text;
    context.font = `${strong ? 600 : 400} ${size}px Inter, "Noto Sans", system-ui, sans-serif`;
    if (!widths.has(key)) widths.set(key, context.measureText(text).width);
    const wide = widths.get(key), gap = sizes[levels[i]] + (must ? 6 : 3), px = must ? 0 : padX, py = must ? 0 : padY;
    const x = spotX[i], y = spotY[i];
    const sides = [[x + gap, y - 8.5], [x - gap - wide, y - 8.5], [x - wide / 2, y - gap - 17], [x - wide / 2, y + gap]];
    for (const [left, top] of sides) {
      if (left < 2 || top < 2 || left + wide > width - 2 || top + 17 > height - 2) continue;
      let free = true;
      const cells = (dx, dy, visit) => {
        for (let row = Math.max(top - dy >> 2, 0); row <= top + 17 + dy >> 2 && row * 4 < height; row++) {
          for (let column = Math.max(left - dx >> 2, 0); column <= left + wide + dx >> 2 && column * 4 < width; column++) {
            visit(row * columns + column);
          }
        }
      };
      cells(px, py, at => { free = free && !taken[at]; });
      if (!free) continue;
      cells(0, 0, at => { taken[at] = 1; });
      context.globalAlpha = 1;
      context.strokeStyle = theme.halo;
      context.lineWidth = 3.2;
      context.strokeText(text, left, top + 8.5);
      context.fillStyle = strong ? theme.selected : selected.size && !must && !selected.has(i) ? theme.faint : theme.label;
      context.fillText(text, left, top + 8.5);
      break;
    }
  };
  isForced.forEach(place);
  if (clear > 0) drawNames(clear, taken, columns);
  [...candidates[0], ...candidates[1]].forEach(place);
}

// Names of categories: while the whole map is in view, each where its words are densest.

function clarity() {
  const [whole, close] = facts.name_zooms;
  return 1 - Math.min(Math.max(Math.log(camera.scale / camera.fit / whole) / Math.log(close / whole), 0), 1);
}

function drawNames(clear, taken, columns) {
  const chosen = new Set([...selected].map(i => palette[shades[i]]));
  context.font = '500 15px Inter, "Noto Sans", system-ui, sans-serif';
  for (const name of facts.names) {
    if (chosen.size && !chosen.has(name.color)) continue;
    project(name.row);
    const x = spotX[name.row], y = spotY[name.row];
    if (!(x >= 0 && x < width && y >= 0 && y < height)) continue;
    const tries = name.texts.flatMap(text => [0, -27, 27].map(step => [text, y - 8.5 + step]));
    for (const [text, top] of tries) {
      const wide = context.measureText(text).width, left = Math.min(Math.max(x - wide / 2, 6), width - wide - 6);
      if (left < 0 || top < 2 || top + 17 > height - 2) continue;
      const cells = [];
      for (let row = Math.max(top - 5 >> 2, 0); row <= top + 22 >> 2 && row * 4 < height; row++) {
        for (let column = Math.max(left - 5 >> 2, 0); column <= left + wide + 5 >> 2 && column < columns; column++) {
          cells.push(row * columns + column);
        }
      }
      if (cells.some(at => taken[at])) continue;
      cells.forEach(at => { taken[at] = 1; });
      context.globalAlpha = clear;
      context.strokeStyle = theme.halo;
      context.lineWidth = 3.2;
      context.strokeText(text, left, top + 8.5);
      context.fillStyle = theme.label;
      context.fillText(text, left, top + 8.5);
      context.globalAlpha = 1;
      break;
    }
  }
}

// Axes: their names where the map ends, in space at the ends of lines through its middle.

let reserved = []; // where names of axes stand, so that no word is written there

function drawAxes() {
  reserved = [];
  const names = facts.axes;
  if (!names.some(name => name)) return;
  context.font = '500 11px Inter, "Noto Sans", system-ui, sans-serif';
  context.textBaseline = "middle";
  context.lineWidth = 1;
  if (!camera.lens) {
    if (names[0]) writeAlong(names[0], width - 12, height - 34);
    reserved.push([width - 50 - context.measureText(names[0]).width, height - 43, width]);
    context.save();
    context.translate(20, 60);
    context.rotate(-Math.PI / 2);
    if (names[1]) writeAlong(names[1], 0, 0);
    context.restore();
    return;
  }
  const [low, high] = facts.corners, middle = low.map((each, k) => (each + high[k]) / 2);
  names.slice(0, 3).forEach((name, axis) => {
    const [start, end] = [-1, 1].map(side => {
      const place = middle.slice();
      place[axis] += side * facts.reach * (high[axis] - low[axis]) / 2;
      look(...place);
      return [lookedX, lookedY];
    });
    if (!name || isNaN(start[0] + end[0])) return;
    context.globalAlpha = 0.4;
    arrow(start[0], start[1], end[0], end[1]);
    context.globalAlpha = 1;
    const length = Math.hypot(end[0] - start[0], end[1] - start[1]), wide = context.measureText(name).width;
    const x = end[0] + (end[0] - start[0]) / length * (8 + wide / 2) - wide / 2, y = end[1] + (end[1] - start[1]) / length * 14;
    const left = Math.min(Math.max(x, 12), width - 12 - wide), middleY = Math.min(Math.max(y, 16), height - 16);
    writeName(name, left, middleY);
    reserved.push([left, middleY - 9, wide]);
  });
}

function writeAlong(name, x, y) {
  arrow(x - 30, y, x, y);
  writeName(name, x - 36 - context.measureText(name).width, y);
}

function writeName(name, x, y) {
  context.strokeStyle = theme.halo;
  context.lineWidth = 3;
  context.strokeText(name, x, y);
  context.fillStyle = theme.muted;
  context.fillText(name, x, y);
  context.lineWidth = 1;
}

function arrow(x0, y0, x1, y1) {
  const length = Math.max(Math.hypot(x1 - x0, y1 - y0), 1e-9), dx = (x1 - x0) / length, dy = (y1 - y0) / length;
  context.strokeStyle = context.fillStyle = theme.muted;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x1 - 7 * dx + 3 * dy, y1 - 7 * dy - 3 * dx);
  context.lineTo(x1 - 7 * dx - 3 * dy, y1 - 7 * dy + 3 * dx);
  context.fill();
}

function drawMarks() {
  for (const i of [word, hovered, ...links.map(link => link[0]), ...facts.sides.flatMap(side => side.slice(0, 2))]) {
    if (i >= 0) project(i);
  }
  const ring = (i, more, color, line) => {
    context.strokeStyle = color; context.lineWidth = line;
    context.beginPath();
    context.arc(spotX[i], spotY[i], radii()[levels[i]] + more, 0, 2 * Math.PI);
    context.stroke();
  };
  context.lineCap = "round";
  for (const [i, strength] of word >= 0 ? links : []) {
    context.globalAlpha = 0.3 + 0.45 * strength;
    context.strokeStyle = theme.accent;
    context.lineWidth = 0.9 + 2.1 * strength;
    context.beginPath();
    context.moveTo(spotX[word], spotY[word]);
    context.lineTo(spotX[i], spotY[i]);
    context.stroke();
  }
  for (const [one, other, strong] of word < 0 ? facts.sides : []) {
    context.globalAlpha = strong ? 0.9 : 0.5;
    context.strokeStyle = theme.accent;
    context.lineWidth = strong ? 2 : 1.2;
    context.setLineDash(strong ? [] : [5, 4]);
    context.beginPath();
    context.moveTo(spotX[one], spotY[one]);
    context.lineTo(spotX[other], spotY[other]);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  if (selected.size > 1 && selected.size <= 100) for (const i of selected) project(i), ring(i, 2, theme.selected, 1.3);
  if (word >= 0) {
    context.fillStyle = theme.accent;
    context.beginPath();
    context.arc(spotX[word], spotY[word], 6, 0, 2 * Math.PI);
    context.fill();
    ring(word, 4, theme.halo, 1.5);
  }
  if (hovered >= 0) ring(hovered, 3, theme.selected, 1.5);
}

function ground() {
  const pixels = new ImageData(canvas.width, canvas.height), [red, green, blue] = [1, 3, 5].map(k => parseInt(theme.map.slice(k, k + 2), 16));
  const first = new Uint8ClampedArray([red, green, blue, 255]);
  new Uint32Array(pixels.data.buffer).fill(new Uint32Array(first.buffer)[0]);
  return pixels;
}

function draw() {
  due = false;
  const count = moving ? Math.min(n, budget) : n, began = performance.now();
  let pixels = ground();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (layers.density !== "none" && n) {
    context.putImageData(pixels, 0, 0);
    drawDensity(count);
    pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  }
  if (layers.density !== "instead") drawPoints(pixels, count);
  if (selected.size) drawPoints(pixels, selected.size, [...selected]);
  context.putImageData(pixels, 0, 0);
  if (moving && count > 2000) {
    const wanted = count * 14 / Math.max(performance.now() - began, 1);
    budget = Math.max(3000, Math.round(0.7 * budget + 0.3 * wanted));
  }
  if (!moving) for (let i = 0; i < n; i++) project(i); // to be pointed at
  if (layers.contours && n) drawContours(count);
  drawAxes();
  drawMarks();
  drawLabels();
}

function update(moves) {
  if (moves) {
    moving = true;
    clearTimeout(rest);
    rest = setTimeout(() => { moving = false; update(false); }, 150);
  }
  if (!due) { due = true; requestAnimationFrame(draw); }
}

function resize() {
  const before = Math.min(width, height);
  width = Math.max(window.innerWidth, 1); height = Math.max(window.innerHeight, 1);
  ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio);
  canvas.style.width = width + "px"; canvas.style.height = height + "px";
  if (!camera) camera = seenAtFirst();
  else { const factor = Math.min(width, height) / before; camera.scale *= factor; camera.fit *= factor; }
  update(false);
}

// Pointer and keys

function nearest(x, y) {
  let best = -1, closest = 12 * 12;
  for (let i = 0; i < n; i++) {
    const off = (spotX[i] - x) ** 2 + (spotY[i] - y) ** 2;
    if (off < closest) { best = i; closest = off; }
  }
  return best;
}

function hover(i, x, y) {
  if (i !== hovered) { hovered = i; update(false); }
  canvas.classList.toggle("points", i >= 0);
  card.hidden = i < 0;
  if (i < 0) return;
  card.replaceChildren(element("b", words[i]), element("div", about(i)));
  card.style.left = Math.max(Math.min(x + 16, width - card.offsetWidth - 8), 8) + "px";
  card.style.top = Math.max(Math.min(y + 14, height - card.offsetHeight - 8), 8) + "px";
}

function about(i) {
  const [place, occurrence] = facts.standing;
  const said = [place + " " + (facts.ranks ? facts.ranks[i] : i + 1).toLocaleString("en")];
  if (facts.counts) said.push(facts.counts[i].toLocaleString("en") + " " + occurrence + (facts.counts[i] === 1 ? "" : "s"));
  const entry = facts.legend && facts.legend.entries.find(each => parseInt(each.color.slice(1), 16) === palette[shades[i]]);
  if (entry) said.push(entry.label);
  return said.join(" · ");
}

function choose(i) {
  if (i !== word) links = i === facts.word ? facts.links : [];
  word = i;
  selected.clear();
  if (i >= 0) selected.add(i);
  update(false);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text; // never as HTML: words may hold any signs
  return made;
}

canvas.addEventListener("pointerdown", event => {
  drag = { x: event.clientX, y: event.clientY, far: false };
  canvas.setPointerCapture(event.pointerId);
  canvas.focus();
});
canvas.addEventListener("pointermove", event => {
  if (!drag) return hover(moving ? -1 : nearest(event.clientX, event.clientY), event.clientX, event.clientY);
  const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
  if (!drag.far && Math.hypot(dx, dy) < 4) return;
  drag = { x: event.clientX, y: event.clientY, far: true };
  canvas.classList.add("drags");
  hover(-1);
  if (dims > 2 && !event.shiftKey) orbit(dx, dy); else pan(dx, dy);
  update(true);
});
canvas.addEventListener("pointerup", event => {
  if (drag && !drag.far) choose(nearest(event.clientX, event.clientY));
  drag = null;
  canvas.classList.remove("drags");
});
canvas.addEventListener("pointerleave", () => hover(-1));
canvas.addEventListener("wheel", event => {
  event.preventDefault();
  hover(-1);
  zoom(Math.pow(1.0018, -event.deltaY * (event.deltaMode ? 33 : 1)), event.clientX, event.clientY);
  update(true);
}, { passive: false });
canvas.addEventListener("keydown", event => {
  const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
  const factor = { "+": 1.4, "=": 1.4, "-": 1 / 1.4 }[event.key];
  if (steps) pan(...steps);
  else if (factor) zoom(factor, width / 2, height / 2);
  else if (event.key === "f" || event.key === "F") camera = fitted();
  else if (event.key === "Escape") choose(-1);
  else return;
  event.preventDefault();
  update(true);
});
document.addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
});

function findWords() {
  const wanted = search.value.trim().toLowerCase(), first = [], later = [];
  for (let i = 0; wanted && i < n && first.length < 12; i++) {
    const at = words[i].toLowerCase().indexOf(wanted);
    if (at === 0) first.push(i); else if (at > 0 && later.length < 12) later.push(i);
  }
  matches = [...first, ...later].sort((one, other) => (words[other].toLowerCase() === wanted) - (words[one].toLowerCase() === wanted)).slice(0, 12);
  choice = 0;
  list(wanted);
}

function list(wanted) {
  found.hidden = !wanted;
  found.replaceChildren(...(matches.length ? matches.map((i, place) => {
    const line = element("li", words[i]);
    line.classList.toggle("chosen", place === choice);
    line.addEventListener("pointerdown", event => { event.preventDefault(); go(i); });
    return line;
  }) : [Object.assign(element("li", "No word of the map has these letters."), { className: "none" })]));
}

function go(i) {
  choose(i);
  center(i);
  found.hidden = true;
  canvas.focus();
  update(true);
}

search.addEventListener("input", findWords);
search.addEventListener("keydown", event => {
  if (event.key === "Enter" && matches.length) go(matches[choice]);
  else if (event.key === "Escape") { search.value = ""; findWords(); canvas.focus(); }
  else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && matches.length) {
    event.preventDefault();
    choice = (choice + (event.key === "ArrowDown" ? 1 : matches.length - 1)) % matches.length;
    list(search.value.trim());
  }
});

function showLegend() {
  const legend = facts.legend, box = document.getElementById("legend");
  if (!legend) return;
  box.hidden = false;
  box.append(element("h2", legend.title));
  for (const entry of legend.entries) {
    const line = element("p", ""), dot = element("i", "");
    dot.style.background = entry.color;
    line.append(dot, element("span", entry.label));
    box.append(line);
  }
  if (legend.ramp.length) {
    const bar = element("p", ""), ends = element("p", "");
    bar.className = "ramp"; ends.className = "ends";
    bar.style.background = `linear-gradient(to right, ${legend.ramp.join(", ")})`;
    ends.append(element("span", legend.low), element("span", legend.high));
    box.append(bar, ends);
  }
}

document.getElementById("caption").textContent = facts.caption;
document.getElementById("caption").hidden = !facts.caption;
window.addEventListener("resize", resize);
showLegend();
resize();
