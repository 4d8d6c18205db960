import { below, itemsOf, textOf } from './located-tree.ts';
import type { ComposeService } from './project-model.ts';
import { shellWords } from './shell-words.ts';

/** What a service is to the data of a deployment. */
export type ServerKind = 'database' | 'store' | undefined;

/**
 * Programs that serve a database, and those that serve a cache or a queue. Source: the manual of each server on how it is started.
 */
export const serverPrograms: Readonly<Record<string, ServerKind>> = {
  postgres: 'database',
  postmaster: 'database',
  mysqld: 'database',
  mariadbd: 'database',
  mongod: 'database',
  cockroach: 'database',
  'clickhouse-server': 'database',
  sqlservr: 'database',
  patroni: 'database',
  mysqld_safe: 'database',
  mongos: 'database',
  scylla: 'database',
  cassandra: 'database',
  couchdb: 'database',
  influxd: 'database',
  arangod: 'database',
  sqld: 'database',
  surreal: 'database',
  neo4j: 'database',
  elasticsearch: 'store',
  opensearch: 'store',
  meilisearch: 'store',
  'redis-server': 'store',
  'valkey-server': 'store',
  'keydb-server': 'store',
  dragonfly: 'store',
  memcached: 'store',
};

/**
 * Images whose own command is a server, by the last part of the repository's name, without a major version at its end. Source: the pages
 * of these images on Docker Hub, Quay and the GitHub Container Registry.
 */
export const serverImages: Readonly<Record<string, ServerKind>> = {
  postgres: 'database',
  postgresql: 'database',
  'postgresql-repmgr': 'database',
  pgvector: 'database',
  postgis: 'database',
  timescaledb: 'database',
  'timescaledb-ha': 'database',
  age: 'database',
  spilo: 'database',
  mysql: 'database',
  mariadb: 'database',
  mongo: 'database',
  mongodb: 'database',
  cockroach: 'database',
  'clickhouse-server': 'database',
  'supabase-postgres': 'database',
  'postgres-cluster': 'database',
  'postgres-ha': 'database',
  'crunchy-postgres': 'database',
  'crunchy-postgres-gis': 'database',
  paradedb: 'database',
  'mysql-server': 'database',
  'percona-server': 'database',
  percona: 'database',
  'percona-xtradb-cluster': 'database',
  'mariadb-galera': 'database',
  'mongodb-community-server': 'database',
  'mongodb-enterprise-server': 'database',
  'mongodb-atlas-local': 'database',
  'percona-server-mongodb': 'database',
  'azure-sql-edge': 'database',
  'oracle-xe': 'database',
  'oracle-free': 'database',
  db2: 'database',
  clickhouse: 'database',
  yugabyte: 'database',
  tidb: 'database',
  cassandra: 'database',
  scylla: 'database',
  couchdb: 'database',
  couchbase: 'database',
  neo4j: 'database',
  arangodb: 'database',
  rethinkdb: 'database',
  crate: 'database',
  memgraph: 'database',
  influxdb: 'database',
  questdb: 'database',
  surrealdb: 'database',
  'libsql-server': 'database',
  'dynamodb-local': 'database',
  elasticsearch: 'store',
  opensearch: 'store',
  meilisearch: 'store',
  typesense: 'store',
  qdrant: 'store',
  weaviate: 'store',
  milvus: 'store',
  chroma: 'store',
  redis: 'store',
  dragonfly: 'store',
  valkey: 'store',
  'redis-stack': 'store',
  'redis-stack-server': 'store',
  keydb: 'store',
  memcached: 'store',
};

/** What only starts another program. */
const wrappers =
  /^(?:docker-entrypoint\.sh|entrypoint\.sh|tini|dumb-init|gosu|su-exec|exec|env|nice|setpriv|s6-setuidgid)$/;
const shells = /^(?:ba|da|a|z)?sh$/;

/** Whether a service serves a database or a store: by the program that it runs, else by its image's own. */
export function serverKind(service: ComposeService): ServerKind {
  const words = (key: string) => {
    const list = below(service.node, key);
    return list ? itemsOf(list).flatMap((item) => textOf(item) ?? []) : undefined;
  };
  const entrypoint = words('entrypoint') ?? service.dockerfile?.entrypoint ?? [];
  // An entry point of the service's own takes the image's command away too.
  const command = words('command') ?? (words('entrypoint') ? [] : service.dockerfile?.command) ?? [];
  const started = programsIn([...entrypoint, ...command]);
  const known = started.map((program) => serverPrograms[program]).find((kind) => kind !== undefined);
  if (known !== undefined) return known;
  // An option alone is one of the image's own program.
  if (started.length === 0) return imageKind(service);
  // A script of the team's own may start the server: where the data is kept, or where it is reached, it does.
  const isOwnScript = started.some((program) => !clients.test(program));
  return isOwnScript && looksServing(service) ? imageKind(service) : undefined;
}

/** Programs of such images that serve nothing. */
const clients =
  /^(?:psql|pg_\w+|createdb|createuser|vacuumdb|reindexdb|pgbench|mysql|mysqldump|mysqladmin|mysqlsh|mariadb|mariadb-\w+|mongo|mongosh|mongodump|mongorestore|mongoimport|redis-cli|valkey-cli|cqlsh|sqlcmd|bcp|clickhouse-client|curl|wget|sleep|tail|cat|echo|true|exit|cron|crond|supercronic)$/;

/** Where images of databases keep their data. */
const dataFolder =
  /^(?:\/var\/lib\/(?:postgresql|mysql|mongodb|redis|clickhouse)|\/data\/db|\/bitnami)(?:\/|$)|^\/var\/opt\/mssql/;

function looksServing({ mounts, ports }: ComposeService): boolean {
  return ports.length > 0 || mounts.some(({ target, readOnly }) => !readOnly && dataFolder.test(target));
}

function imageKind(service: ComposeService): ServerKind {
  const name = imageOf(service);
  if (name === undefined) return undefined;
  if (/\bmssql\/(?:[\w.-]+\/)*server\b|\.oracle\.com\/database\//.test(name)) return 'database';
  // Some have their major version in the name: `spilo-16`.
  const repository = repositoryOf(name);
  return serverImages[repository] ?? serverImages[repository.replace(/-\d+$/, '')];
}

function imageOf({ image, dockerfile, buildContext }: ComposeService): string | undefined {
  return buildContext === undefined ? image?.text : (dockerfile?.base ?? image?.text);
}

/** Whether a service may serve a database, and nothing tells: its image is a variable whose value is not known. */
export function mayServe(service: ComposeService): boolean {
  const name = imageOf(service);
  return name !== undefined && serverKind(service) === undefined && repositoryOf(name).includes('$');
}

/** The last part of an image's name, without registry, tag and digest. */
export function repositoryOf(image: string): string {
  return (
    image
      .replace(/@.*$/, '')
      .replace(/:[^:/]*$/, '')
      .split('/')
      .at(-1)
      ?.toLowerCase() ?? ''
  );
}

/** The tag of an image; undefined where it has none. */
export function tagOf(image: string): string | undefined {
  return /:([^:/@]*)(?:@.*)?$/.exec(image)?.[1];
}

/** The names of the programs that a command line starts. */
export function programsIn(words: readonly string[]): string[] {
  const [first, ...rest] = words;
  if (first === undefined || first.startsWith('-')) return [];
  const name = first.split('/').at(-1) ?? '';
  if (shells.test(name)) {
    const at = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
    return at < 0
      ? rest.slice(0, 1).map((script) => script.split('/').at(-1) ?? '')
      : scriptPrograms(rest[at + 1] ?? '');
  }
  if (!wrappers.test(name)) return [name];
  const after = rest.findIndex((word) => !word.startsWith('-') && !/^\w+=/.test(word));
  const skipsUser = name === 'gosu' || name === 'su-exec' || name === 's6-setuidgid';
  return after < 0 ? [] : programsIn(rest.slice(after + (skipsUser ? 1 : 0)));
}

function scriptPrograms(script: string): string[] {
  return script.split(/&&|\|\||[;|&\n]/).flatMap((part) => {
    try {
      return programsIn(shellWords(part.trim(), { file: '', line: 1, column: 1 }));
    } catch {
      return [];
    }
  });
}
