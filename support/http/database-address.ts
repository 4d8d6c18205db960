/** libpq's `sslmode`. Source: PostgreSQL documentation, libpq, "SSL Mode Descriptions". */
export type TlsMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** The parts of a PostgreSQL connection string. */
export interface DatabaseAddress {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  tls: TlsMode;
  /** Certificates in PEM that are trusted there besides the public ones. */
  ca?: string;
}

const tlsModes: Readonly<Record<string, TlsMode>> = {
  disable: 'disable',
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  'no-verify': 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
};

/** A connection string without what a driver writes around it: `jdbc:…`, `postgresql+asyncpg://…`, `mysql2://…`. */
export function plainConnection(written: string): string {
  return written
    .trim()
    .replace(/^jdbc:/i, '')
    .replace(/^(postgres(?:ql)?|mysql|mariadb)(?:\+[a-z0-9]+|2)(?=:\/\/)/i, '$1')
    .replace(/^(?:ecto|postgis)(?=:\/\/)/i, 'postgres');
}

/**
 * Parses a connection string, also with what a driver writes around it. As in every client, `host`, `port`, `user` and `dbname` in the query take precedence over
 * the rest of the URI. Source: PostgreSQL documentation, libpq, "Connection URIs".
 * @returns undefined if it is not the address of one PostgreSQL server: another engine, a local socket, several hosts
 */
export function databaseAddress(written: string): DatabaseAddress | undefined {
  const url = URL.parse(plainConnection(written));
  if (url === null || !/^postgres(?:ql)?:$/.test(url.protocol)) return undefined;

  const given = (name: string) => url.searchParams.get(name) || undefined;
  const host = given('host') ?? decoded(url.hostname).replace(/^\[(.*)\]$/, '$1');
  const port = Number(given('port') ?? (url.port || '5432'));
  if (host === '' || /[/,]/.test(host) || !Number.isInteger(port) || port < 1 || port > 65_535) return undefined;

  const user = given('user') ?? decoded(url.username);
  return {
    host: host.toLowerCase(),
    port,
    user,
    password: given('password') ?? decoded(url.password),
    database: given('dbname') ?? (decoded(url.pathname.slice(1)) || user),
    tls: tlsOf(given('sslmode'), given('ssl')),
  };
}

/** Without either parameter, TLS is tried first, as libpq does. */
function tlsOf(mode: string | undefined, ssl: string | undefined): TlsMode {
  if (mode !== undefined) return tlsModes[mode] ?? 'verify-full';
  if (ssl === undefined) return 'prefer';
  if (ssl === '0' || ssl === 'false') return 'disable';
  return 'verify-full';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address without user and password, for messages. */
export function shownDatabase({
  host,
  port,
  database,
}: Omit<DatabaseAddress, 'user' | 'password' | 'tls' | 'ca'>): string {
  return `postgres://${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}
