// Measures texts as a chart draws them.

const mostKept = 500;

export class Ruler {
  private readonly canvas = document.createElement("canvas");
  private readonly widths = new Map<string, number>();

  constructor(private readonly host: HTMLElement) {
    this.canvas.width = this.canvas.height = 1;
    this.canvas.style.cssText = "position:absolute;visibility:hidden;width:1px;height:1px";
  }

  /** Pixels; asked of the same few labels again and again. */
  width(text: string, font: string): number {
    const key = `${font}\n${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      if (this.widths.size >= mostKept) this.widths.clear();
      this.widths.set(key, (width = this.measure(text, font)));
    }
    return width;
  }

  private measure(text: string, font: string): number {
    // among what it measures for: a canvas writes digits as wide as the page around it asks for
    this.host.append(this.canvas);
    try {
      const context = this.canvas.getContext("2d");
      if (!context) return text.length * 7;
      context.font = font;
      return context.measureText(text).width;
    } finally {
      this.canvas.remove();
    }
  }
}
