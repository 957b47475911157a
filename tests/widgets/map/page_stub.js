// Runs the script of a page of the map without a browser: a document and a canvas that only note what is asked of them.
// Reads the page from the first argument, a list of events from the second, and prints what was drawn as JSON.
"use strict";
const fs = require("fs"), vm = require("vm");
const page = fs.readFileSync(process.argv[2], "utf8"), events = JSON.parse(process.argv[3]);
const scripts = [...page.matchAll(/<script(?: type="([^"]*)" id="([^"]*)")?>([^]*?)<\/script>/g)];
const blocks = Object.fromEntries(scripts.filter(each => each[2]).map(each => [each[2], each[3]]));
const code = scripts.filter(each => !each[2]).map(each => each[3]);
const written = [], calls = {};

function context(sheet) {
  const pixels = { data: null };
  const known = {
    measureText: text => ({ width: 7 * Array.from(text).length }),
    fillText: text => written.push(text),
    getImageData: (x, y, w, h) => (pixels.data = new ImageData(w, h)),
    putImageData: image => { sheet.image = image; },
  };
  return new Proxy(known, {
    get: (target, name) => target[name] || ((...args) => { calls[name] = (calls[name] || 0) + 1; }),
    set: () => true,
  });
}

class ImageData {
  constructor(w, h) { this.width = w; this.height = h; this.data = new Uint8ClampedArray(4 * w * h); }
}

function element(id) {
  const made = {
    id, children: [], listeners: {}, hidden: false, value: "", offsetWidth: 100, offsetHeight: 40, style: {},
    classList: { toggle() {}, add() {}, remove() {} },
    textContent: blocks[id] || "",
    addEventListener(name, act) { this.listeners[name] = act; },
    replaceChildren(...all) { this.children = all; },
    append(...all) { this.children.push(...all); },
    setPointerCapture() {}, focus() {},
    getContext() { return this.drawn = this.drawn || context(this); },
  };
  Object.defineProperty(made, "innerHTML", { set() { throw new Error("words may hold any signs"); } });
  made.style.setProperty = () => {};
  return made;
}

const elements = {}, frames = [];
const document = {
  ...element("document"),
  documentElement: element("root"),
  getElementById: id => elements[id] = elements[id] || element(id),
  createElement: name => element(name),
};
const window = { ...element("window"), innerWidth: 400, innerHeight: 300, devicePixelRatio: 1 };
const world = {
  document, window, ImageData, atob, console, performance, Math, JSON,
  requestAnimationFrame: act => frames.push(act), setTimeout: () => 0, clearTimeout() {},
  alert() { throw new Error("a word was run"); },
  fetch() { throw new Error("the page asked for something"); },
};
function settle() { while (frames.length) frames.shift()(); }

vm.createContext(world);
for (const each of code) vm.runInContext(each, world);
settle();
const first = [...written];
for (const [id, name, event] of events) {
  const target = id === "document" ? document : elements[id];
  if (event.value !== undefined) target.value = event.value;
  target.listeners[name]({ preventDefault() {}, pointerId: 1, ...event });
  settle();
}
const pixels = elements.map.image.data;
let lit = 0;
for (let at = 0; at < pixels.length; at += 4) lit += pixels[at] + pixels[at + 1] + pixels[at + 2] > 60 ? 1 : 0;
const camera = vm.runInContext("camera", world);
console.log(JSON.stringify({
  scripts: code.length, written: first, later: written.slice(first.length), lit, calls,
  found: elements.found.children.map(each => each.textContent), card: elements.card.children.map(each => each.textContent),
  scale: camera.scale, middle: camera.middle, word: vm.runInContext("word", world),
  spots: vm.runInContext("[Array.from(spotX.slice(0, 50)), Array.from(spotY.slice(0, 50))]", world),
}));
