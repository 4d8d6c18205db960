import path from 'node:path';
import type { CheckDefinition } from '../../../support/check/definition.ts';
import type { JudgeOptions } from '../../../support/check/judge-subject.ts';
import { Door } from '../../../support/http/index.ts';
import { loadDeployment, type Profile, resolveProfile } from '../../../support/profile/index.ts';
import { Readings } from '../../../support/reading/index.ts';

const loaded = await loadDeployment(path.join(import.meta.dirname, '../../../fixtures/checks/sample.config.ts'));

/** The samples' production, with something laid over it. */
export function sampleProfile(over: Partial<Profile> = {}): Profile {
  return { ...resolveProfile(loaded, 'prod', { variables: {} }), ...over };
}

/** What a check of the samples is judged with. Nothing is reachable. */
export function judgeOptions(over: Partial<JudgeOptions> = {}): JudgeOptions {
  const profile = over.profile ?? sampleProfile();
  const runSignal = AbortSignal.timeout(profile.limits.runMs);
  const door = new Door({
    runId: 'run-of-a-spec',
    origins: [],
    queries: [],
    runSignal,
    bodyBytes: profile.limits.bodyBytes,
  });
  return {
    profile,
    readings: new Readings({ door, runId: 'run-of-a-spec', deadlineMs: profile.limits.checkMs }),
    runSignal,
    runId: 'run-of-a-spec',
    spec: 'specs/sample/one.spec.ts:4:1',
    environments: [profile.environment],
    today: new Date('2026-06-15T12:00:00Z'),
    ...over,
  };
}

/** A check that holds, with something laid over it. */
export function sampleCheck<Subject = string>(over: Partial<CheckDefinition<Subject>> = {}): CheckDefinition<Subject> {
  return {
    id: 'sample/one',
    title: 'what is looked at holds',
    platform: 'sample',
    effect: 'offline',
    severity: 'critical',
    why: 'A sample says what can come of a check.',
    remedy: 'Change the sample.',
    subjects: () => ['the only one' as Subject],
    verify: ({ count }) => {
      count('rows', 1);
      return [];
    },
    ...over,
  };
}

/** A finding like any other. */
export const sampleFinding = { what: 'it is wrong', expected: 'right', received: 'wrong', from: ['app.table:1:1'] };
