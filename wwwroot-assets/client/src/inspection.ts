// A look into a job's model, and what it is asked.

/** How numbers are spread. */
export interface Histogram {
  count: number;
  notFinite: number;
  minimum: number;
  maximum: number;
  mean: number;
  deviation: number;
  /** how many values lie in each of equally wide parts from the smallest to the largest */
  counts: number[];
}

/** What a model says of one sample. */
export interface Prediction {
  /** the likeliest class, or the number */
  value: string;
  /** the likeliest classes first; none for regression */
  classes: { name: string; probability: number }[];
}

/** A sample and what the model makes of it. */
export interface InspectedSample {
  row: number;
  loss: number | string;
  actual: string;
  prediction: Prediction;
  image?: { shape: Shape; label: string; pixels: string };
  cells?: Record<string, string>;
  /** what stands before a text's character, and itself */
  text?: string;
}

/** The shape of one sample, channels first. */
export interface Shape {
  channels: number;
  height: number;
  width: number;
}

/** A column that a prediction is made from. */
export interface InputColumn {
  name: string;
  type: string;
  levels: string[];
  example: string;
}

/** A look into a job's model as a checkpoint has it. */
export interface Inspection {
  step: number;
  layers: { name: string; parameters: Histogram; gradient: Histogram }[];
  samples: number;
  loss: number | string;
  accuracy?: number;
  /** the highest loss first */
  worst: InspectedSample[];
  /** `counts[actual][predicted]`; absent for regression */
  confusion?: { classes: string[]; counts: number[][] };
  input?: { columns?: InputColumn[]; image?: Shape; text?: string };
}

/**
 * A sample to ask a model about: a row by its columns, an image's bytes in base64, channels, then rows, then columns, or a
 * text whose next character is asked for.
 */
export type SampleInput = { cells: Record<string, string | number> } | { pixels: string } | { text: string };
