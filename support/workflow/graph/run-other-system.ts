import { known } from '../expression/value.ts';
import { Worlds } from '../formula/worlds.ts';
import type { OtherSystem } from '../operations/other-systems.ts';
import { Timeline } from '../shell/timeline.ts';
import type { JobRun, PipelineRun } from './pipeline-run.ts';
import { pushScenario } from './scenario.ts';

/** What another system does on a push: nothing of it is followed, and nothing makes it wait for a workflow. */
export function runOtherSystem({ called, unread }: OtherSystem, defaultBranch: string): PipelineRun {
  const worlds = new Worlds();
  const { formulas } = worlds;
  const timeline = new Timeline();
  const [place] = unread.trace;
  const job: JobRun = {
    id: called,
    prefix: '',
    place,
    job: undefined,
    workflow: undefined,
    ran: formulas.always,
    succeeded: formulas.always,
    failed: formulas.never,
    occurrences: [],
    unread: [{ unread, reached: formulas.always, before: [] }],
    ordinary: new Set(),
    timeline,
    condition: undefined,
    environment: undefined,
    evaluate: ({ text }) => known(text),
  };
  return {
    title: `what starts ${called}`,
    workflow: undefined,
    scenario: pushScenario(place, defaultBranch),
    worlds,
    jobs: [job],
    succeeded: formulas.always,
    failed: formulas.never,
    timeline,
    follows: undefined,
  };
}
