import type { Facts, Mention } from "./eosin.js";

/** `<eosin-document>`: attributes `src` (a file of any format), `src-text`, `types`, `theme`; events `facts` and `fact-select`. */
export class EosinDocument extends HTMLElement {}

declare global {
  interface HTMLElementTagNameMap {
    "eosin-document": EosinDocument;
  }
  interface HTMLElementEventMap {
    facts: CustomEvent<Facts>;
    "fact-select": CustomEvent<Mention>;
  }
}
