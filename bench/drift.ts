import path from 'node:path';
import { openPlatform } from '../fixtures/deployments/open-platform.ts';
import { judgePlaceholder, judgeShape } from '../support/families/config/index.ts';
import { compareEnvironment } from '../support/sync/compare-environment.ts';
import { planDeploy } from '../support/sync/deploy-plan.ts';
import { loadTable, parseTable } from '../support/table/index.ts';
import { median } from './median.ts';

const latencyMs = 80;
const keysEach = 500;
const runs = 3;

export interface DriftFigures {
  latencyMs: number;
  keys: number;
  /** Reading, comparing and planning. */
  driftMs: number;
  requests: number;
  /** The same requests one after another, with plain `fetch`. */
  sequentialMs: number;
  ratio: number;
  /** Parsing and judging 500 rows in process. */
  validateMs: number;
}

const targets = ['NEXTJS', 'GITHUB', 'GITHUB_SHARED', 'LOG_WORKER', 'MAIL_WORKER'] as const;

/** Measures drift and plan for five targets with 500 keys each, with latency. */
export async function benchDrift(): Promise<DriftFigures> {
  const rows = targets
    .flatMap((target) =>
      Array.from(
        { length: keysEach },
        (_, index) => `| ${target} | ${target}_${index} | dev-${index} | prod-${index} |\n`,
      ),
    )
    .join('');
  await using platform = await openPlatform({
    rows,
    latencyMs,
    config: {
      table: { file: 'app.table', targets: [...targets] },
      sync: {
        targets: {
          NEXTJS: { platform: 'pages', name: { value: 'site' } },
          GITHUB: { platform: 'github', environment: { value: 'production' } },
          GITHUB_SHARED: { platform: 'github' },
          LOG_WORKER: { platform: 'worker', name: { value: 'logs' } },
          MAIL_WORKER: { platform: 'worker', name: { value: 'mail' } },
        },
      },
    },
  });
  const { cloudflare, github } = platform.providers;
  cloudflare.state.addScript('mail');

  for (let index = 0; index < keysEach; index += 1) {
    const value = `prod-${index}`;
    const name = (target: string) => `${target}_${index}`;
    cloudflare.state.projects.get('site')?.variables.production.set(name('NEXTJS'), { type: 'plain_text', value });

    for (const [script, target] of [
      ['logs', 'LOG_WORKER'],
      ['mail', 'MAIL_WORKER'],
    ] as const)
      cloudflare.state.scripts
        .get(script)
        ?.variables.set(name(target), { type: 'plain_text', name: name(target), text: value });

    github.state.environments.get('production')?.set('variables', name('GITHUB'), value);
    github.state.store.set('variables', name('GITHUB_SHARED'), value);
  }

  const seen = () => [...cloudflare.served.requests, ...github.served.requests];
  const driftMs: number[] = [];
  let requests = 0;

  for (let run = 0; run <= runs; run += 1) {
    const before = seen().length;
    const started = performance.now();
    const result = await compareEnvironment(platform.profile, platform.reading());
    const plan = planDeploy(platform.profile, result.comparisons, { prune: false });
    const took = performance.now() - started;
    if (plan.length !== targets.length * keysEach || plan.some(({ action }) => action !== 'unchanged'))
      throw new Error(`the comparison is wrong, so its time is meaningless: ${plan.length} keys`);

    requests = seen().length - before;
    if (run > 0) driftMs.push(took);
  }

  const sequentialMs = await sequentially(platform, requests);
  const drift = median(driftMs);
  return {
    latencyMs,
    keys: targets.length * keysEach,
    driftMs: drift,
    requests,
    sequentialMs,
    ratio: drift / sequentialMs,
    validateMs: validate(platform),
  };
}

/** Sends the same requests one after another, on keep-alive connections. */
async function sequentially(
  { providers: { cloudflare, github } }: Awaited<ReturnType<typeof openPlatform>>,
  number: number,
): Promise<number> {
  const calls = [
    ...cloudflare.served.requests.map(({ path: asked }) => ({
      api: cloudflare.relay.url,
      asked,
      token: cloudflare.token,
    })),
    ...github.served.requests.map(({ path: asked }) => ({ api: github.relay.url, asked, token: github.token })),
  ];
  const unique = [...new Map(calls.map((call) => [call.api + call.asked, call])).values()].slice(0, number);
  const started = performance.now();

  for (const { api, asked, token } of unique) {
    const response = await fetch(`${api}${asked}`, {
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'bench' },
    });
    if (!response.ok) throw new Error(`a request of the sequence failed: status ${response.status}`);
    await response.arrayBuffer();
  }

  return performance.now() - started;
}

/** Parses 500 rows and judges their values, in process. */
function validate({ profile, directory }: Awaited<ReturnType<typeof openPlatform>>): number {
  const { table } = loadTable(path.join(directory, 'app.table'), { environments: ['dev', 'prod'] });
  const head = '| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n|---|---|---|---|\n';
  const text =
    head +
    table.rows
      .slice(0, keysEach)
      .map(
        ({ key, targets: [target], values }) =>
          `| ${target?.text} | ${key.text} | ${values.get('dev')?.text} | ${values.get('prod')?.text} |\n`,
      )
      .join('');
  const values = profile.table.values.slice(0, keysEach);
  const times: number[] = [];

  for (let run = 0; run < 20; run += 1) {
    const started = performance.now();
    const { table: parsed } = parseTable(text, { file: 'app.table', environments: ['dev', 'prod'] });
    const findings = values.flatMap((value) => [...judgeShape(value), ...judgePlaceholder(value)]);
    if (parsed.rows.length !== keysEach || findings.length > 0)
      throw new Error('the validation is wrong, so its time is meaningless');

    times.push(performance.now() - started);
  }

  return median(times);
}
