import { h } from "./dom.ts";
import { LiveElement } from "./liveElement.ts";

export interface GridImage {
  label: string;
  width: number;
  height: number;
  /** 1: grey, 3: RGB, 4: RGBA; one plane after another, each row by row */
  channels: number;
  /** base64, one byte per channel */
  pixels: string;
}

const largest = 1024;

/** Spreads 1, 3 or 4 channels to RGBA; undefined when the sizes don't fit together. */
export function toRgba(image: GridImage): Uint8ClampedArray<ArrayBuffer> | undefined {
  const { width, height, channels } = image;
  if (!(width > 0 && height > 0 && width <= largest && height <= largest && [1, 3, 4].includes(channels))) return undefined;
  let bytes: string;
  try {
    bytes = atob(image.pixels);
  } catch {
    return undefined;
  }
  if (bytes.length !== width * height * channels) return undefined;
  const size = width * height;
  const rgba = new Uint8ClampedArray(size * 4);
  for (let i = 0; i < size; i++)
    for (let c = 0; c < 4; c++)
      rgba[4 * i + c] = c === 3 ? channels === 4 ? bytes.charCodeAt(3 * size + i) : 255 : bytes.charCodeAt((channels === 1 ? 0 : c * size) + i);
  return rgba;
}

/** `<image-grid images='[{label,width,height,channels,pixels}]'>`: samples of a dataset. */
export class ImageGrid extends LiveElement {
  static readonly observedAttributes = ["images"];

  protected mount(): void {
    let images: GridImage[] = [];
    try {
      const parsed: unknown = JSON.parse(this.getAttribute("images") ?? "[]");
      if (Array.isArray(parsed)) images = parsed as GridImage[];
    } catch { /* shown as no images */ }
    this.replaceChildren(...images.flatMap(image => {
      const rgba = toRgba(image);
      if (!rgba) return [];
      const canvas = h("canvas", { role: "img", "aria-label": `Sample of ${image.label}` });
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext("2d")?.putImageData(new ImageData(rgba, image.width, image.height), 0, 0);
      return [h("figure", {}, canvas, h("figcaption", {}, String(image.label)))];
    }));
    this.dataset.images = String(this.childElementCount);
  }

  protected unmount(): void {}
}
