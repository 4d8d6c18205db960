import type { KeyRule, TableValue } from '../../../profile/index.ts';
import { bareDeploymentName, convexHost, convexHostsIn } from '../../../settings/index.ts';
import { addressesIn, addressesOf, decoded, hostIdentity } from '../hosts.ts';
import { typeOf } from './value-type.ts';

export type MarkKind = 'host' | 'deployment' | 'database' | 'bucket';

/** Something in a value that belongs to one environment: a host, a deployment name, a database or a bucket. */
export interface ValueMark {
  kind: MarkKind;
  text: string;
}

/** A mark by which another environment is recognised in a value. */
export interface ForeignMark {
  kind: MarkKind;
  text: string;
  environment: string;
  /** Where the other environment's own value stands. */
  from: string;
}

const bucketSchemes = /^(s3|r2|gs):$/;
const databaseSchemes =
  /^(postgres|postgresql|mysql|mariadb|mongodb|mongodb\+srv|sqlserver|mssql|libsql|cockroachdb):$/;
const bucketKey = /(^|_)BUCKET(_NAME)?$/;
const hostKey = /(^|_)(HOST|HOSTNAME)$|^PGHOST$/;
/** A host with or without its port; a name of one label (`localhost`, `db`) is not a sign of anything. */
const bareHost = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?$/i;
const databaseKey = /(^|_)(DATABASE|DB)(_NAME|_ID)$|(^|_)PGDATABASE$/;

type MarkedValue = Pick<TableValue, 'key' | 'rule' | 'setting'>;

const known = new WeakMap<MarkedValue, readonly ValueMark[]>();

/** Every mark of a row's value, which is read once. Only set values have any. */
export function valueMarks(value: MarkedValue): readonly ValueMark[] {
  const { key, rule, setting } = value;
  if (!setting.isSet) return [];

  const marks = known.get(value) ?? marksIn(key, setting.value, rule, addressesOf(setting));
  known.set(value, marks);
  return marks;
}

/** Every mark in a text under a key, also percent-encoded inside a longer one. */
export function marksIn(
  key: string,
  value: string,
  rule: KeyRule,
  addresses: readonly URL[] = addressesIn(value),
): ValueMark[] {
  const marks: ValueMark[] = [];
  if (typeOf(key, rule).type === 'convex-deployment')
    marks.push({ kind: 'deployment', text: bareDeploymentName(value) });
  if (bucketKey.test(key)) marks.push({ kind: 'bucket', text: decoded(value).trim().toLowerCase() });
  if (databaseKey.test(key)) marks.push({ kind: 'database', text: decoded(value).trim().toLowerCase() });
  const host = hostKey.test(key) && bareHost.test(value.trim()) ? URL.parse(`http://${value.trim()}`) : null;
  if (host) marks.push({ kind: 'host', text: hostIdentity(host) });
  for (const url of addresses) marks.push(...marksOfAddress(url));
  // Without a scheme too: a policy for content and a list of hosts have none.
  for (const { deployment } of convexHostsIn(decoded(value))) marks.push({ kind: 'deployment', text: deployment });
  return [...new Map(marks.filter(({ text }) => text !== '').map((mark) => [markId(mark), mark])).values()];
}

function marksOfAddress(url: URL): ValueMark[] {
  const host = url.hostname.toLowerCase();
  if (bucketSchemes.test(url.protocol)) return [{ kind: 'bucket', text: host }];
  const convex = convexHost(host)?.deployment;
  const database = databaseSchemes.test(url.protocol) ? url.pathname.replace(/^\//, '').toLowerCase() : '';
  return [
    { kind: 'host', text: hostIdentity(url) },
    ...(convex === undefined ? [] : [{ kind: 'deployment' as const, text: convex }]),
    ...(database === '' ? [] : [{ kind: 'database' as const, text: `${hostIdentity(url)}/${database}` }]),
  ];
}

export function markId({ kind, text }: ValueMark): string {
  return `${kind} ${text}`;
}
