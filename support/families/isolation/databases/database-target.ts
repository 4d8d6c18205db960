import { databaseAddress, plainConnection } from '../../../http/index.ts';

/** Where a connection string leads, aliases of one server resolved. */
export interface DatabaseTarget {
  engine: string;
  host: string;
  port: string;
  database: string;
  user: string;
}

const engines: Readonly<Record<string, { engine: string; port: string }>> = {
  postgres: { engine: 'postgres', port: '5432' },
  postgresql: { engine: 'postgres', port: '5432' },
  mysql: { engine: 'mysql', port: '3306' },
  mariadb: { engine: 'mysql', port: '3306' },
  mongodb: { engine: 'mongodb', port: '27017' },
  'mongodb+srv': { engine: 'mongodb', port: '27017' },
  redis: { engine: 'redis', port: '6379' },
  rediss: { engine: 'redis', port: '6379' },
};

/** `scheme://user:password@one:5432,other:5432/app`: libpq and MongoDB try them in turn. */
const severalHosts = /^([a-z0-9+.-]+:\/\/(?:[^/?#]*@)?)([^/?#@]*,[^/?#@]*)(.*)$/is;

/**
 * The target of a connection string. A pooler's address and the server's own are one: Neon writes `-pooler` into the
 * host, Supabase the project into the user and another port. Undefined where it is not a connection string.
 */
export function databaseTarget(written: string): DatabaseTarget | undefined {
  const plain = plainConnection(written);
  const several = severalHosts.exec(plain);
  if (several !== null) {
    const [, before = '', hosts = '', behind = ''] = several;
    const list = hosts.split(',').map((host) => databaseTarget(`${before}${host}${behind}`));
    const [first] = list;
    if (first === undefined || list.includes(undefined)) return undefined;
    const names = list.flatMap((each) =>
      each === undefined ? [] : [each.port === '' ? each.host : `${each.host}:${each.port}`],
    );
    return { ...first, host: names.sort().join(','), port: '' };
  }
  if (!URL.canParse(plain)) return undefined;
  const url = new URL(plain);
  const scheme = url.protocol.slice(0, -1).toLowerCase();
  const { engine, port } = engines[scheme] ?? { engine: scheme, port: '' };
  const address = databaseAddress(plain);
  const hostname = address?.host ?? url.hostname;
  const user = address?.user ?? decodeURIComponent(url.username);
  const database =
    address?.database ?? (decodeURIComponent(url.pathname.replace(/^\//, '')) || (engine === 'redis' ? '0' : user));
  const supabase =
    /^(?:db\.)?([a-z0-9]{16,})\.supabase\.(?:co|net)$/.exec(hostname)?.[1] ??
    (/\.pooler\.supabase\.com$/.test(hostname) ? /\.([a-z0-9]{16,})$/.exec(user)?.[1] : undefined);
  if (supabase !== undefined)
    return { engine, host: `${supabase} (Supabase)`, port: '', database, user: user.replace(`.${supabase}`, '') };
  const neon = /^(ep-[a-z0-9-]+?)(?:-pooler)?(\..*neon\.tech)$/.exec(hostname);
  return {
    engine,
    host: (neon ? `${neon[1]}${neon[2]}` : hostname).toLowerCase().replace(/\.$/, ''),
    port: String(address?.port ?? (url.port || port)),
    database,
    user,
  };
}

/** "db.acme.com:5432/app", without user and password. */
export function shownTarget({ host, port, database }: DatabaseTarget): string {
  return `${host}${port === '' ? '' : `:${port}`}/${database}`;
}

/** Whether two targets are one database: another user or another pooler in front of it changes nothing of that. */
export function isSameDatabase(one: DatabaseTarget, other: DatabaseTarget): boolean {
  const servers = new Set(serversOf(one));
  return (
    one.engine === other.engine && one.database === other.database && serversOf(other).some((each) => servers.has(each))
  );
}

function serversOf({ host, port }: DatabaseTarget): string[] {
  return host.includes(',') ? host.split(',') : [`${host}${port === '' ? '' : `:${port}`}`];
}
