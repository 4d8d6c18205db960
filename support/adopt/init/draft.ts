import { parseTable } from '../../profile/index.ts';
import { draftKeys, type KnownKey, type KnownKeys } from './draft-keys.ts';
import type { Column } from './found-values.ts';
import { targetOf } from './found-values.ts';
import { namesFor } from './names.ts';
import type { AppFound, Repository } from './repository.ts';
import type { WorkerFound } from './workers.ts';
import { type DraftRow, tableLines } from './write-table.ts';

/** Something that only the team knows: the cell in which it belongs. */
export interface OpenCell {
  key: string;
  column: Column;
  what: string;
  /** What stands there until then. */
  reference: string;
}

/** How a setting of the config names its row. */
export interface KeyOf {
  key: string;
  /** Only where rows of several packages have the key with different values. */
  target?: string;
}

/** What `init` will write, as data. */
export interface Draft {
  repository: Repository;
  rows: readonly DraftRow[];
  open: readonly OpenCell[];
  /** The keys by which platforms take their values from the table. */
  sites: readonly { name: string; app: AppFound; url: KeyOf }[];
  convexUrl: KeyOf | undefined;
  workers: readonly { name: string; found: WorkerFound; url: KeyOf; origins: KeyOf | undefined }[];
  /** Workers without a health route that is known: they stay a comment. */
  silent: readonly { name: string; found: WorkerFound; key: string }[];
  /** Secrets of the table, which a run is given as variables. */
  secrets: readonly string[];
  /** Keys with a value in one environment alone, or with one that no cell can hold; they are in no row. */
  leftOut: readonly string[];
  /** What was not found, in sentences. */
  notFound: readonly string[];
}

const devSite: Record<string, string> = {
  'Next.js': 'http://localhost:3000',
  'TanStack Start': 'http://localhost:3000',
  Nuxt: 'http://localhost:3000',
  Remix: 'http://localhost:3000',
  SolidStart: 'http://localhost:3000',
  'Create React App': 'http://localhost:3000',
  Astro: 'http://localhost:4321',
  Angular: 'http://localhost:4200',
  Gatsby: 'http://localhost:8000',
};
const viteSite = 'http://localhost:5173';
const siteForm = /(^|_)(SITE|APP|WEB|BASE|PUBLIC)_(URL|ORIGIN)$/;
const workerForm = /(WORKER|API|LOGS?|INGEST)(_\w+)?_URL$/;

/** Puts what was found together: a row for each key whose environments are known, and an open cell for each that is not. */
export function draftOf(repository: Repository, answers: Readonly<Record<string, string>> = {}): Draft {
  const known = draftKeys(repository);
  const rows = new Rows(known, answers);
  const sites = draftSites(repository, known, rows);
  const convexUrl = draftConvex(repository, known, rows);
  const { workers, silent } = draftWorkers(repository, known, rows);

  const leftOut: string[] = [];
  for (const each of known.all) {
    const { key, target, values, isSecret } = each;
    if (rows.has(each)) continue;
    if (isSecret) rows.addSecret(key, target);
    else if (values.dev !== undefined && values.prod !== undefined)
      rows.add({ target, key, cells: { dev: values.dev, prod: values.prod } });
    else leftOut.push(key);
  }
  const kept = rows.all.filter((row) => isReadBack(row));
  const keptKeys = new Set(kept.map(({ key }) => key));
  return {
    repository,
    rows: kept,
    open: rows.open,
    sites,
    convexUrl,
    workers,
    silent,
    secrets: [...new Set(kept.filter(({ key, cells }) => rows.isSecret(key, cells)).map(({ key }) => key))],
    leftOut: [...new Set([...leftOut, ...rows.all.map(({ key }) => key)])].filter((key) => !keptKeys.has(key)),
    notFound: [...missingParts(repository, silent), ...repository.unread],
  };
}

function draftSites(repository: Repository, known: KnownKeys, rows: Rows): Draft['sites'] {
  const { apps } = repository;
  const names = namesFor(apps.map(({ folder }) => folder || repository.name));
  return apps.map((app, index) => {
    const target = targetOf(app.folder, repository);
    const own = known.find(siteForm, { target, not: /CONVEX|API|WORKER/ });
    // The one site of a repository may have its address in another package.
    const found = own ?? (apps.length === 1 ? known.find(siteForm, { not: /CONVEX|API|WORKER/ }) : undefined);
    const name = names[index] ?? 'site';
    const key = apps.length === 1 ? 'SITE_URL' : `${variableOf(name)}_SITE_URL`;
    const dev = devSite[app.framework] ?? viteSite;
    const url = rows.place(found ?? { key, target }, `the address of the site${apps.length === 1 ? '' : ` ${name}`}`, {
      dev,
    });
    return { name, app, url };
  });
}

function draftConvex(repository: Repository, known: KnownKeys, rows: Rows): KeyOf | undefined {
  const { convex, apps } = repository;
  if (!convex) return undefined;
  const form = /(^|_)CONVEX_URL$/;
  const caller = apps.find(({ callsConvex }) => callsConvex) ?? apps[0];
  const target = targetOf(caller?.folder ?? convex.folder, repository);
  const found = known.find(form, { target }) ?? known.find(form, {});
  const url = rows.place(found ?? { key: 'CONVEX_URL', target }, 'the address of the Convex deployment');
  const backend = targetOf(convex.folder, repository);
  const name = known.find(/^CONVEX_DEPLOYMENT$/, {});
  const named = (column: Column) =>
    name?.values[column]?.replace(/\s*#.*$/, '') ?? deploymentIn(rows.cell(url, column), column);
  const [dev, prod] = [named('dev'), named('prod')];
  rows.place({ key: 'CONVEX_DEPLOYMENT', target: backend }, 'the name of the Convex deployment', {
    ...(dev !== undefined && { dev }),
    ...(prod !== undefined && { prod }),
  });
  rows.addSecret('CONVEX_DEPLOY_KEY', backend);
  return url;
}

function draftWorkers(repository: Repository, known: KnownKeys, rows: Rows): Pick<Draft, 'workers' | 'silent'> {
  const apart = repository.workers.filter(({ isSite }) => !isSite);
  const names = namesFor(apart.map(({ name }) => name));
  const workers: Draft['workers'][number][] = [];
  const silent: Draft['silent'][number][] = [];
  for (const [index, found] of apart.entries()) {
    const name = names[index] ?? 'worker';
    const target = targetOf(found.folder, repository);
    const not = /CONVEX|UPSTASH|REDIS/;
    const bare = variableOf(name)
      .replace(/_WORKER$/, '')
      .replace(/S$/, '');
    const word = new RegExp(`(^|_)${bare}S?(_\\w+)?_URL$`);
    const own = known.find(word, { not }) ?? (apart.length === 1 ? known.find(workerForm, { not }) : undefined);
    const fallback = apart.length === 1 ? 'WORKER_URL' : `${variableOf(name)}_URL`;
    const what = `the address of the Worker ${found.name}`;
    if (found.health === undefined) {
      silent.push({ name, found, key: own?.key ?? fallback });
      if (found.addresses.prod !== undefined) rows.place(own ?? { key: fallback, target }, what, found.addresses);
      continue;
    }
    const url = rows.place(own ?? { key: fallback, target }, what, found.addresses);
    const originsKey = known.find(/^(ALLOWED|CORS)_ORIGINS?$/, { target });
    const origins = originsKey && rows.place(originsKey, `the origins that the Worker ${found.name} lets in`);
    workers.push({ name, found, url, origins });
  }
  return { workers, silent };
}

function missingParts({ apps, workers, convex }: Repository, silent: Draft['silent']): string[] {
  return [
    ...(apps.length === 0
      ? ['a front end (a framework such as next, vite with index.html, astro or @sveltejs/kit in a package.json)']
      : []),
    ...(convex ? [] : ['Convex functions (a package.json with convex, and its folder of functions)']),
    ...(workers.some(({ isSite }) => !isSite)
      ? []
      : ['a Worker beside the site (a wrangler configuration with `main`)']),
    ...silent.map(
      ({ found }) =>
        `a health route of the Worker ${found.name} (/health, /healthz …): it stays a comment in the config, and is not checked`,
    ),
  ];
}

/** The rows, in the order in which they were found. */
class Rows {
  readonly #known: KnownKeys;
  readonly #answers: Readonly<Record<string, string>>;
  readonly #rows: DraftRow[] = [];
  readonly open: OpenCell[] = [];

  constructor(known: KnownKeys, answers: Readonly<Record<string, string>>) {
    this.#known = known;
    this.#answers = answers;
  }

  get all(): readonly DraftRow[] {
    return this.#rows;
  }

  has({ key, target }: { key: string; target: string }): boolean {
    return this.#rows.some((row) => row.key === key && row.target === target);
  }

  add(row: DraftRow): void {
    if (!this.has(row)) this.#rows.push(row);
  }

  /** The table holds a reference in place of a secret; a run takes the value from an environment variable. */
  addSecret(key: string, target: string): void {
    if (!this.#rows.some((row) => row.key === key))
      this.add({ target, key, cells: { dev: `\${DEV_${key}}`, prod: `\${PROD_${key}}` } });
  }

  /** A row for a setting of the config: what is known, or an answer, or a reference that stays open. */
  place(
    wanted: Pick<KnownKey, 'key' | 'target'> & Partial<Pick<KnownKey, 'values'>>,
    what: string,
    otherwise: Partial<Record<Column, string>> = {},
  ): KeyOf {
    const { key, target, values = {} } = wanted;
    const cell = (column: Column) => {
      const given = this.#answers[`${key} ${column}`] ?? values[column] ?? otherwise[column];
      if (given !== undefined) return given;
      const reference = `\${${column.toUpperCase()}_${key}}`;
      this.open.push({ key, column, what: `${what} in ${column}`, reference });
      return reference;
    };
    if (!this.has({ key, target })) this.#rows.push({ target, key, cells: { dev: cell('dev'), prod: cell('prod') } });
    return { key, ...(this.#known.isDivided(key) && { target: target.split(', ')[0] ?? target }) };
  }

  cell({ key, target }: KeyOf, column: Column): string | undefined {
    return this.#rows.find((row) => row.key === key && (target === undefined || row.target === target))?.cells[column];
  }

  isSecret(key: string, cells: DraftRow['cells']): boolean {
    return cells.prod === `\${PROD_${key}}` && !this.open.some((each) => each.key === key);
  }
}

/** A value with a line end or with spaces around it would be another one once it is read from the table. */
function isReadBack(row: DraftRow): boolean {
  const { table, problems } = parseTable(tableLines([row]).join('\n'), {
    file: 'table',
    environments: ['dev', 'prod'],
  });
  const { rows } = table;
  const [read] = rows;
  if (problems.length > 0 || rows.length !== 1 || read === undefined) return false;
  return (['dev', 'prod'] as const).every((column) => read.values.get(column)?.text === row.cells[column]);
}

/** `LOG_WORKER` of `log-worker`. */
function variableOf(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

/** The name of a deployment, where its address contains it. */
function deploymentIn(address: string | undefined, column: Column): string | undefined {
  const name = /^https:\/\/([a-z]+-[a-z]+-\d+)(?:\.[a-z0-9-]+)?\.convex\.cloud\/?$/.exec(address ?? '')?.[1];
  return name === undefined ? undefined : `${column}:${name}`;
}
