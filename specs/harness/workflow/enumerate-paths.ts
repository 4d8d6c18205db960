import type { MadeJob, MadeStep } from './arbitrary-pipeline.ts';

/** One way in which a run may go: the inputs, and which steps fail. */
interface World {
  a: boolean;
  b: boolean;
  fails: (job: number, step: number) => boolean;
}

type Result = 'success' | 'failure' | 'skipped';

/** What happened in one world. */
interface Happened {
  results: Result[];
  /** Steps that ran, and whether each succeeded: `job,step`. */
  steps: Map<string, boolean>;
}

/** Faults that some world shows, as `job,step`. */
export interface Enumerated {
  /** Sites that were deployed while no backend deploy before them had succeeded. */
  early: Set<string>;
  /** Deploys whose job was green without any deploy of their kind. */
  greenWithout: Set<string>;
  /** Sites that can be deployed at all. */
  ships: Set<string>;
  /** Containers that were started while no push of their image before them had succeeded. */
  unbuilt: Set<string>;
  /** Jobs that deploy without a reviewer: by their index. */
  unreviewed: Set<string>;
}

/**
 * Runs a pipeline in every world, one after the other, by GitHub's rules as its documentation has them: nothing of the
 * reader of pipelines is used.
 */
export function enumeratePaths(jobs: readonly MadeJob[]): Enumerated {
  const found: Enumerated = {
    early: new Set(),
    greenWithout: new Set(),
    ships: new Set(),
    unbuilt: new Set(),
    unreviewed: new Set(),
  };
  const reached = new Set<string>();
  const green: [string, string][] = [];
  const all = everyWorld(jobs);
  for (const happened of all) {
    for (const key of happened.steps.keys()) reached.add(key);
    noteEarly(jobs, happened, found);
    noteUnbuilt(jobs, happened, found);
    green.push(...greenJobs(jobs, happened));
  }
  noteUnreviewed(jobs, all, found);
  // Of a deploy that no world reaches, nobody expects anything.
  for (const [key] of green) if (reached.has(key)) found.greenWithout.add(key);
  return found;
}

/** What happens in each world: each input, and each step that may fail. */
function everyWorld(jobs: readonly MadeJob[]): Happened[] {
  const steps = jobs.flatMap((job, index) => job.steps.map((_, step) => `${index},${step}`));
  return Array.from({ length: 2 ** (steps.length + 2) }, (_, bits) => {
    const isSet = (bit: number) => Boolean((bits >> bit) & 1);
    return runOnce(jobs, {
      a: isSet(steps.length),
      b: isSet(steps.length + 1),
      fails: (job, step) => isSet(steps.indexOf(`${job},${step}`)),
    });
  });
}

/** Containers that are started in a world in which no push of their image has succeeded before. */
function noteUnbuilt(jobs: readonly MadeJob[], { steps }: Happened, found: Enumerated): void {
  for (const [index, job] of jobs.entries())
    for (const [number, step] of job.steps.entries()) {
      const key = `${index},${number}`;
      if (step.does !== 'start' || !steps.has(key)) continue;
      const inJobsBefore = ancestorsOf(jobs, index).some((each) => deployedIn(jobs[each], each, steps, 'push'));
      const inStepsBefore = deployedIn({ ...job, steps: job.steps.slice(0, number) }, index, steps, 'push');
      if (!inJobsBefore && !inStepsBefore) found.unbuilt.add(key);
    }
}

/** Jobs that deploy in a world, and in none of whose worlds the same job with reviewers has always gone before. */
function noteUnreviewed(jobs: readonly MadeJob[], all: readonly Happened[], found: Enumerated): void {
  for (const [index, job] of jobs.entries())
    for (const [number, step] of job.steps.entries()) {
      const worlds = all.filter(({ steps }) => steps.has(`${index},${number}`));
      if (!['backend', 'site', 'start'].includes(step.does) || worlds.length === 0 || job.reviewed) continue;
      const isAsked = jobs.some(
        (other, at) => other.reviewed && at !== index && worlds.every(({ results }) => results[at] === 'success'),
      );
      if (!isAsked) found.unreviewed.add(String(index));
    }
}

function ancestorsOf(jobs: readonly MadeJob[], index: number): number[] {
  const needs = jobs[index]?.needs ?? [];
  return [...new Set(needs.flatMap((need) => [need, ...ancestorsOf(jobs, need)]))];
}

function runOnce(jobs: readonly MadeJob[], world: World): Happened {
  const happened: Happened = { results: [], steps: new Map() };
  for (const [index, job] of jobs.entries()) {
    const before = ancestorsOf(jobs, index).map((each) => happened.results[each] ?? 'skipped');
    const direct = job.needs.map((need) => happened.results[need] ?? 'skipped');
    happened.results.push(startsJob(job, before, direct, world) ? runJob(job, index, world, happened) : 'skipped');
  }
  return happened;
}

function startsJob(job: MadeJob, before: readonly Result[], direct: readonly Result[], world: World): boolean {
  const isSuccess = before.every((result) => result === 'success');
  const isFailure = before.includes('failure');
  switch (job.if) {
    case undefined:
      return isSuccess;
    case 'always':
    case 'not cancelled':
      return true;
    case 'not failure':
      return !isFailure;
    case 'failure':
      return isFailure;
    case 'a':
      return isSuccess && world.a;
    case 'not b':
      return isSuccess && !world.b;
    case 'first need succeeded':
      return direct.length === 0 || direct[0] === 'success';
    case 'no need failed':
      return !direct.includes('failure');
  }
}

function runJob(job: MadeJob, index: number, world: World, { steps }: Happened): Result {
  let ok = true;
  for (const [number, step] of job.steps.entries()) {
    if (!startsStep(step, ok, world)) continue;
    const succeeded = !world.fails(index, number);
    steps.set(`${index},${number}`, succeeded);
    if (!succeeded && step.mask === undefined) ok = false;
  }
  return ok || job.forgiven ? 'success' : 'failure';
}

function startsStep(step: MadeStep, ok: boolean, { a }: World): boolean {
  if (step.if === 'always') return true;
  if (step.if === 'a') return ok && a;
  return step.if === 'not a' ? ok && !a : ok;
}

function noteEarly(jobs: readonly MadeJob[], { steps }: Happened, found: Enumerated): void {
  for (const [index, job] of jobs.entries())
    for (const [number, step] of job.steps.entries()) {
      const key = `${index},${number}`;
      if (step.does !== 'site' || !steps.has(key)) continue;
      found.ships.add(key);
      const inJobsBefore = ancestorsOf(jobs, index).some((each) => deployedIn(jobs[each], each, steps));
      const inStepsBefore = deployedIn({ ...job, steps: job.steps.slice(0, number) }, index, steps);
      if (!inJobsBefore && !inStepsBefore) found.early.add(key);
    }
}

function deployedIn(job: MadeJob | undefined, index: number, steps: Happened['steps'], does = 'backend'): boolean {
  return job?.steps.some((step, number) => step.does === does && steps.get(`${index},${number}`) === true) ?? false;
}

function greenJobs(jobs: readonly MadeJob[], { results, steps }: Happened): [string, string][] {
  return jobs.flatMap((job, index) =>
    job.steps.flatMap((step, number): [string, string][] => {
      const isGreen = results[index] === 'success';
      return step.does !== 'other' && step.does !== 'push' && isGreen && !deployedIn(job, index, steps, step.does)
        ? [[`${index},${number}`, step.does]]
        : [];
    }),
  );
}
