import path from 'node:path';
import type { SerializedError, TestCase, TestModule } from 'vitest/node';
import type { Outcome } from '../../check/outcome.ts';
import { idOfSpec } from '../../check/spec-place.ts';
import { redact } from '../../redaction/redact.ts';
import type { Breakage } from '../verdict/reduce.ts';

/** What kept the specs from running, as vitest tells it. Many specs that break in one way are one breakage. */
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
  return empty ? [{ place: shown, message: 'the spec holds no check' }] : [];
}

function breakage(place: string, { name, message }: SerializedError, lead = ''): Breakage {
  const configuration = name === 'ConfigurationError';
  return {
    place,
    message: redact(configuration ? message : `${lead}${name && name !== 'Error' ? `${name}: ` : ''}${message}`),
    ...(configuration && { configuration }),
  };
}

/**
 * The outcome of every test of a spec. A test that is no `check` is a team's own, and counts by its state.
 * @param filtered a name filter was given: what it leaves out was not asked for, and the verdict is marked as of a part
 */
export function outcomesOf(module: TestModule, filtered: boolean): Outcome[] {
  return [...module.children.allTests()].flatMap(
    (test) => test.meta().outcome ?? (filtered && test.result().state === 'skipped' ? [] : plainOutcome(test, module)),
  );
}

function plainOutcome(test: TestCase, module: TestModule): Outcome {
  const { state, errors = [] } = test.result();
  const check = idOfSpec(module.moduleId) ?? module.relativeModuleId;
  const kind = state === 'passed' ? 'held' : state === 'failed' ? 'failed' : 'not verified';
  const { duration = 0, retryCount = 0 } = test.diagnostic() ?? {};
  return {
    check,
    platform: check.split('/')[0] ?? check,
    environment: module.project.name,
    title: redact(test.fullName),
    effect: 'read',
    severity: 'critical',
    why: 'The team wrote this test for the gate.',
    remedy: 'See the test.',
    kind,
    findings:
      kind === 'failed'
        ? errors.map(({ message }) => ({
            what: 'the test failed',
            expected: 'it passes',
            received: redact(message),
            from: [shownModule(module)],
          }))
        : [],
    ...(kind === 'not verified' && { reason: state === 'skipped' ? 'the test was skipped' : 'the test did not run' }),
    ...(state === 'skipped' && { skipped: true }),
    evidence: kind === 'held' ? { tests: 1 } : {},
    retries: retryCount,
    reached: [],
    durationMs: Math.round(duration),
    spec: `${shownModule(module)}:${test.location?.line ?? 1}:${test.location?.column ?? 1}`,
  };
}

function shownModule(module: TestModule): string {
  return path.relative(process.cwd(), module.moduleId) || module.relativeModuleId;
}
