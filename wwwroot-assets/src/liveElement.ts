let sheet: CSSStyleSheet | undefined;

/** On pages that are not ours: from now on elements keep what they are made of in a shadow root, with this style. */
export function encapsulate(style: string): void {
  sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
}

/**
 * Base of the page's elements. Blazor inserts, moves and removes them and changes their attributes as it likes: being
 * moved costs nothing, a changed attribute rebuilds once however many change together.
 */
export abstract class LiveElement extends HTMLElement {
  private mounted = false;
  private rebuilding = false;

  /** What the parts are put into: the element itself, or its shadow root where the page is not ours. */
  protected get content(): HTMLElement | ShadowRoot {
    if (!sheet) return this;
    if (!this.shadowRoot) this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    return this.shadowRoot!;
  }

  connectedCallback(): void {
    if (this.mounted) return;
    this.mounted = true;
    this.mount();
  }

  disconnectedCallback(): void {
    // a move is a removal and an insertion in one breath
    queueMicrotask(() => {
      if (this.isConnected || !this.mounted) return;
      this.mounted = false;
      this.unmount();
    });
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    if (before !== after) this.rebuild();
  }

  /** Once, however much changed together. */
  protected rebuild(): void {
    if (!this.mounted || this.rebuilding) return;
    this.rebuilding = true;
    queueMicrotask(() => {
      this.rebuilding = false;
      if (!this.mounted) return;
      this.unmount();
      this.mount();
    });
  }

  protected abstract mount(): void;
  protected abstract unmount(): void;
}

/** Defines an element once, even if the script is loaded twice. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
