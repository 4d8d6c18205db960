import type { Column, FoundKey } from './found-values.ts';
import { foundKeys, targetOf } from './found-values.ts';
import type { Repository, WorkerFound } from './repository.ts';

/** A row of the table to be. */
export interface DraftRow {
  target: string;
  key: string;
  cells: Record<Column, string>;
}

/** Something that only the team knows: the cell in which it belongs. */
export interface OpenCell {
  key: string;
  column: Column;
  what: string;
  /** What stands there until then. */
  reference: string;
}

/** What `init` will write, as data. */
export interface Draft {
  repository: Repository;
  rows: readonly DraftRow[];
  open: readonly OpenCell[];
  /** The keys by which platforms take their values from the table. */
  keys: {
    site: string | undefined;
    convexUrl: string | undefined;
    worker: { url: string; found: WorkerFound; origins: string | undefined } | undefined;
  };
  /** Secrets of the table, which a run is given as variables. */
  secrets: readonly string[];
  /** Keys with a value in one environment alone; they are in no row. */
  leftOut: readonly string[];
  /** What was not found, in sentences. */
  notFound: readonly string[];
}

const devSite: Record<string, string> = {
  'Next.js': 'http://localhost:3000',
  'TanStack Start': 'http://localhost:3000',
};
const viteSite = 'http://localhost:5173';

/** Puts what was found together: a row for each key whose environments are known, and an open cell for each that is not. */
export function draftOf(repository: Repository, answers: Readonly<Record<string, string>> = {}): Draft {
  const found = foundKeys(repository);
  const rows = new Map<string, DraftRow>();
  const open: OpenCell[] = [];
  const notFound: string[] = [];
  const byName = (form: RegExp, not?: RegExp) => found.find(({ key }) => form.test(key) && !not?.test(key));
  const cell = (key: string, column: Column, text: string | undefined, what: string): string => {
    const given = answers[`${key} ${column}`] ?? text;
    if (given !== undefined) return given;
    const reference = `\${${column.toUpperCase()}_${key}}`;
    open.push({ key, column, what, reference });
    return reference;
  };
  const place = (key: string, target: string, known: FoundKey | undefined, what: string, dev?: string) => {
    rows.set(key, {
      target,
      key,
      cells: {
        dev: cell(key, 'dev', known?.values.dev?.text ?? dev, `${what} in dev`),
        prod: cell(key, 'prod', known?.values.prod?.text, `${what} in prod`),
      },
    });
    return key;
  };

  const [app] = repository.apps;
  const siteKey = byName(/(^|_)(SITE|APP|WEB|BASE|PUBLIC)_(URL|ORIGIN)$/, /CONVEX|API|WORKER/);
  const appTarget = targetOf(app?.folder ?? '', repository);
  const site = app
    ? place(
        siteKey?.key ?? 'SITE_URL',
        siteKey?.target ?? appTarget,
        siteKey,
        'the address of the site',
        devSite[app.framework] ?? viteSite,
      )
    : undefined;
  if (!app) notFound.push('a front end (next, vite, @tanstack/react-start or @sveltejs/kit in a package.json)');

  const urlKey = byName(/(^|_)CONVEX_URL$/);
  const convexUrl = repository.convex
    ? place(urlKey?.key ?? 'CONVEX_URL', urlKey?.target ?? appTarget, urlKey, 'the address of the Convex deployment')
    : undefined;
  if (repository.convex && convexUrl !== undefined) {
    const name = byName(/^CONVEX_DEPLOYMENT$/);
    const target = targetOf(repository.convex.folder, repository);
    const named = (column: Column) =>
      name?.values[column]?.text.replace(/\s*#.*$/, '') ?? deploymentIn(rows.get(convexUrl)?.cells[column], column);
    rows.set('CONVEX_DEPLOYMENT', {
      target,
      key: 'CONVEX_DEPLOYMENT',
      cells: {
        dev: cell('CONVEX_DEPLOYMENT', 'dev', named('dev'), 'the name of the Convex deployment in dev'),
        prod: cell('CONVEX_DEPLOYMENT', 'prod', named('prod'), 'the name of the Convex deployment in prod'),
      },
    });
    secret(rows, 'CONVEX_DEPLOY_KEY', target);
  } else notFound.push('Convex functions (a package.json with convex, and its folder of functions)');

  const [worker] = repository.workers;
  const workerUrl =
    worker && place(...workerKey(found, worker, repository), `the address of the Worker ${worker.name}`);
  const originsKey = worker && byName(/^(ALLOWED|CORS)_(ORIGINS?)$/);
  if (originsKey) place(originsKey.key, originsKey.target, originsKey, 'the origins that the Worker lets in');
  if (!worker) notFound.push('a Worker (a wrangler configuration with `main`)');
  else if (worker.health === undefined)
    notFound.push(`the health route of the Worker ${worker.name}: name it in platforms.worker.endpoints.health`);
  for (const extra of repository.workers.slice(1))
    notFound.push(`a place for the Worker ${extra.name}: one is configured; several are \`workers: { name: { … } }\``);

  const leftOut: string[] = [];
  for (const { key, target, values, isSecret } of found) {
    if (rows.has(key)) continue;
    if (isSecret) secret(rows, key, target);
    else if (values.dev && values.prod)
      rows.set(key, { target, key, cells: { dev: values.dev.text, prod: values.prod.text } });
    else leftOut.push(key);
  }
  return {
    repository,
    rows: [...rows.values()],
    open,
    keys: {
      site,
      convexUrl,
      worker:
        worker && workerUrl !== undefined ? { url: workerUrl, found: worker, origins: originsKey?.key } : undefined,
    },
    secrets: [...rows.values()]
      .filter(({ key, cells }) => cells.prod === `\${PROD_${key}}` && !open.some((each) => each.key === key))
      .map(({ key }) => key),
    leftOut,
    notFound: [...notFound, ...repository.unread],
  };
}

/** The table holds a reference in place of a secret; a run takes the value from an environment variable. */
function secret(rows: Map<string, DraftRow>, key: string, target: string): void {
  rows.set(key, { target, key, cells: { dev: `\${DEV_${key}}`, prod: `\${PROD_${key}}` } });
}

/** The name of a deployment, where its address contains it. */
function deploymentIn(address: string | undefined, column: Column): string | undefined {
  const name = /^https:\/\/([a-z]+-[a-z]+-\d+)(?:\.[a-z0-9-]+)?\.convex\.cloud\/?$/.exec(address ?? '')?.[1];
  return name === undefined ? undefined : `${column}:${name}`;
}

function workerKey(found: readonly FoundKey[], worker: WorkerFound, repository: Repository) {
  const form = /(WORKER|API|LOGS?|INGEST)(_\w+)?_URL$/;
  const known = found.find(({ key }) => form.test(key) && !/CONVEX|UPSTASH|REDIS/.test(key));
  return [known?.key ?? 'WORKER_URL', known?.target ?? targetOf(worker.folder, repository), known] as const;
}
