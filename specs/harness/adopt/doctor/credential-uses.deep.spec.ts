import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTwin, type Twin } from '../../../../fixtures/twin/start-twin.ts';
import { twinVariables } from '../../../../fixtures/twin/twin-variables.ts';
import { credentialUses, usedAs } from '../../../../support/adopt/doctor/credential-uses.ts';
import { collectChecks } from '../../../../support/adopt/plan/collect-checks.ts';
import { Session } from '../../../../support/check/session.ts';
import { loadDeployment, placedCredentials, resolveProfile } from '../../../../support/profile/index.ts';

const config = path.join(import.meta.dirname, '../../../../deployment.config.ts');

let twin: Twin;
let before: Set<string>;
beforeAll(async () => {
  twin = await startTwin();
  before = await unverifiedWith(twinVariables(twin));
}, 120_000);
afterAll(() => twin[Symbol.asyncDispose]());

/** What is not verified on the twin's production with these variables; bursts are left out. */
async function unverifiedWith(variables: Record<string, string>): Promise<Set<string>> {
  const loaded = await loadDeployment(config);
  const profile = resolveProfile(loaded, 'prod', { variables });
  const checks = (await collectChecks(loaded, profile, 'prod')).filter(({ effect }) => effect !== 'burst');
  await using session = new Session({ profiles: [profile], files: [], audit: false });
  for (const definition of checks) session.add(definition, undefined);
  await session.start();
  const outcomes = await Promise.all(checks.map((check) => session.outcome(check, 'prod')));
  return new Set(outcomes.filter(({ kind }) => kind === 'not verified').map(({ check }) => check));
}

describe('the checks that need a credential', () => {
  test.each(Object.keys(credentialUses))('are those of the list: %s', async (use) => {
    const variables = twinVariables(twin);
    const profile = resolveProfile(await loadDeployment(config), 'prod', { variables });
    const placed = placedCredentials(profile).find((each) => usedAs(each) === use);
    expect(placed, `${use} is a credential of the twin`).toBeDefined();
    const without = Object.fromEntries(
      Object.entries(variables).filter(([name]) => !name.endsWith(placed?.setting.name ?? '')),
    );
    const after = await unverifiedWith(without);
    expect([...before]).toEqual([]);
    expect([...after].sort()).toEqual([...(credentialUses[use] ?? [])].sort());
  });
});
