// How to ask for a look into a job's model.
import type { Checkpoint } from "../client/src/contract.ts";
import type { Inspection, Prediction, SampleInput } from "../client/src/inspection.ts";

export function listCheckpoints(job: string): Promise<Checkpoint[]> {
  return request(`api/jobs/${encodeURIComponent(job)}/checkpoints`);
}

export function inspect(job: string, step: number, signal: AbortSignal): Promise<Inspection> {
  return request(`api/jobs/${encodeURIComponent(job)}/checkpoints/${step}/inspection`, { signal });
}

export function predict(job: string, step: number, input: SampleInput): Promise<Prediction> {
  return post(`api/jobs/${encodeURIComponent(job)}/checkpoints/${step}/predictions`, input);
}

/** Asks for a checkpoint of the job as it is; its receipt comes with the job's events. */
export function makeCheckpoint(job: string, id: string): Promise<unknown> {
  return post(`api/jobs/${encodeURIComponent(job)}/commands`, { action: "checkpoint", id });
}

function post<T>(path: string, body: unknown): Promise<T> {
  return request(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/** Says what the server says is wrong, in its words. */
async function request<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(new URL(path, document.baseURI), init);
  if (answer.ok) return await answer.json() as T;
  const problem = await answer.json().catch(() => undefined) as { detail?: string; errors?: Record<string, string[]> } | undefined;
  const faults = Object.entries(problem?.errors ?? {}).map(([field, messages]) => `${field}: ${messages.join(" ")}`);
  throw new Error(faults.join(" ") || problem?.detail || `The server answered ${answer.status}.`);
}
