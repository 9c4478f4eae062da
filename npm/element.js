// <eosin-document>: shows a release with its highlights in anyone's page.
//
//   <eosin-document types="money dose">Text of the release</eosin-document>
//   <eosin-document src-text="release.txt" theme="dark"></eosin-document>
//   <eosin-document src="release.pdf"></eosin-document>
//
// Events: "facts", when they are there, with all of them in detail; "fact-select", when one is pressed.

import { analyze } from "./eosin.js";

const STYLE = `
:host { display: block; color-scheme: light dark; color: light-dark(#1a1a1a, #e8eaed);
  font: 17px/28px Charter, Cambria, Georgia, serif; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
p { margin: 0 0 1em; white-space: pre-line; overflow-wrap: break-word; }
mark { color: inherit; cursor: pointer; padding: 0 1px; border-radius: 3px 3px 0 0;
  background: var(--tint); border-bottom: var(--line-width, 2px) var(--line-style, solid) var(--line); }
mark:focus-visible { outline: 2px solid var(--line); outline-offset: 2px; }
[part="problem"] { font-family: system-ui, sans-serif; }
{KINDS}`;

class EosinDocument extends HTMLElement {
  static observedAttributes = ["src", "src-text", "types", "theme"];
  #turn = 0;
  #sheet = new CSSStyleSheet();

  constructor() {
    super();
    this.#sheet.replaceSync(STYLE);
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [this.#sheet];
  }

  connectedCallback() {
    this.#show();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#show();
  }

  async #show() {
    const turn = ++this.#turn;
    try {
      const [file, address] = [this.getAttribute("src"), this.getAttribute("src-text")];
      const answer = (file ?? address) && (await fetch(file ?? address));
      if (answer && !answer.ok) throw new Error(`${file ?? address} answers ${answer.status}`);
      const input = !answer ? this.textContent : file ? await answer.arrayBuffer() : await answer.text();
      const facts = await analyze(input, { name: file ?? address ?? "text" });
      // Another text has been asked for since.
      if (turn !== this.#turn) return;
      const types = this.getAttribute("types")?.split(/[\s,]+/).filter(Boolean);
      const mentions = facts.mentions.filter(({ kind }) => !types || types.includes(kind));
      this.#draw({ ...facts, mentions });
      this.dispatchEvent(new CustomEvent("facts", { detail: { ...facts, mentions }, bubbles: true, composed: true }));
    } catch (problem) {
      if (turn !== this.#turn) return;
      const line = document.createElement("p");
      line.part = "problem";
      line.role = "alert";
      line.textContent = problem.message;
      this.shadowRoot.replaceChildren(line);
    }
  }

  // Everything becomes text, nothing becomes markup.
  #draw({ text, mentions }) {
    const paragraphs = [];
    let at = 0;
    let next = 0;
    for (const part of text.split(/(?<=\n[^\S\n]*\n)/)) {
      const end = at + part.length;
      const paragraph = document.createElement("p");
      while (next < mentions.length && mentions[next].start < end) {
        const mention = mentions[next];
        const stop = Math.min(mention.end, end);
        paragraph.append(text.slice(at, mention.start < at ? at : mention.start));
        paragraph.append(this.#mark(mention, text.slice(Math.max(mention.start, at), stop)));
        at = stop;
        if (mention.end > end) break;
        next += 1;
      }
      paragraph.append(text.slice(at, end).trimEnd());
      at = end;
      if (paragraph.textContent.trim()) paragraphs.push(paragraph);
    }
    this.shadowRoot.replaceChildren(...paragraphs);
  }

  #mark(mention, words) {
    const mark = document.createElement("mark");
    mark.dataset.k = mention.kind;
    mark.dataset.value = mention.notation;
    mark.title = mention.notation;
    mark.tabIndex = 0;
    mark.textContent = words;
    const select = () => this.dispatchEvent(new CustomEvent("fact-select", { detail: mention, bubbles: true, composed: true }));
    mark.addEventListener("click", select);
    mark.addEventListener("keydown", ({ key }) => key === "Enter" && select());
    return mark;
  }
}

if (!customElements.get("eosin-document")) customElements.define("eosin-document", EosinDocument);
export { EosinDocument };
