import { globSync } from 'node:fs';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Outcome } from '../../../support/check/index.ts';
import { type DeclaredCheck, enterSession, Session } from '../../../support/check/session.ts';
import type { WorkerInput } from '../../../support/platforms/worker/platform.ts';
import { loadDeployment, resolveProfile } from '../../../support/profile/index.ts';
import { sampleProfile } from '../check/sample-profile.ts';
import { logRoutes } from '../profile/worker-from.ts';

export interface GateOptions {
  /** `platforms.worker`, beside its address. */
  worker?: Omit<WorkerInput, 'url'>;
  /** Several Workers in its place, by name, each with its address. */
  workers?: Readonly<Record<string, Omit<WorkerInput, 'url'> & { url: string }>>;
  /** The environment that is run; the other one has an address at which nothing answers. */
  project?: 'prod' | 'dev';
  effects?: readonly string[];
  /** The most that a check may take. */
  checkMs?: number;
  /** More rows of the table: a value in dev and in prod. */
  rows?: Readonly<Record<string, readonly [dev: string, prod: string]>>;
  /** Files beside the config, by name. */
  files?: Readonly<Record<string, string>>;
}

export interface GateRun {
  outcomes: readonly Outcome[];
  /** What a check found, or why it is not verified; `held` where it held. */
  said: (check: string) => string[];
}

const root = path.join(import.meta.dirname, '../../..');
const nobody = 'https://nobody.example';
/** Until every spec is loaded, on a busy machine. */
const collectWithinMs = 60_000;

/** Runs the gate of an environment on a Worker at this address, with a config such as a team would write. */
export async function gateOn(url: string, options: GateOptions = {}): Promise<GateRun> {
  const {
    worker = {},
    workers,
    project = 'prod',
    effects = [],
    checkMs = 20_000,
    files = {},
    rows: more = {},
  } = options;
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'airlock-gate-'));
  const column = (environment: string, address: string) => (environment === project ? address : nobody);
  const several = Object.entries(workers ?? {});
  const keys = several.length === 0 ? [['WORKER_URL', url]] : several.map(([name, each]) => [keyOf(name), each.url]);
  const rows = keys.map(
    ([key = '', address = '']) =>
      `| Logs | NEXTJS | ${key} | ${column('dev', address)} | ${column('prod', address)} |\n`,
  );
  for (const [key, [dev, prod]] of Object.entries(more)) rows.push(`| Logs | NEXTJS | ${key} | ${dev} | ${prod} |\n`);
  await writeFile(
    path.join(directory.path, 'app.table'),
    `| GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |\n|---|---|---|---|---|\n${rows.join('')}`,
  );
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(directory.path, name), text);
  const environment = (name: string, kind: string) => ({
    class: kind,
    loopback: true,
    ...(name === project && { effects }),
  });
  const deployment = {
    name: 'acme',
    table: { file: 'app.table', targets: ['NEXTJS'] },
    environments: { dev: environment('dev', 'development'), prod: environment('prod', 'production') },
    limits: { checkMs },
    platforms:
      several.length === 0
        ? { worker: { url: { key: 'WORKER_URL' }, ...logRoutes, ...worker } }
        : {
            workers: Object.fromEntries(several.map(([name, each]) => [name, { ...each, url: { key: keyOf(name) } }])),
          },
  };
  const configFile = path.join(directory.path, 'deployment.config.ts');
  await writeFile(
    configFile,
    `import { defineDeployment } from '${root}/support/profile/index.ts';\nexport default defineDeployment(${JSON.stringify(deployment)});\n`,
  );

  const outcomes = await run(configFile, project);
  const said = (check: string) => {
    const outcome = outcomes.find((each) => each.check === check);
    if (!outcome) throw new Error(`there is no check ${check}`);
    const { kind, findings, reason } = outcome;
    if (kind === 'held') return ['held'];
    return findings.length > 0 ? findings.map(({ what }) => what) : [`${kind}: ${reason}`];
  };
  return { outcomes, said };
}

function keyOf(name: string): string {
  return `${name.toUpperCase()}_URL`;
}

let collected: Promise<readonly DeclaredCheck[]> | undefined;

/** The checks of the platform; a spec is evaluated once for the whole process, since it declares data. */
async function collect(): Promise<readonly DeclaredCheck[]> {
  const files = globSync('specs/worker/*.spec.ts', { cwd: root }).map((file) => path.join(root, file));
  const { limits } = sampleProfile();
  const profiles = [sampleProfile({ limits: { ...limits, checkMs: collectWithinMs } })];
  await using session = new Session({ profiles, files, audit: false });
  enterSession(session);
  try {
    await session.collect();
  } finally {
    enterSession(undefined);
  }
  if (session.checks.length !== files.length) throw new Error('not every spec of the platform declares a check');
  return session.checks;
}

async function run(configFile: string, environment: string): Promise<readonly Outcome[]> {
  collected ??= collect();
  const checks = await collected;
  const loaded = await loadDeployment(configFile);
  const profile = resolveProfile(loaded, environment, { variables: {}, spanning: false });
  await using session = new Session({ profiles: [profile], files: [], audit: false });
  for (const { definition, place } of checks) session.add(definition, place);
  await session.start();
  return await Promise.all(checks.map(({ definition }) => session.outcome(definition, environment)));
}
