import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type OpenPlatform, openPlatform } from '../../../fixtures/deployments/open-platform.ts';
import { applyDeploy } from '../../../support/sync/apply-deploy.ts';
import { writeBackup } from '../../../support/sync/backup.ts';
import { readableValues } from '../../../support/sync/backup-content.ts';
import { compareEnvironment } from '../../../support/sync/compare-environment.ts';
import { planDeploy } from '../../../support/sync/deploy-plan.ts';
import { formatApplied, formatPlan, resumeCommand } from '../../../support/sync/deploy-report.ts';

const rows = `| NEXTJS | SITE_URL | https://dev.acme.test | https://www.acme.test |
| NEXTJS | MAIL_API_KEY | \${DEV_MAIL_API_KEY} | \${PROD_MAIL_API_KEY} |
| GITHUB | DEPLOY_TOKEN | \${DEV_DEPLOY_TOKEN} | \${PROD_DEPLOY_TOKEN} |
| GITHUB | REGION | eu-dev | eu |
| LOG_WORKER | LOG_TOKEN | \${DEV_LOG_TOKEN} | \${PROD_LOG_TOKEN} |
`;
const variables = {
  PROD_MAIL_API_KEY: 'made-up-mail-key',
  PROD_DEPLOY_TOKEN: 'made-up-deploy-token',
  PROD_LOG_TOKEN: 'made-up-log-token',
};

async function planOf({ profile, reading }: OpenPlatform, prune = false) {
  return planDeploy(profile, (await compareEnvironment(profile, reading())).comparisons, { prune });
}

function apply(
  platform: OpenPlatform,
  plan: Awaited<ReturnType<typeof planOf>>,
  signal = new AbortController().signal,
) {
  return applyDeploy(platform.profile, plan, {
    door: platform.door(true),
    signal,
    readBack: () => compareEnvironment(platform.profile, platform.reading()),
  });
}

describe('a deploy', () => {
  test('writes what the plan says, each value as the platform keeps it, and reads it back', async () => {
    await using platform = await openPlatform({ rows, variables });
    const plan = await planOf(platform);
    expect(plan.map(({ key, action, as }) => `${action} ${key} ${as}`)).toEqual([
      'add SITE_URL variable',
      'add MAIL_API_KEY secret',
      'add DEPLOY_TOKEN secret',
      'add REGION variable',
      'add LOG_TOKEN secret',
    ]);
    const applied = await apply(platform, plan);
    expect(applied.stopped).toBeUndefined();
    expect(applied.keys.map(({ key, state }) => `${key} ${state}`)).toEqual([
      'SITE_URL applied',
      'MAIL_API_KEY taken, not readable',
      'DEPLOY_TOKEN taken, not readable',
      'REGION applied',
      'LOG_TOKEN taken, not readable',
    ]);
    const { cloudflare, github } = platform.providers;
    expect(cloudflare.state.scripts.get('logs')?.secrets.get('LOG_TOKEN')?.value).toBe('made-up-log-token');
    expect(cloudflare.state.projects.get('site')?.variables.production.get('MAIL_API_KEY')).toEqual({
      type: 'secret_text',
      value: 'made-up-mail-key',
    });
    expect(github.state.environments.get('production')?.secrets.get('DEPLOY_TOKEN')?.value).toBe(
      'made-up-deploy-token',
    );
    expect((await planOf(platform)).filter(({ action }) => action === 'unchanged').map(({ key }) => key)).toEqual([
      'SITE_URL',
      'REGION',
    ]);
  });

  test('sends secrets in bodies alone, and GitHub’s sealed', async () => {
    await using platform = await openPlatform({ rows, variables });
    const bodies: string[] = [];
    for (const { served } of [platform.providers.cloudflare, platform.providers.github])
      served.interferences.push(async (request) => {
        bodies.push(`${request.url} ${await request.text()}`);
        return undefined;
      });
    await apply(platform, await planOf(platform));
    const all = [...platform.providers.cloudflare.served.requests, ...platform.providers.github.served.requests];
    for (const secret of Object.values(variables)) expect(JSON.stringify(all)).not.toContain(secret);
    expect(bodies.filter((body) => body.includes('made-up-deploy-token'))).toEqual([]);
    expect(bodies.filter((body) => body.includes('made-up-log-token'))).toHaveLength(1);
  });

  test('shows a plan without a secret, with the table’s cell', async () => {
    await using platform = await openPlatform({ rows, variables });
    const text = formatPlan(await planOf(platform), 'prod', true);
    expect(text).toMatch(
      /\+ add {2}LOG_TOKEN +LOG_WORKER \(worker\) +nothing → a secret of 17 characters +.*app\.table:7:\d+/,
    );
    for (const secret of Object.values(variables)) expect(text).not.toContain(secret);
  });

  test('removes nothing that it was not told to, and names every key that it was', async () => {
    await using platform = await openPlatform({ rows, variables });
    platform.providers.github.state.environments.get('production')?.set('variables', 'STRAY', '1');
    platform.providers.cloudflare.state.scripts
      .get('logs')
      ?.secrets.set('STRAY_SECRET', { type: 'secret_text', value: 'x' });
    const careful = await planOf(platform);
    expect(careful.filter(({ action }) => action === 'remove')).toEqual([]);
    await apply(platform, careful);
    expect(platform.providers.github.state.environments.get('production')?.variables.has('STRAY')).toBe(true);
    const pruning = await planOf(platform, true);
    expect(formatPlan(pruning, 'prod', false)).toMatch(/- remove +STRAY[\s\S]*- remove +STRAY_SECRET/);
    const applied = await apply(platform, pruning);
    expect(applied.keys.filter(({ key }) => key.startsWith('STRAY')).map(({ state }) => state)).toEqual([
      'applied',
      'applied',
    ]);
    expect(platform.providers.cloudflare.state.scripts.get('logs')?.secrets.has('STRAY_SECRET')).toBe(false);
  });

  test('that breaks off half way says what was applied, what was not, and how to go on', async () => {
    await using platform = await openPlatform({ rows, variables });
    platform.providers.github.served.interferences.push((_, { method, path }) =>
      method === 'POST' && path.includes('/variables')
        ? Response.json({ message: 'Server Error' }, { status: 500 })
        : undefined,
    );
    const plan = await planOf(platform);
    const applied = await apply(platform, plan);
    expect(applied.stopped).toContain('GITHUB (REGION)');
    expect(applied.keys.map(({ key, state }) => `${key} ${state}`)).toEqual([
      'SITE_URL applied',
      'MAIL_API_KEY taken, not readable',
      'DEPLOY_TOKEN taken, not readable',
      'REGION not applied',
      'LOG_TOKEN not applied',
    ]);
    const options = {
      deployTo: 'prod',
      only: undefined,
      prune: false,
      dryRun: false,
      verbose: false,
      json: false,
      yes: true,
      confirm: 'shop',
    };
    const text = formatApplied(applied, resumeCommand(options, 'shop'), plan);
    expect(text).toContain('3 of 5 keys are written');
    expect(text).toContain('npm run sync-env -- --mode deploy-prod --yes --confirm "shop"');
    platform.providers.github.served.interferences.length = 0;
    const resumed = await apply(platform, await planOf(platform));
    expect(resumed.keys.map(({ key }) => key)).not.toContain('SITE_URL');
    expect(resumed.keys.map(({ state }) => state)).not.toContain('not applied');
  });

  test('that is interrupted finishes the step under way and says where every key stands', async () => {
    await using platform = await openPlatform({ rows, variables });
    const interrupted = new AbortController();
    platform.providers.cloudflare.served.interferences.push((_, { method }) => {
      if (method === 'PATCH') interrupted.abort();
      return undefined;
    });
    const applied = await apply(platform, await planOf(platform), interrupted.signal);
    expect(applied.stopped).toBe('it was interrupted');
    expect(applied.keys.map(({ key, state }) => `${key} ${state}`)).toEqual([
      'SITE_URL applied',
      'MAIL_API_KEY taken, not readable',
      'DEPLOY_TOKEN not applied',
      'REGION not applied',
      'LOG_TOKEN not applied',
    ]);
  });

  test('is not planned where a value that has to be written is not known', async () => {
    await using platform = await openPlatform({ rows, variables: { ...variables, PROD_LOG_TOKEN: '' } });
    await expect(planOf(platform)).rejects.toThrow(
      'LOG_TOKEN for LOG_WORKER must be written, but its value is not known here',
    );
  });

  test('leaves a variable of the Worker’s own config to that config', async () => {
    await using platform = await openPlatform({ rows: '| LOG_WORKER | LOG_LEVEL | debug | info |\n' });
    platform.providers.cloudflare.state.scripts
      .get('logs')
      ?.variables.set('LOG_LEVEL', { type: 'plain_text', name: 'LOG_LEVEL', text: 'debug' });
    expect(await planOf(platform)).toMatchObject([{ key: 'LOG_LEVEL', action: 'blocked' }]);
  });

  test('brings no value of another environment to a platform: the table is mended first', async () => {
    await using platform = await openPlatform({
      rows: `| NEXTJS | FILES_URL | https://files-dev.acme.test | https://files.acme.test |
| NEXTJS | IMAGE_URL | https://images-dev.acme.test | https://files-dev.acme.test/images |
`,
    });
    const plan = await planOf(platform);
    expect(plan.map(({ key, action }) => `${action} ${key}`)).toEqual(['add FILES_URL', 'blocked IMAGE_URL']);
    expect(formatPlan(plan, 'prod', false)).toMatch(
      /! IMAGE_URL: IMAGE_URL of prod contains the host files-dev\.acme\.test of dev: correct the table first \(.*app\.table:4:\d+\)/,
    );
    const applied = await apply(platform, plan);
    const { production } = platform.providers.cloudflare.state.projects.get('site')?.variables ?? {};
    expect([...(production?.keys() ?? [])]).toEqual(['FILES_URL']);
    expect(formatApplied(applied, '', plan)).toMatch(
      /The one key is written: .*\nBlocked, and so not as the table says: IMAGE_URL \(NEXTJS\)\. The plan says why\.$/,
    );
  });

  test('keeps what can be read of the present values, and the names of the rest', async () => {
    await using platform = await openPlatform({ rows, variables });
    await apply(platform, await planOf(platform));
    const text = await readableValues(platform.profile, platform.reading());
    const file = await writeBackup(`${platform.directory}/backups`, 'deploy-prod', text, { keep: 3, now: new Date() });
    const backup = JSON.parse(readFileSync(file, 'utf8')) as { platforms: unknown[] };
    expect(backup.platforms).toContainEqual(
      expect.objectContaining({
        target: 'NEXTJS',
        values: { SITE_URL: 'https://www.acme.test' },
        namesOnly: ['MAIL_API_KEY'],
      }),
    );
  });
});
