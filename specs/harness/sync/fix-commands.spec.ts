import { describe, expect, test } from 'vitest';
import type { KeyComparison } from '../../../support/families/config/index.ts';
import { fixCommands } from '../../../support/sync/fix-commands.ts';
import { syncDeployment } from './sync-deployment.ts';

const rows = `| A | CONVEX,NEXTJS | API_URL | https://api-dev.shop.test | https://api.shop.test |
| A | LOG_WORKER | LOG_LEVEL | debug | info |
| A | LOG_WORKER | LOG_TOKEN | made-up-1 | made-up-2 |
`;
const platforms = {
  convex: { url: { value: 'https://calm-river-456.convex.cloud' }, deployment: { value: 'prod:calm-river-456' } },
  cloudflare: { accountId: { value: 'made-up' }, apiToken: { value: 'made-up' } },
};
const sync = {
  targets: {
    NEXTJS: { platform: 'pages', name: { value: 'shop' } },
    LOG_WORKER: { platform: 'worker', name: { value: 'log' }, wrangler: 'worker/wrangler.jsonc' },
    CONVEX: { platform: 'convex' },
  },
} as const;

const compared = (
  key: string,
  target: string,
  platform: KeyComparison['platform'],
  over: Partial<KeyComparison> = {},
) => ({
  key,
  target,
  platform,
  place: `the ${platform}`,
  verdict: 'different' as const,
  expected: 'info',
  received: 'debug',
  runs: '',
  from: ['app.table:3:1'],
  ...over,
});

function commandsFor(
  comparisons: readonly KeyComparison[],
  text = rows,
  deploys = new Map<string, string>(),
): string[] {
  using deployment = syncDeployment(text, { platforms, sync });
  return fixCommands(deployment.profile('prod'), comparisons, deploys);
}

describe('the commands that bring platforms in line', () => {
  test('write backends before the site that reads them, and name what to confirm', () => {
    expect(
      commandsFor([
        compared('API_URL', 'NEXTJS', 'pages'),
        compared('LOG_TOKEN', 'LOG_WORKER', 'worker', { readable: false }),
        compared('LOG_LEVEL', 'LOG_WORKER', 'worker', { readable: true }),
        compared('API_URL', 'CONVEX', 'convex', { verdict: 'missing' }),
      ]),
    ).toEqual([
      '# CONVEX (convex): API_URL (missing)',
      'npm run sync-env -- --mode deploy-prod --only CONVEX --yes --confirm "shop"',
      '# LOG_WORKER (worker): LOG_TOKEN (different)',
      'npm run sync-env -- --mode deploy-prod --only LOG_WORKER --yes --confirm "shop"',
      '# LOG_WORKER (worker): set `vars.LOG_LEVEL` in worker/wrangler.jsonc to info',
      'npx wrangler deploy --config worker/wrangler.jsonc --env prod',
      '# NEXTJS (pages): API_URL (different)',
      'npm run sync-env -- --mode deploy-prod --only NEXTJS --yes --confirm "shop"',
      '# Then deploy the site again: a built site keeps the values of its build.',
    ]);
  });

  test('deploy the environment that the wrangler configuration has for the script', () => {
    const command = 'npx wrangler deploy --config worker/wrangler.jsonc --env production';
    const missing = compared('LOG_LEVEL', 'LOG_WORKER', 'worker', { verdict: 'missing' });
    expect(commandsFor([missing], rows, new Map([['LOG_WORKER', command]]))).toEqual([
      '# LOG_WORKER (worker): set `vars.LOG_LEVEL` in worker/wrangler.jsonc to info',
      command,
    ]);
  });

  test('are none where nothing drifted, and a comment where somebody has to decide', () => {
    expect(commandsFor([compared('API_URL', 'NEXTJS', 'pages', { verdict: 'equal' })])).toEqual([]);
    expect(commandsFor([compared('OLD', 'NEXTJS', 'pages', { verdict: 'unmanaged' })])).toEqual([
      '# OLD on the pages is in no row: add one, or run the sync of its target with --prune to remove it.',
    ]);
  });

  test('never carry a value of another environment on', () => {
    const wrong = rows.replace('https://api.shop.test', 'http://127.0.0.1:4000');
    expect(commandsFor([compared('API_URL', 'CONVEX', 'convex')], wrong)).toEqual([
      expect.stringMatching(/^# Correct the table first .*an address of this machine/),
    ]);
  });
});
