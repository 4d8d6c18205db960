import type { Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import type { Worlds } from '../formula/worlds.ts';
import type { Unread } from '../operations/operation.ts';
import type { Done, Occurrence, Timeline } from '../shell/timeline.ts';
import type { Job, Place, Text, Workflow } from '../source/workflow.ts';
import type { Scenario } from './scenario.ts';

/** Something that was not read: where it is reached, and what was before it. */
export interface UnreadPoint {
  unread: Unread;
  reached: Formula;
  before: readonly Done[];
}

/** One job in one run: in every way in which it may go. */
export interface JobRun {
  /** `deploy`, `deploy (web)`, `release / deploy`; the platform's name for what it deploys itself. */
  id: string;
  /** `release / `: the job that calls the workflow that it is in. */
  prefix: string;
  place: Place;
  /** Undefined for a platform that deploys by itself. */
  job: Job | undefined;
  workflow: Workflow | undefined;
  /** Where it runs at all; where it ends as a success, and where as a failure. */
  ran: Formula;
  succeeded: Formula;
  failed: Formula;
  occurrences: Occurrence[];
  unread: UnreadPoint[];
  /** Commands and actions that do nothing to what runs, as far as their names say. */
  ordinary: Set<string>;
  /** What has happened when it ends. */
  timeline: Timeline;
  /** Its `if` as it is written. */
  condition: string | undefined;
  /** `production`: its environment, where it is written down. */
  environment: string | undefined;
  /** What a text of the job comes to in this run. */
  evaluate: (text: Text) => Value;
}

/** One workflow, or a platform that deploys by itself, in one way in which it starts. */
export interface PipelineRun {
  /** "a push to main", "a push to main → Backend" */
  title: string;
  workflow: Workflow | undefined;
  scenario: Scenario;
  worlds: Worlds;
  jobs: readonly JobRun[];
  /** Where the whole run is a success, and where a job of it failed. */
  succeeded: Formula;
  failed: Formula;
  timeline: Timeline;
  /** The workflow whose end starts this one. */
  follows: PipelineRun | undefined;
}
