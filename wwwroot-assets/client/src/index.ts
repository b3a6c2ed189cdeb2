export { connect, TrainingDashboardClient, type ConnectOptions, type ForkChanges, type JobSpec } from "./client.ts";
export { CommandReceipt, type Applied } from "./command.ts";
export * from "./contract.ts";
export * from "./inspection.ts";
export {
  ClientClosedError, CommandRefusedError, ConnectionLostError, EventsLostError, HubError, JobEndedError, JobNotFoundError,
  TrainingDashboardError,
} from "./errors.ts";
export type { LinkState } from "./feed.ts";
export { Watch, type SnapshotItem, type WatchItem, type WatchOptions } from "./watch.ts";
export { JobsWatch, type WatchJobsOptions } from "./watchJobs.ts";
