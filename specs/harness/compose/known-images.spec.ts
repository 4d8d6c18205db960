import { describe, expect, test } from 'vitest';
import { readDockerfile } from '../../../support/compose/dockerfile.ts';
import { lackingTools, lacksTool, officialName } from '../../../support/compose/image-tools.ts';
import { type ServerKind, serverImages, serverKind, serverPrograms } from '../../../support/compose/what-runs.ts';
import { readingOf } from './compose-reading.ts';

const clients = 'pg_isready psql redis-cli mysqladmin mongosh';

/** What each image lacks and has, by hand from its Dockerfile. */
const tools: readonly [image: string, lacks: string, has: string][] = [
  ['node:22-alpine', `curl bash ${clients}`, 'wget nc node sh'],
  ['node:22-bookworm-slim', `curl wget nc ${clients}`, 'node bash'],
  ['node:22', clients, 'curl wget node python3'],
  ['docker.io/library/node:22-slim', 'curl wget', 'node'],
  ['public.ecr.aws/docker/library/python:3.13-alpine3.22', `curl bash ${clients}`, 'python wget'],
  ['python:3.13-slim', `curl wget nc ${clients}`, 'python python3'],
  ['python', clients, 'curl'],
  ['golang:1.25-alpine', `curl bash ${clients}`, 'wget'],
  ['golang:1.25', clients, 'curl'],
  ['ruby:3.4-alpine', `curl ${clients}`, 'wget ruby'],
  ['ruby:3.4-slim', `curl wget nc ${clients}`, 'ruby'],
  ['rust:1-alpine', `curl ${clients}`, 'wget'],
  ['rust:1-slim-bookworm', `curl wget nc ${clients}`, 'cargo'],
  ['elixir:1.18-alpine', `curl ${clients}`, 'wget elixir'],
  ['hexpm/elixir:1.18.2-erlang-27.2-debian-bookworm-20250113-slim', `curl wget nc ${clients}`, 'elixir'],
  ['hexpm/erlang:27.2-alpine-3.21.2', `curl ${clients}`, 'erl'],
  ['erlang:27-slim', `curl wget nc ${clients}`, 'erl'],
  ['alpine:3.22', `curl python python3 node bash ${clients}`, 'wget nc sh'],
  ['busybox', `curl python python3 node bash ${clients}`, 'wget nc sh'],
  ['debian:bookworm-slim', `curl wget nc python node ${clients}`, 'bash'],
  ['ubuntu:24.04', `curl wget nc python node ${clients}`, 'bash'],
  ['postgres:17', 'curl wget nc redis-cli mysqladmin mongosh', 'pg_isready psql bash'],
  ['postgres:17-alpine', 'curl redis-cli', 'pg_isready wget nc bash'],
  ['pgvector/pgvector:pg17', 'curl wget nc redis-cli mysqladmin mongosh', 'pg_isready psql'],
  ['postgis/postgis:17-3.5', 'curl wget nc redis-cli mysqladmin mongosh', 'pg_isready'],
  ['redis:8', 'curl wget nc pg_isready psql mysqladmin mongosh', 'redis-cli'],
  ['redis:8-alpine', 'curl pg_isready', 'redis-cli wget nc'],
  ['valkey/valkey:9', 'curl wget nc pg_isready psql mysqladmin mongosh', 'valkey-cli redis-cli'],
  ['mongo:8', 'curl wget nc pg_isready psql redis-cli mysqladmin', 'mongosh bash'],
  ['mariadb:11.4', 'curl wget nc pg_isready psql redis-cli mongosh', 'mariadb-admin mysqladmin healthcheck.sh'],
  ['mariadb:11.4-ubi9', 'pg_isready', 'curl'],
  ['mysql:8.4', 'wget nc pg_isready psql redis-cli mongosh', 'mysqladmin curl'],
  ['caddy:2.10', `curl bash ${clients}`, 'wget caddy'],
  ['traefik:v3.6', `curl bash ${clients}`, 'wget traefik'],
  ['haproxy:3.2', `curl wget nc ${clients}`, 'bash haproxy'],
  ['haproxy:3.2-alpine', `curl bash ${clients}`, 'wget haproxy'],
  ['nginx:1.29-alpine', clients, 'curl wget nginx'],
  // A team's own image may have whatever it wants.
  ['ghcr.io/acme/node:22-alpine', '', 'curl bash'],
  ['acme/postgres:17', '', 'curl'],
  ['registry.acme.test:5000/alpine:3', '', 'curl'],
  ['php:8.4-fpm-alpine', '', 'curl'],
];

const split = (words: string) => words.split(' ').filter(Boolean);

describe('a health check with a tool in a known image', () => {
  test.each(tools)('%s', (image, lacks, has) => {
    expect(split(`${lacks} ${has}`).filter((tool) => lacksTool(image, tool, undefined))).toEqual(split(lacks));
  });

  test('every image and tool that is listed has a case', () => {
    const listed = lackingTools.flatMap((each) =>
      each.images.flatMap((image) => each.tools.map((tool) => `${image} ${tool}`)),
    );
    const shown = tools.flatMap(([image, lacks]) => split(lacks).map((tool) => `${officialName(image)} ${tool}`));
    expect([...new Set(listed)].filter((each) => !shown.includes(each))).toEqual([]);
  });

  test.each<[tool: string, image: string, dockerfile: string, lacks: boolean]>([
    ['curl', 'node:22-slim', 'RUN apt-get update && apt-get install -y curl', false],
    ['curl', 'node:22-slim', 'RUN apt-get install -y libcurl4', true],
    ['nc', 'node:22-slim', 'RUN apt-get install -y netcat-openbsd', false],
    ['pg_isready', 'node:22-alpine', 'RUN apk add --no-cache postgresql17-client', false],
    ['redis-cli', 'python:3.13-slim', 'RUN apt-get install -y redis-tools', false],
    ['node', 'debian:12', 'RUN apt-get install -y nodejs', false],
    ['wget', 'node:22-slim', 'COPY --from=busybox:1 /bin/wget /usr/bin/wget', false],
    ['wget', 'node:22-slim', 'COPY --from=busybox:1 /bin/wget /bin/nc /usr/local/bin/', false],
    ['curl', 'node:22-slim', 'COPY bin/curl /usr/local/bin/', false],
    ['curl', 'node:22-slim', 'COPY . /app', true],
  ])('%s in %s after %s', (tool, image, line, lacks) => {
    expect(lacksTool(image, tool, readDockerfile(`FROM ${image}\n${line}\n`))).toBe(lacks);
  });
});

/** What each image serves, as teams write it. */
const images: readonly [image: string, kind: ServerKind][] = [
  ['postgres:17', 'database'],
  ['docker.io/bitnami/postgresql:17', 'database'],
  ['bitnami/postgresql-repmgr:17', 'database'],
  ['pgvector/pgvector:pg15', 'database'],
  ['postgis/postgis:17-3.5', 'database'],
  ['timescale/timescaledb:latest-pg17', 'database'],
  ['timescale/timescaledb-ha:pg17', 'database'],
  ['apache/age:release_PG17_1.6.0', 'database'],
  ['ghcr.io/zalando/spilo:3', 'database'],
  ['ghcr.io/zalando/spilo-17:4.0', 'database'],
  ['mysql:8.4', 'database'],
  ['mariadb:11.4', 'database'],
  ['mongo:8', 'database'],
  ['bitnami/mongodb:8', 'database'],
  ['cockroachdb/cockroach:v25.1.0', 'database'],
  ['clickhouse/clickhouse-server:25', 'database'],
  ['supabase/supabase-postgres:15', 'database'],
  ['supabase/postgres:15.8.1', 'database'],
  ['percona/postgres-cluster:1', 'database'],
  ['acme/postgres-ha:1', 'database'],
  ['registry.developers.crunchydata.com/crunchydata/crunchy-postgres:ubi9-17', 'database'],
  ['crunchydata/crunchy-postgres-gis:ubi9-17', 'database'],
  ['paradedb/paradedb:latest-pg17', 'database'],
  ['mysql/mysql-server:8.0', 'database'],
  ['percona/percona-server:8.4', 'database'],
  ['percona:8', 'database'],
  ['percona/percona-xtradb-cluster:8.0', 'database'],
  ['bitnami/mariadb-galera:11', 'database'],
  ['mongodb/mongodb-community-server:8.0-ubi9', 'database'],
  ['mongodb/mongodb-enterprise-server:8.0', 'database'],
  ['mongodb/mongodb-atlas-local:8.0', 'database'],
  ['percona/percona-server-mongodb:8.0', 'database'],
  ['mcr.microsoft.com/azure-sql-edge:latest', 'database'],
  ['mcr.microsoft.com/mssql/server:2022-latest', 'database'],
  ['mcr.microsoft.com/mssql/rhel/server:2022-latest', 'database'],
  ['container-registry.oracle.com/database/free:latest', 'database'],
  ['gvenzl/oracle-xe:21', 'database'],
  ['gvenzl/oracle-free:23', 'database'],
  ['icr.io/db2_community/db2:12.1', 'database'],
  ['yandex/clickhouse:1', 'database'],
  ['yugabytedb/yugabyte:2.25', 'database'],
  ['pingcap/tidb:v8.5.0', 'database'],
  ['cassandra:5', 'database'],
  ['scylladb/scylla:2025.1', 'database'],
  ['couchdb:3.5', 'database'],
  ['couchbase:8', 'database'],
  ['neo4j:5', 'database'],
  ['arangodb:3.12', 'database'],
  ['rethinkdb:2.4', 'database'],
  ['crate:5', 'database'],
  ['memgraph/memgraph:3', 'database'],
  ['influxdb:2', 'database'],
  ['questdb/questdb:9', 'database'],
  ['surrealdb/surrealdb:v2', 'database'],
  ['ghcr.io/tursodatabase/libsql-server:latest', 'database'],
  ['amazon/dynamodb-local:2', 'database'],
  ['docker.elastic.co/elasticsearch/elasticsearch:9.0.0', 'store'],
  ['opensearchproject/opensearch:3', 'store'],
  ['getmeili/meilisearch:v1.15', 'store'],
  ['typesense/typesense:29.0', 'store'],
  ['qdrant/qdrant:v1.14', 'store'],
  ['semitechnologies/weaviate:1.31', 'store'],
  ['milvusdb/milvus:v2.5', 'store'],
  ['chromadb/chroma:1.0', 'store'],
  ['redis:8-alpine', 'store'],
  ['docker.dragonflydb.io/dragonflydb/dragonfly:v1.30', 'store'],
  ['valkey/valkey:9', 'store'],
  ['redis/redis-stack:7.4', 'store'],
  ['redis/redis-stack-server:7.4', 'store'],
  ['eqalpha/keydb:latest', 'store'],
  ['memcached:1.6', 'store'],
  ['acme/api:1', undefined],
  ['postgrest/postgrest:v13', undefined],
  ['dpage/pgadmin4:9', undefined],
  ['edoburu/pgbouncer:v1.24', undefined],
  ['prometheuscommunity/postgres-exporter:v0.17', undefined],
  ['oliver006/redis_exporter:v1.74', undefined],
  ['mongo-express:1', undefined],
];

/** How each program is started in an image of a team's own. */
const commands: readonly [command: string, kind: ServerKind][] = [
  ['postgres -c fsync=on', 'database'],
  ['/usr/lib/postgresql/17/bin/postgres', 'database'],
  ['docker-entrypoint.sh postmaster', 'database'],
  ['gosu mysql mysqld --skip-networking', 'database'],
  ['mysqld_safe', 'database'],
  ['sh -c "exec mariadbd --user=mysql"', 'database'],
  ['mongod --replSet rs0', 'database'],
  ['mongos --configdb c/a:27019', 'database'],
  ['cockroach start-single-node --insecure', 'database'],
  ['clickhouse-server --config-file=/etc/a.xml', 'database'],
  ['/opt/mssql/bin/sqlservr', 'database'],
  ['patroni /etc/patroni.yml', 'database'],
  ['scylla --smp 1', 'database'],
  ['cassandra -f', 'database'],
  ['couchdb', 'database'],
  ['influxd', 'database'],
  ['arangod --server.endpoint tcp://0.0.0.0:8529', 'database'],
  ['sqld --http-listen-addr 0.0.0.0:8080', 'database'],
  ['surreal start', 'database'],
  ['tini -- neo4j console', 'database'],
  ['elasticsearch', 'store'],
  ['opensearch', 'store'],
  ['meilisearch', 'store'],
  ['redis-server --appendonly yes', 'store'],
  ['valkey-server', 'store'],
  ['keydb-server /etc/keydb.conf', 'store'],
  ['dragonfly --logtostderr', 'store'],
  ['memcached -m 64', 'store'],
  ['pg_dump -h db app', undefined],
  ['sh -c "psql -h db && redis-cli -h cache ping"', undefined],
  ['node server.js --db postgres', undefined],
];

const kindOf = (service: string) => {
  const [only] = readingOf(`services:\n  it: ${service}\n`).services;
  return only && serverKind(only);
};

describe('what a service runs', () => {
  test.each(images)('%s is a %s', (image, kind) => expect(kindOf(`{ image: "${image}" }`)).toBe(kind));

  test.each(commands)('%s is a %s', (command, kind) =>
    expect(kindOf(`{ image: "acme/own:1", command: '${command}' }`)).toBe(kind),
  );

  test('every image and program that is listed has a case', () => {
    const names = images.map(([image]) =>
      image
        .replace(/@.*|:[^:/]*$/, '')
        .split('/')
        .at(-1),
    );
    expect(Object.keys(serverImages).filter((each) => !names.includes(each))).toEqual([]);
    const words = commands.flatMap(([command]) => command.split(/[\s"]+/).map((word) => word.split('/').at(-1)));
    expect(Object.keys(serverPrograms).filter((each) => !words.includes(each))).toEqual([]);
  });
});
