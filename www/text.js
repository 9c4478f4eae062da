// What only the browser knows of the text on the screen: where a selection is, which paragraphs are
// in view, how to paint over words without changing them, where its fonts are. Places are a paragraph's
// number and UTF-16 units into what is shown of it. No decisions: those are in src/app.
"use strict";

(() => {
  const of = (paragraph) => document.querySelector(`#text [data-p="${paragraph}"]`);

  // A place in the document as [paragraph, units]; a place between paragraphs is the end of one.
  const place = (node, offset) => {
    let element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    let holder = element.closest("[data-p]");
    if (!holder) {
      const before = [...document.querySelectorAll("#text [data-p]")].filter(
        (one) => one.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING || node.contains(one),
      );
      const child = node.childNodes[offset];
      const next = child && child.nodeType === Node.ELEMENT_NODE && (child.matches("[data-p]") ? child : child.querySelector("[data-p]"));
      if (next) return [Number(next.dataset.p), 0];
      holder = before[before.length - 1];
      return holder ? [Number(holder.dataset.p), holder.textContent.length] : null;
    }
    const range = document.createRange();
    range.setStart(holder, 0);
    range.setEnd(node, offset);
    return [Number(holder.dataset.p), range.toString().length];
  };

  const range = (paragraph, from, to) => {
    const holder = of(paragraph);
    if (!holder) return null;
    const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
    const result = document.createRange();
    let at = 0;
    let started = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.length;
      if (!started && from <= at + length) {
        result.setStart(node, from - at);
        started = true;
      }
      if (started && to <= at + length) {
        result.setEnd(node, to - at);
        return result;
      }
      at += length;
    }
    return started ? result : null;
  };

  const paint = (name, list) => {
    if (!globalThis.Highlight || !CSS.highlights) return;
    const ranges = [];
    for (let i = 0; i + 2 < list.length; i += 3) {
      const one = range(list[i], list[i + 1], list[i + 2]);
      if (one) ranges.push(one);
    }
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  };

  // A table that is drawn in parts is scrolled as one.
  const scrolled = ({ target }) => {
    if (!target.matches?.("#text [data-table]")) return;
    for (const part of document.querySelectorAll(`#text [data-table="${target.dataset.table}"]`)) {
      if (part.scrollLeft !== target.scrollLeft) part.scrollLeft = target.scrollLeft;
    }
  };
  document.addEventListener("scroll", scrolled, { capture: true, passive: true });

  const put = (top) => {
    const by = top - innerHeight * 0.35;
    if (Math.abs(by) >= 1) scrollBy({ top: by, behavior: "instant" });
  };
  let flashing;

  Object.assign(globalThis.eosin, {
    requests: () => [location.href, ...performance.getEntriesByType("resource").map((one) => one.name)],
    // [paragraph, units, paragraph, units] or nothing.
    selected() {
      const selection = getSelection();
      const text = document.getElementById("text");
      if (!text || !selection.rangeCount || selection.isCollapsed) return undefined;
      const one = selection.getRangeAt(0);
      if (!text.contains(one.commonAncestorContainer)) return undefined;
      const from = place(one.startContainer, one.startOffset);
      const to = place(one.endContainer, one.endOffset);
      return from && to ? [...from, ...to] : undefined;
    },
    // Makes what a sheet says (src/app/sheet.rs): each step is what to do and, above two bits, a name;
    // after a value or words follows their length.
    draw(place, names, text, steps, lines) {
      // An element is copied, with what all of its kind have: "mark data-k=dose" is a mark with that attribute.
      // A block in the midst of a long table, or list, has nothing of its own and no names.
      const list = (names ? names.split("\n") : []).map((name) => {
        const [tag, ...rest] = name.split(" ");
        const element = document.createElement(tag);
        for (const one of rest) element.setAttribute(...one.split("="));
        return { name, element };
      });
      const all = document.createDocumentFragment();
      let here = all;
      let at = 0;
      for (let i = 0; i < steps.length; i++) {
        const { name, element } = list[steps[i] >> 2];
        switch (steps[i] & 3) {
          case 0:
            here = here.appendChild(element.cloneNode());
            break;
          case 1:
            here = here.parentNode;
            break;
          case 2:
            here.setAttribute(name, text.slice(at, (at += steps[++i])));
            break;
          default:
            here.append(text.slice(at, (at += steps[++i])));
        }
      }
      place.style.setProperty("--lines", lines);
      place.replaceChildren(all);
    },
    dim(passing) {
      if (passing) {
        for (const mark of document.querySelectorAll("#text mark")) mark.classList.toggle("dim", !passing[mark.dataset.id]);
      } else {
        for (const mark of document.querySelectorAll("#text mark.dim")) mark.classList.remove("dim");
      }
    },
    deselect: () => getSelection().removeAllRanges(),
    // The selection's box: left, top, bottom.
    selectionBox() {
      const selection = getSelection();
      if (!selection.rangeCount) return undefined;
      const boxes = selection.getRangeAt(0).getClientRects();
      const last = boxes[boxes.length - 1];
      return last ? [last.left, boxes[0].top, last.bottom] : undefined;
    },
    // The first paragraph in view and one past the last.
    viewed() {
      const text = document.getElementById("text");
      if (!text) return undefined;
      const box = text.getBoundingClientRect();
      const x = box.left + Math.min(box.width / 2, 200);
      const seek = (from, to, step) => {
        for (let y = from; step > 0 ? y < to : y > to; y += step) {
          const found = document.elementsFromPoint(x, y).find((one) => one.dataset && one.dataset.p);
          if (found) {
            const inner = [...found.parentElement.querySelectorAll(":scope > [data-p]")];
            return Number((inner.length && inner[0] === found ? found : found).dataset.p);
          }
        }
        return undefined;
      };
      const strip = document.querySelector(".strip");
      const head = strip ? strip.getBoundingClientRect().bottom : 0;
      const first = seek(head + 6, innerHeight, 14);
      const last = seek(innerHeight - 6, head, -14);
      return first === undefined || last === undefined ? undefined : [first, last + 1];
    },
    // Where a paragraph is; put there again after the text is drawn anew.
    anchored: (paragraph) => of(paragraph)?.getBoundingClientRect().top,
    anchor(paragraph, top) {
      const holder = of(paragraph);
      if (holder) scrollBy({ top: holder.getBoundingClientRect().top - top, behavior: "instant" });
    },
    paint,
    async reach(paragraph, from, to) {
      const holder = of(paragraph);
      if (!holder) return;
      const words = to > from && range(paragraph, from, to);
      const top = () => (words ? words.getBoundingClientRect().top : holder.getBoundingClientRect().top);
      put(top());
      holder.tabIndex = -1;
      holder.focus({ preventScroll: true });
      paint("reached", words ? [paragraph, from, to] : []);
      holder.classList.toggle("reached", !words);
      clearTimeout(flashing);
      flashing = setTimeout(() => {
        paint("reached", []);
        holder.classList.remove("reached");
      }, 2400);
      // Paragraphs that come into view take their true height only then.
      for (let i = 0; i < 3; i++) {
        await new Promise(requestAnimationFrame);
        put(top());
      }
    },
  });

  // A browser looks for a font when it first draws with it, and waits for the system meanwhile: with four hundred
  // files to read, that is a tenth of a second in which the page does nothing. So they are looked for before, one
  // each time that nothing else is to be done.
  const findFonts = () => {
    const fonts = new Set();
    const gather = (rules) => {
      for (const { style, cssRules } of rules) {
        if (style && style.font) fonts.add(style.font);
        if (cssRules) gather(cssRules);
      }
    };
    for (const { cssRules } of document.styleSheets) gather(cssRules);
    const words = document.createElement("p");
    words.className = "unseen";
    words.ariaHidden = "true";
    words.textContent = "Aa 1 •";
    const next = () => {
      const [font] = fonts;
      if (!font) return;
      fonts.delete(font);
      words.style.font = font;
      document.body.append(words);
      words.getBoundingClientRect();
      words.remove();
      (globalThis.requestIdleCallback || setTimeout)(next);
    };
    next();
  };
  new MutationObserver((_, observer) => {
    if (document.documentElement.dataset.state !== "ready") return;
    observer.disconnect();
    (globalThis.requestIdleCallback || setTimeout)(findFonts);
  }).observe(document.documentElement, { attributeFilter: ["data-state"] });
})();
