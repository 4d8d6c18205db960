import { describe, expect, test } from 'vitest';
import { openPlatform } from '../../../fixtures/deployments/open-platform.ts';
import { compareEnvironment } from '../../../support/sync/compare-environment.ts';
import { coverageLine, driftExitCode, formatDrift } from '../../../support/sync/drift-report.ts';

const rows = `| NEXTJS | SITE_URL | https://dev.acme.test | https://www.acme.test |
| GITHUB | DEPLOY_TOKEN | \${DEV_DEPLOY_TOKEN} | \${PROD_DEPLOY_TOKEN} |
| GITHUB | REGION | eu-dev | eu |
| LOG_WORKER | LOG_LEVEL | debug | info |
`;
const variables = { PROD_DEPLOY_TOKEN: 'made-up-deploy-token' };

async function whole(options: Parameters<typeof openPlatform>[0] = { rows, variables }) {
  const platform = await openPlatform(options);
  const { cloudflare, github } = platform.providers;
  cloudflare.state.projects
    .get('site')
    ?.variables.production.set('SITE_URL', { type: 'plain_text', value: 'https://www.acme.test/' });
  cloudflare.state.scripts
    .get('logs')
    ?.variables.set('LOG_LEVEL', { type: 'plain_text', name: 'LOG_LEVEL', text: 'info' });
  const store = github.state.environments.get('production');
  store?.set('variables', 'REGION', 'eu');
  store?.set('secrets', 'DEPLOY_TOKEN', 'made-up-deploy-token');
  return platform;
}

async function compare(platform: Awaited<ReturnType<typeof whole>>) {
  const result = await compareEnvironment(platform.profile, platform.reading());
  const verdicts = Object.fromEntries(result.comparisons.map(({ key, verdict }) => [key, verdict]));
  return { ...result, verdicts, exitCode: driftExitCode(result) };
}

describe('drift', () => {
  test('is none where every value is the table’s, compared by meaning; a secret is present and no more', async () => {
    await using platform = await whole();
    const { verdicts, exitCode, comparisons } = await compare(platform);
    expect(verdicts).toEqual({
      SITE_URL: 'equal',
      REGION: 'equal',
      LOG_LEVEL: 'equal',
      DEPLOY_TOKEN: 'present, value unproved',
    });
    expect(exitCode).toBe(0);
    expect(coverageLine(comparisons, 'prod', 3)).toBe(
      'Of 4 keys of prod, 3 compared by value, 0 attested, 1 by presence only, 0 not known here; 0 unmanaged · 3 requests',
    );
  });

  test('of a value is told with both, the cell, the platform and since when', async () => {
    await using platform = await whole();
    platform.providers.github.state.environments
      .get('production')
      ?.set('variables', 'REGION', 'us', new Date('2026-11-02T10:00:00Z'));
    const result = await compare(platform);
    expect(result.exitCode).toBe(1);
    const text = formatDrift(result, 'prod', 3);
    expect(text).toMatch(
      /REGION on the environment production of acme\/incidents: different\n {2}expected {2}eu\n {2}received {2}us, since 2026-11-02T10:00:00Z/,
    );
    expect(text).toMatch(/app\.table:5:\d+/);
  });

  test('of white space and of case is told as such', async () => {
    await using platform = await whole();
    platform.providers.cloudflare.state.scripts
      .get('logs')
      ?.variables.set('LOG_LEVEL', { type: 'plain_text', name: 'LOG_LEVEL', text: 'INFO' });
    const { comparisons } = await compare(platform);
    expect(comparisons.find(({ key }) => key === 'LOG_LEVEL')?.cause).toBe('they differ in upper and lower case only');
  });

  test('cannot be told of a value that is not known here: that is 3, and never "in sync"', async () => {
    await using platform = await whole({ rows: rows.replace('| eu |', '| \u0024{PROD_REGION} |'), variables });
    const { verdicts, exitCode } = await compare(platform);
    expect(verdicts.REGION).toBe('not known here');
    expect(exitCode).toBe(3);
  });

  test('cannot be told of a platform that refuses: that is 3 beside what the others show', async () => {
    await using platform = await whole();
    platform.providers.github.state.tokens.clear();
    const { unread, exitCode, verdicts } = await compare(platform);
    expect(unread).toMatchObject([{ target: 'GITHUB', reason: expect.stringContaining('status 401') }]);
    expect(verdicts.SITE_URL).toBe('equal');
    expect(exitCode).toBe(3);
  });

  test('knows a key on GitHub again, which keeps every name in capitals', async () => {
    await using platform = await whole({ rows: `${rows}| GITHUB | region_name | x | eu-west |\n`, variables });
    platform.providers.github.state.environments.get('production')?.set('variables', 'region_name', 'eu-west');
    const { verdicts } = await compare(platform);
    expect(verdicts).toMatchObject({ region_name: 'equal' });
    expect(Object.values(verdicts)).not.toContain('unmanaged');
  });

  test('shows no secret, whatever becomes of it', async () => {
    await using platform = await whole();
    platform.providers.cloudflare.state.projects
      .get('site')
      ?.variables.production.set('DEPLOY_TOKEN', { type: 'plain_text', value: 'made-up-elsewhere' });
    const result = await compare(platform);
    const everything = JSON.stringify(result) + formatDrift(result, 'prod', 3);
    for (const secret of ['made-up-deploy-token', 'made-up-elsewhere']) expect(everything).not.toContain(secret);
  });

  test.each([100, 1000])('is found among %i keys, past every page', async (number) => {
    const many = Array.from(
      { length: number },
      (_, index) => `| GITHUB | V_${index} | dev-${index} | prod-${index} |\n`,
    ).join('');
    await using platform = await whole({ rows: rows + many, variables });
    const store = platform.providers.github.state.environments.get('production');
    for (let index = 0; index < number; index += 1)
      store?.set('variables', `V_${index}`, index === number - 1 ? 'changed' : `prod-${index}`);
    const { comparisons, exitCode } = await compare(platform);
    expect(comparisons.filter(({ verdict }) => verdict === 'equal')).toHaveLength(number + 2);
    expect(comparisons.filter(({ verdict }) => verdict === 'different').map(({ key }) => key)).toEqual([
      `V_${number - 1}`,
    ]);
    expect(exitCode).toBe(1);
  });

  test('is not judged on a list that a platform cuts: it says how many are missing', async () => {
    await using platform = await whole();
    platform.providers.github.served.interferences.push((_, { path }) =>
      path.includes('/variables')
        ? Response.json({
            total_count: 40,
            variables: [
              { name: 'REGION', value: 'eu', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' },
            ].slice(0, path.includes('page=1') && !/page=1\d/.test(path) ? 1 : 0),
          })
        : undefined,
    );
    const { unread, exitCode } = await compare(platform);
    expect(unread[0]?.reason).toContain('could be read only in part: 1 of 40');
    expect(exitCode).toBe(3);
  });

  test.each([
    ['500 once', () => new Response('oops', { status: 500 })],
    ['429 with Retry-After', () => new Response('{}', { status: 429, headers: { 'retry-after': '0' } })],
    ['503 once', () => new Response('', { status: 503 })],
  ])('is found although the API answers %s', async (_, answer) => {
    await using platform = await whole();
    for (const { served } of [platform.providers.cloudflare, platform.providers.github]) {
      const seen = new Set<string>();
      served.interferences.push((__, { path }) => {
        if (seen.has(path)) return undefined;
        seen.add(path);
        return answer();
      });
    }
    const { unread, verdicts } = await compare(platform);
    expect(unread).toEqual([]);
    expect(verdicts.REGION).toBe('equal');
  });

  test('takes one list a platform: two for GitHub, one for a Worker, one for Pages', async () => {
    await using platform = await whole();
    await compare(platform);
    const paths = [...platform.providers.cloudflare.served.requests, ...platform.providers.github.served.requests]
      .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)
      .filter((path) => !/verify|rate_limit/.test(path));
    expect(paths.sort()).toEqual([
      `GET /client/v4/accounts/${platform.providers.cloudflare.state.id}/pages/projects/site`,
      `GET /client/v4/accounts/${platform.providers.cloudflare.state.id}/workers/scripts/logs/settings`,
      'GET /repos/acme/incidents/environments/production/secrets',
      'GET /repos/acme/incidents/environments/production/variables',
    ]);
  });
});

describe('the door of drift', () => {
  test.each([
    ['PUT', '/repos/acme/incidents/actions/secrets/S'],
    ['POST', '/repos/acme/incidents/actions/variables'],
    ['PATCH', '/repos/acme/incidents/actions/variables/V'],
    ['DELETE', '/repos/acme/incidents/actions/secrets/S'],
    ['GET', '/repos/acme/incidents/issues'],
    ['GET', '/user/repos'],
    ['GET', '/repos/acme/incidents/actions/secrets/S/../../../../../../user'],
    ['GET', '//repos/acme/incidents/actions/secrets'],
  ])('refuses %s %s, and nothing is sent', async (method, path) => {
    await using platform = await whole();
    const pass = platform
      .door(false)
      .pass({ check: 'config/drift', effect: 'read', environments: ['prod'], signal: AbortSignal.timeout(5_000) });
    await expect(pass.fetch(`${platform.providers.github.api}${path}`, { method })).rejects.toMatchObject({
      kind: 'method-not-allowed',
    });
    expect(platform.providers.github.served.requests).toEqual([]);
  });

  test.each(['PUT', 'PATCH', 'POST', 'DELETE'])('refuses %s to the paths that it reads', async (method) => {
    await using platform = await whole();
    const pass = platform
      .door(false)
      .pass({ check: 'config/drift', effect: 'read', environments: ['prod'], signal: AbortSignal.timeout(5_000) });
    const account = platform.providers.cloudflare.state.id;
    for (const path of [
      `/accounts/${account}/workers/scripts/logs/secrets`,
      `/accounts/${account}/pages/projects/site`,
    ])
      await expect(pass.fetch(`${platform.providers.cloudflare.api}${path}`, { method })).rejects.toMatchObject({
        kind: 'method-not-allowed',
      });
    expect(platform.providers.cloudflare.served.requests).toEqual([]);
  });
});
