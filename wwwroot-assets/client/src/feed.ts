// What following jobs needs of a server. The real one is hubFeed.ts; tests and the gallery put their own in its place.
import type { Delivery, JobsDelivery, Series } from "./contract.ts";
import type { Observable } from "./observable.ts";

export interface Sink<T> {
  next(item: T): void;
  complete(): void;
  error(error: unknown): void;
}

export interface LinkState {
  /** `connecting`: just lost or not yet there; `disconnected`: tried several times; both go on trying for ever */
  phase: "connected" | "connecting" | "disconnected" | "closed";
  /** measured, milliseconds */
  roundTrip?: number;
}

export interface Feed {
  readonly link: Observable<LinkState>;
  /** Connects now, rather than when first asked for something. */
  connect(): void;
  /** Opens one stream as soon as there is a connection; returns its cancellation. */
  watch(jobId: string, after: number | null, sink: Sink<Delivery>): () => void;
  watchJobs(sink: Sink<JobsDelivery>): () => void;
  series(jobId: string, name: string, points: number): Promise<Series>;
}
