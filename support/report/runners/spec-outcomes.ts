import path from 'node:path';
import type { SerializedError, TestCase, TestModule } from 'vitest/node';
import type { Outcome } from '../../check/outcome.ts';
import { idOfSpec } from '../../check/spec-place.ts';
import { redact } from '../../redaction/redact.ts';
import type { Breakage } from '../verdict/reduce.ts';
import { teamTestOutcome } from './team-test.ts';

/** What kept the specs from running, as vitest reports it. Specs that break in the same way are one breakage. */
export function breakagesOf(modules: Iterable<TestModule>, errors: readonly SerializedError[]): Breakage[] {
  const all = [...[...modules].flatMap(moduleBreakages), ...errors.map((error) => breakage('the run', error))];
  return [...Map.groupBy(all, ({ message }) => message).values()].flatMap(([first, ...more]) =>
    first === undefined
      ? []
      : { ...first, place: `${first.place}${more.length > 0 ? ` and ${more.length} more` : ''}` },
  );
}

/** Spec files that could not be loaded, and suites whose hooks failed: no test of theirs failed, yet nothing was checked. */
function moduleBreakages(module: TestModule): Breakage[] {
  const errors = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
  const shown = shownModule(module);
  if (errors.length > 0) return errors.map((error) => breakage(shown, error, 'the spec cannot be run: '));
  const empty = module.state() !== 'pending' && module.state() !== 'queued' && module.children.size === 0;
  return empty ? [{ place: shown, message: 'the spec contains no check' }] : [];
}

function breakage(place: string, { name, message }: SerializedError, lead = ''): Breakage {
  const configuration = name === 'ConfigurationError';
  return {
    place,
    message: redact(configuration ? message : `${lead}${name && name !== 'Error' ? `${name}: ` : ''}${message}`),
    ...(configuration && { configuration }),
  };
}

/** The run that outcomes are read for. */
interface OutcomesOfRun {
  /** The id that the run has told its workers. */
  id: string;
  /** A name filter was given: what it leaves out was not asked for, and the verdict is marked as of a part. */
  filtered: boolean;
}

/**
 * The outcome of every test of the specs. A test that is no `check` is a team's own, and counts by its state.
 * @returns also what is strange about them: an outcome of another run is left out, and keeps the gate closed
 */
export function outcomesOf(
  modules: readonly TestModule[],
  { id, filtered }: OutcomesOfRun,
): { outcomes: Outcome[]; strange: Breakage[] } {
  const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => ({ test, module })));
  const foreign = tests.filter(({ test }) => test.meta().outcome !== undefined && test.meta().runId !== id);
  const own = tests.filter((each) => !foreign.includes(each));
  const isLeftOut = ({ test }: (typeof tests)[number]) => filtered && test.result().state === 'skipped';
  const outcomes = own.flatMap((each) => {
    const { test, module } = each;
    return test.meta().outcome ?? (isLeftOut(each) ? [] : plainOutcome(test, module));
  });
  const strange = foreign.map(({ module }) => ({
    place: shownModule(module),
    message: 'its outcome belongs to another run',
  }));
  return { outcomes, strange };
}

function plainOutcome(test: TestCase, module: TestModule): Outcome {
  const { state, errors = [] } = test.result();
  const check = idOfSpec(module.moduleId) ?? module.relativeModuleId;
  const { duration = 0, retryCount = 0 } = test.diagnostic() ?? {};
  const from = shownModule(module);
  const isSkipped = state === 'skipped';
  return teamTestOutcome({
    check,
    platform: check.split('/')[0] ?? check,
    environment: module.project.name,
    title: test.fullName,
    kind: kinds[state],
    errors: errors.map(({ message }) => message),
    reason: isSkipped ? 'the test was skipped' : 'the test did not run',
    isSkipped,
    retries: retryCount,
    durationMs: duration,
    from,
    spec: `${from}:${test.location?.line ?? 1}:${test.location?.column ?? 1}`,
  });
}

const kinds = { passed: 'held', failed: 'failed', skipped: 'not verified', pending: 'not verified' } as const;

function shownModule(module: TestModule): string {
  return path.relative(process.cwd(), module.moduleId) || module.relativeModuleId;
}
