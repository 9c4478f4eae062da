// The Page view: draws the pages of a PDF under the lines that src/app/components/pages.rs makes, and puts
// the lines where they belong. A page is drawn when it comes near and let go when it is far.
"use strict";

(() => {
  // Runs in a worker, from its text; src/pages/main.rs is the other side.
  const pen = async ({ module, bytes, password }) => {
    const { exports } = await WebAssembly.instantiate(module, {});
    const secret = new TextEncoder().encode(password);
    const at = exports.input(bytes.length, secret.length) >>> 0;
    const memory = new Uint8Array(exports.memory.buffer);
    memory.set(bytes, at);
    memory.set(secret, at + bytes.length);
    if (!exports.open()) throw new Error("not opened");
    return (page, wide) => {
      const length = exports.draw(page, wide) >>> 0;
      const pixels = new Uint8ClampedArray(exports.memory.buffer, exports.output() >>> 0, length).slice();
      return { page, pixels, width: exports.width(), height: exports.height() };
    };
  };

  let address;
  const start = () => {
    address ||= URL.createObjectURL(
      new Blob(
        [
          `const pen = ${pen};`,
          "let draw;",
          "onmessage = ({ data }) => {",
          "  if (data.module) draw = pen(data);",
          "  else draw.then((draw) => draw(data.page, data.wide)).then((drawn) => postMessage(drawn, [drawn.pixels.buffer]), () => postMessage({}));",
          "};",
        ],
        { type: "text/javascript" },
      ),
    );
    return new Worker(eosin.trusted(address));
  };

  // A page may take so long.
  const PATIENCE = 20_000;
  const WIDEST = 2400;

  const boxOf = (line) => line.dataset.box.split(" ").map(Number);

  // Whether a line has no ink on the page: its font is not in the file.
  const isBlank = (line, { pixels, width }, scale) => {
    const [left, top, right, bottom] = boxOf(line).map((tenths) => Math.round(tenths * scale));
    const paper = pixels[(Math.max(top, 0) * width + Math.max(left, 0)) * 4];
    for (let y = Math.max(top, 0); y < bottom; y += 1) {
      for (let x = Math.max(left, 0); x < Math.min(right, width); x += 1) {
        if (Math.abs((pixels[(y * width + x) * 4] ?? paper) - paper) > 40) return false;
      }
    }
    return true;
  };

  // The widest gaps in a line's ink, as many as it has spaces; nothing where others are as wide.
  const gapsOf = (line, spaces, { pixels, width }, scale) => {
    const [left, top, right, bottom] = boxOf(line).map((tenths) => Math.max(Math.round(tenths * scale), 0));
    const paper = pixels[(top * width + left) * 4];
    const gaps = [];
    let run = 0;
    for (let x = left; x < Math.min(right, width); x += 1) {
      let y = top;
      while (y < bottom && Math.abs((pixels[(y * width + x) * 4] ?? paper) - paper) <= 40) y += 1;
      if (y >= bottom) run += 1;
      else if (run > 0) {
        gaps.push(run);
        run = 0;
      }
    }
    gaps.sort((a, b) => b - a);
    const [least, next] = [gaps[spaces - 1] ?? 0, gaps[spaces] ?? 0];
    if (least <= next) return undefined;
    const wide = gaps.slice(0, spaces).reduce((sum, gap) => sum + gap, 0);
    return { wide, letters: right - left - wide };
  };

  // A line that fills its column has wide gaps, and its font has other letters than ours: both are taken from
  // the page, so that marks stand under their words. Where gaps are not told apart, it stays as it was put.
  const ruler = document.createElement("canvas").getContext("2d");
  const fit = (line, drawn, scale, ratio) => {
    const words = line.textContent.trim().split(" ");
    const spaces = words.length - 1;
    const found = spaces > 0 && gapsOf(line, spaces, drawn, scale);
    if (!found) return;
    const { fontSize, fontFamily } = getComputedStyle(line);
    ruler.font = `${fontSize} ${fontFamily}`;
    const own = words.reduce((sum, word) => sum + ruler.measureText(word).width, 0);
    const stretch = found.letters / ratio / own;
    const more = found.wide / spaces / ratio / stretch - ruler.measureText(" ").width;
    line.style.setProperty("word-spacing", `${more / parseFloat(fontSize)}em`);
    line.style.setProperty("transform", `scaleX(${stretch})`);
  };

  let open;

  const close = () => {
    if (open) open.end();
    open = undefined;
  };

  const draws = (module, bytes, password) => {
    const near = new Set();
    const failed = new Set();
    let worker;
    let busy;
    let timer;
    const stop = () => {
      clearTimeout(timer);
      if (worker) worker.terminate();
      worker = busy = undefined;
    };
    const fails = () => {
      if (busy) failed.add(busy.dataset.sheet);
      stop();
      next();
    };
    const take = ({ data }) => {
      if (!data.pixels || !data.pixels.length) return fails();
      clearTimeout(timer);
      const sheet = busy;
      busy = undefined;
      if (near.has(sheet)) {
        const canvas = sheet.querySelector("canvas");
        [canvas.width, canvas.height] = [data.width, data.height];
        canvas.getContext("2d").putImageData(new ImageData(data.pixels, data.width, data.height), 0, 0);
        const scale = data.width / sheet.dataset.size.split(" ")[0];
        for (const line of sheet.querySelectorAll(".line")) {
          const blank = isBlank(line, data, scale);
          line.classList.toggle("alone", blank);
          if (!blank) fit(line, data, scale, data.width / sheet.clientWidth);
        }
        sheet.dataset.drawn = "";
      }
      next();
    };
    const next = () => {
      if (busy) return;
      busy = [...near].find((sheet) => !("drawn" in sheet.dataset) && !failed.has(sheet.dataset.sheet));
      if (!busy) return;
      if (!worker) {
        worker = start();
        worker.onmessage = take;
        worker.onerror = (event) => {
          event.preventDefault();
          fails();
        };
        worker.postMessage({ module, bytes, password });
      }
      timer = setTimeout(fails, PATIENCE);
      const wide = Math.min(Math.round(busy.clientWidth * devicePixelRatio), WIDEST);
      worker.postMessage({ page: Number(busy.dataset.sheet), wide });
    };
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) near.add(target);
          else if (near.delete(target) && "drawn" in target.dataset) {
            delete target.dataset.drawn;
            target.querySelector("canvas").width = 0;
          }
        }
        next();
      },
      { rootMargin: "100% 0px" },
    );
    return {
      watch: (sheet) => observer.observe(sheet),
      end() {
        observer.disconnect();
        stop();
      },
    };
  };

  // Lines get their place in parts of the page, so that it may be of any width.
  const place = () => {
    const sheets = document.querySelectorAll("#text .sheet");
    const fresh = [];
    for (const sheet of sheets) {
      const [width, height] = sheet.dataset.size.split(" ").map(Number);
      sheet.style.setProperty("aspect-ratio", `${width} / ${height}`);
      for (const line of sheet.querySelectorAll(".line:not([data-placed])")) {
        const [left, top, right, bottom] = boxOf(line);
        line.style.setProperty("left", `${(left / width) * 100}%`);
        line.style.setProperty("top", `${(top / height) * 100}%`);
        line.style.setProperty("font-size", `${((bottom - top) / 1.05 / width) * 100}cqw`);
        line.dataset.placed = "";
        fresh.push([line, (right - left) / width, sheet]);
      }
    }
    // All are measured before one is changed again.
    const measured = fresh.map(([line, part, sheet]) => [line, line.offsetWidth, part * sheet.clientWidth, parseFloat(getComputedStyle(line).fontSize)]);
    for (const [line, own, wanted, size] of measured) {
      const spaces = line.textContent.trim().split(" ").length - 1;
      const more = (wanted - own) / Math.max(spaces, 1) / size;
      // A line that fills its column has wide spaces; another font has other letters.
      if (spaces > 1 && more > 0 && more < 0.6) line.style.setProperty("word-spacing", `${more}em`);
      else if (own > 0) line.style.setProperty("transform", `scaleX(${wanted / own})`);
    }
    if (open) for (const sheet of sheets) open.watch(sheet);
  };

  Object.assign(globalThis.eosin, {
    placeLines: place,
    closePages: close,
    async drawPages(file, password) {
      close();
      const mine = (open = { watch() {}, end() {} });
      const [module, buffer] = await Promise.all([eosin.module("pages"), file.arrayBuffer()]);
      if (open !== mine) return;
      open = draws(module, new Uint8Array(buffer), password);
      place();
    },
  });
})();
