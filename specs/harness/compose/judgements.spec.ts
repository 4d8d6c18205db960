// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a compose file holds its variables in this form
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../support/check/finding.ts';
import { NotVerified } from '../../../support/check/not-verified.ts';
import type { Profile } from '../../../support/profile/index.ts';
import { policyOf } from '../../config/feature-flags.judge.ts';
import { judgeDatabase } from '../../services/compose-database.judge.ts';
import { judgeEnvironment } from '../../services/compose-environment.judge.ts';
import { judgeHardening } from '../../services/compose-hardening.judge.ts';
import { judgeHealthChecks } from '../../services/compose-health.judge.ts';
import { judgeImages } from '../../services/compose-images.judge.ts';
import { judgeNames } from '../../services/compose-names.judge.ts';
import { judgeLiteralSecrets, writtenValues } from '../../services/compose-no-literal-secrets.judge.ts';
import { judgeSourceMounts } from '../../services/compose-no-source-mounts.judge.ts';
import { judgePorts } from '../../services/compose-ports.judge.ts';
import { readingOf } from './compose-reading.ts';

type Case = [name: string, judge: () => Finding[], says: readonly string[] | 'not verified'];

const api = (...lines: string[]) => {
  const image = lines.some((line) => line.startsWith('image:')) ? [] : ['image: acme/api:1'];
  return `services:\n  api:\n${[...image, ...lines].map((line) => `    ${line}\n`).join('')}`;
};
const db = (...lines: string[]) =>
  `services:\n  db:\n    image: postgres:15\n${lines.map((line) => `    ${line}\n`).join('')}`;
const staging = (text: string, machine?: string) =>
  readingOf(text, {
    environment: 'staging',
    class: 'staging',
    ...(machine !== undefined && { settings: { machine } }),
  });
const prod = (text: string, machine?: string) =>
  readingOf(text, machine === undefined ? {} : { settings: { machine } });

const flags = (text: string, whenAbsent?: string, values: Record<string, string | null> = {}) =>
  judgeEnvironment({
    own: readingOf(text, { values }),
    others: [],
    flags: { DEBUG: { readBy: ['api'], ...(whenAbsent !== undefined && { whenAbsent }) } },
    named: [],
    policyOf: (flag) => (flag === 'DEBUG' ? { allowed: ['false'], reason: 'production' } : undefined),
  });

const environment: Case[] = [
  ['an allowed value', () => flags(api('environment: { DEBUG: "false" }')), []],
  ['another value', () => flags(api('environment: [DEBUG=true]')), ['DEBUG=true']],
  ['absent, and the code is unsafe', () => flags(api('image: a:1'), 'true'), ['no DEBUG: the code takes true']],
  ['absent, and the code is safe', () => flags(api('image: a:1'), 'false'), []],
  ['absent, and nobody knows', () => flags(api('image: a:1')), 'not verified'],
  [
    'a value that is not known',
    () => flags(api('environment: { DEBUG: "${D}" }'), 'true', { D: null }),
    'not verified',
  ],
];

/** By production's own rules, without a word of the config. */
const modes = (text: string, elsewhere?: string, flags: Record<string, object> = {}) =>
  judgeEnvironment({
    own: readingOf(text),
    others: elsewhere === undefined ? [] : [readingOf(elsewhere, { environment: 'dev', class: 'development' })],
    flags,
    named: [],
    policyOf: (flag) =>
      policyOf(flag, { table: { flags: {} }, class: 'production', environment: 'prod' } as unknown as Profile),
  });

environment.push(
  ['Node in development', () => modes(api('environment: { NODE_ENV: development }')), ['NODE_ENV=development']],
  ['Node in production', () => modes(api('environment: [NODE_ENV=production]')), []],
  ['Mix in development', () => modes(api('environment: [MIX_ENV=dev]')), ['MIX_ENV=dev']],
  ['Rails in development', () => modes(api('environment: [RAILS_ENV=development]')), ['RAILS_ENV=development']],
  ['Laravel on a laptop', () => modes(api('environment: [APP_ENV=local]')), ['APP_ENV=local']],
  ['the debugger of Flask', () => modes(api('environment: { FLASK_DEBUG: 1 }')), ['FLASK_DEBUG=1']],
  ['a switch without a value', () => modes(api('environment: ["DEBUG="]')), []],
  ['a switch whose variable is not set', () => modes(api('environment: { DEBUG: "${DEBUG:-}" }')), []],
  ['a pattern of npm debug', () => modes(api('environment: ["DEBUG=app:*"]')), []],
  [
    'a mode that development alone sets: the image may have it',
    () => modes(api(), api('environment: { NODE_ENV: development }')),
    [],
  ],
  [
    'a mode of a service that production does not have',
    () => modes(api(), `${api()}  vite: { image: "node:22", environment: { NODE_ENV: development } }\n`),
    [],
  ],
  [
    'a mode that is absent, and the config says what then is',
    () => modes(api(), undefined, { NODE_ENV: { whenAbsent: 'development', readBy: ['api'] } }),
    ['no NODE_ENV: the code takes development'],
  ],
  [
    'a mode that is absent, and the config names it without its default',
    () => modes(api(), undefined, { NODE_ENV: { readBy: ['api'] } }),
    'not verified',
  ],
  ['a switch that development alone sets', () => modes(api(), api('environment: { DEBUG: "1" }')), 'not verified'],
);

const ports: Case[] = [
  [
    'the own ports',
    () => judgePorts(readingOf(api('ports: ["3000:80"]'), { settings: { ports: [3000], entry: ['api'] } }), []),
    [],
  ],
  [
    'a range that goes past them',
    () => judgePorts(readingOf(api('ports: ["3000-3001:80-81"]'), { settings: { ports: [3000], entry: ['api'] } }), []),
    ['3001:81'],
  ],
  [
    'a database for everybody',
    () => judgePorts(staging(db('ports: ["0.0.0.0:5433:5432"]')), []),
    ['published for everybody'],
  ],
  ['a database on the machine alone', () => judgePorts(staging(db('ports: ["127.0.0.1:5433:5432"]')), []), []],
  [
    'the network of the host',
    () => judgePorts(prod(api('network_mode: host')), []),
    ['every port of api is published'],
  ],
  [
    'one port on one machine',
    () => judgePorts(prod(api('ports: ["80:80"]'), 'one'), [staging(api('ports: ["80:80"]'), 'one')]),
    ['publish one port'],
  ],
  [
    'one port on two machines',
    () => judgePorts(prod(api('ports: ["80:80"]'), 'one'), [staging(api('ports: ["80:80"]'), 'two')]),
    [],
  ],
  [
    'a port that is not known',
    () => judgePorts(readingOf(api('ports: ["${P}:80"]'), { values: { P: null } }), []),
    'not verified',
  ],
];

const mounts: Case[] = [
  ['a named volume', () => judgeSourceMounts(prod(`${api('volumes: ["data:/data"]')}volumes: { data: {} }\n`), []), []],
  [
    'a folder of the repository',
    () => judgeSourceMounts(prod(api('volumes: ["./src:/srv/files"]')), []),
    ['the folder'],
  ],
  [
    'another folder over the code',
    () => judgeSourceMounts(prod(api('volumes: ["/opt/new:/app"]')), []),
    ['where the image has its code'],
  ],
  [
    'a configuration file, read-only',
    () => judgeSourceMounts(prod(api('volumes: ["./limits.json:/etc/limits.json:ro"]')), []),
    [],
  ],
  [
    'a folder of the shell in which it is started',
    () => judgeSourceMounts(prod(api('volumes: ["${PWD}/src:/srv/files", "$PWD:/all"]')), []),
    ['the folder src at /srv/files'],
  ],
  [
    'a folder in the home directory of the user who starts it',
    () => judgeSourceMounts(prod(api('volumes: ["${HOME}/.aws:/root/.aws:ro", "$HOME:/home/me"]')), []),
    [],
  ],
  [
    'one that the config allows',
    () => judgeSourceMounts(prod(api('volumes: ["./src:/srv/files"]')), ['/srv/files']),
    [],
  ],
  [
    'a source that is not known',
    () => judgeSourceMounts(readingOf(api('volumes: ["${D}:/app"]'), { values: { D: null } }), []),
    'not verified',
  ],
];

const secretsOf = (text: string, isDevelopment = false) =>
  judgeLiteralSecrets(writtenValues(readingOf(text, { values: { API_TOKEN: 'made-up-33' } })), isDevelopment);
const secrets: Case[] = [
  ['a variable', () => secretsOf(api('environment: { API_TOKEN: "${API_TOKEN:?}" }')), []],
  [
    'a value in the list form',
    () => secretsOf(api('environment: ["DB_PASSWORD=made-up-11"]')),
    ['DB_PASSWORD in environment of api'],
  ],
  ['a default', () => secretsOf(api('environment: { DB_PASSWORD: "${P:-letmein}" }')), ['a default of ${P}']],
  ['a default in development', () => secretsOf(api('environment: { DB_PASSWORD: "${P:-letmein}" }'), true), []],
  ['an option of a command', () => secretsOf(api('command: serve --api-key made-up-22')), ['the value of api-key']],
  [
    'an option with an equals sign',
    () => secretsOf(api('command: serve --api_key=made-up-22')),
    ['the value of api_key'],
  ],
  ['a variable of a command', () => secretsOf(api('command: sh -c "DB_PASSWORD=made-up-22 serve"')), ['DB_PASSWORD']],
  ['a header', () => secretsOf(api("command: [curl, -H, 'X-Api-Key: made-up-22']")), ['the value of X-Api-Key']],
  [
    'a line of redis.conf',
    () => secretsOf(api('command: sh -c "echo requirepass made-up-22 | redis-server -"')),
    ['an option'],
  ],
  [
    'a .netrc',
    () => secretsOf(api('command: sh -c "echo machine a.test login me password made-up-22"')),
    ['an option'],
  ],
  ['packages of such a name', () => secretsOf(api('command: apt-get install -y libsecret-tools curl')), []],
  ['a library of such a name', () => secretsOf(api('command: npm install jsonwebtoken express')), []],
  ['a command of a store', () => secretsOf(api('command: vault token lookup')), []],
  ['words about passwords', () => secretsOf(api('command: echo password reset of users')), []],
  [
    'a default in a build context',
    () => secretsOf(api('build: "https://x:${T:-hunter22}@git.test/a.git"')),
    ['a default that is a password before the host'],
  ],
  ['a build context with a variable', () => secretsOf(api('build: "https://x:${T}@git.test/a.git"')), []],
  [
    'a further build context',
    () => secretsOf(api('build: { context: ., additional_contexts: { lib: "https://x:hunter22@git.test/a.git" } }')),
    ['a password before the host'],
  ],
  [
    'a build cache',
    () => secretsOf(api('build: { context: ., cache_from: ["type=s3,region=eu,secret_access_key=made-up-22"] }')),
    ['a value that is written here'],
  ],
  [
    'a build cache that is written to',
    () => secretsOf(api('build: { context: ., cache_to: ["type=s3,secret_access_key=made-up-22"] }')),
    ['a value that is written here'],
  ],
  [
    'a build cache of a registry',
    () => secretsOf(api('build: { context: ., cache_from: ["type=registry,ref=acme/api:cache"] }')),
    [],
  ],
  [
    'an inline Dockerfile',
    () => secretsOf(api('build: { dockerfile_inline: "FROM node:22\\nENV DB_PASSWORD=made-up-22 PORT=1" }')),
    ['DB_PASSWORD'],
  ],
  [
    'an inline Dockerfile in the old form',
    () => secretsOf(api('build: { dockerfile_inline: "FROM node:22\\nENV DB_PASSWORD made-up-22" }')),
    ['DB_PASSWORD'],
  ],
  [
    'an inline Dockerfile that mounts a secret',
    () =>
      secretsOf(
        api('build: { dockerfile_inline: "FROM node:22\\nARG NPM_TOKEN\\nRUN --mount=type=secret,id=npm npm ci" }'),
      ),
    [],
  ],
  [
    'a part that no service takes',
    () => secretsOf(`x-all: { environment: { DB_PASSWORD: hunter22xx } }\n${api()}`),
    ['DB_PASSWORD in x-all'],
  ],
  [
    'a part that a service takes',
    () => secretsOf(`x-all: &all { DB_PASSWORD: hunter22xx }\n${api('environment: *all')}`),
    ['DB_PASSWORD in environment of api'],
  ],
  ['a file of secrets', () => secretsOf(api('environment: { DB_PASSWORD_FILE: /run/secrets/db }')), []],
];

const databases: Case[] = [
  ['production without one', () => judgeDatabase(prod(api('image: acme/api:1')), []), []],
  ...[
    'ghcr.io/zalando/spilo-16:3.2',
    'container-registry.oracle.com/database/free:latest',
    'crate:5',
    'memgraph/memgraph',
  ].map(
    (image): Case => [image, () => judgeDatabase(prod(api(`image: ${image}`)), []), ['starts a database of its own']],
  ),
  ['production with one', () => judgeDatabase(prod(db()), []), ['starts a database of its own']],
  ['a client of one', () => judgeDatabase(prod(db('command: ["pg_dump", "-h", "db.acme.test"]')), []), []],
  ['staging without a volume', () => judgeDatabase(staging(db()), []), ['goes with its container']],
  [
    'an image that is not known',
    () => judgeDatabase(readingOf(api('image: "${I}"'), { values: { I: null } }), []),
    'not verified',
  ],
];

const healthOf = (text: string) => judgeHealthChecks(prod(text).services);
const health: Case[] = [
  [
    'a shell form',
    () => healthOf(api('image: acme/api:1', 'healthcheck: { test: "wget -q localhost || exit 1" }')),
    [],
  ],
  [
    'a shell word in exec form',
    () => healthOf(api('image: acme/api:1', 'healthcheck: { test: [CMD, wget, x, "||", exit, "1"] }')),
    ['`||` is given to wget'],
  ],
  ...['php:8.4-fpm-alpine', 'mysql:8.4'].map(
    (image): Case => [
      `curl of ${image}`,
      () => healthOf(api(`image: ${image}`, 'healthcheck: { test: [CMD, curl, localhost] }')),
      [],
    ],
  ),
  [
    'nc of an Alpine',
    () => healthOf(api('image: redis:7-alpine', 'healthcheck: { test: [CMD, nc, -z, localhost, "6379"] }')),
    [],
  ],
  [
    'nc of a Debian',
    () => healthOf(api('image: redis:7', 'healthcheck: { test: [CMD, nc, -z, localhost, "6379"] }')),
    ['has no nc'],
  ],
  ['a tool that the image lacks', () => healthOf(db('healthcheck: { test: [CMD, curl, localhost] }')), ['has no curl']],
  [
    'a wait for a service without one',
    () =>
      healthOf(
        `${api('image: a:1', 'depends_on: { db: { condition: service_healthy } }')}  db: { image: "postgres:15" }\n`,
      ),
    ['which it never is'],
  ],
  [
    'a wait for an image that may have one',
    () =>
      healthOf(
        `${api('image: a:1', 'depends_on: { db: { condition: service_healthy } }')}  db: { image: "acme/db:1" }\n`,
      ),
    'not verified',
  ],
];

const builtOn = (image: string, line: string) =>
  judgeHealthChecks(
    readingOf(api('build: ./api'), { files: { 'api/Dockerfile': `FROM ${image}\n${line}\n` } }).services,
  );
health.push(
  [
    'a Dockerfile that has a health check without its tool',
    () => builtOn('node:22-slim', 'HEALTHCHECK --interval=5s CMD curl -f http://localhost/health || exit 1'),
    ['node:22-slim has no curl'],
  ],
  [
    'a Dockerfile whose health check gives shell words to its program',
    () => builtOn('node:22', 'HEALTHCHECK CMD ["curl", "-f", "localhost", "||", "exit", "1"]'),
    ['`||` is given to curl'],
  ],
  [
    'a Dockerfile that installs the tool',
    () => builtOn('node:22-slim', 'RUN apt-get install -y curl\nHEALTHCHECK CMD curl -f localhost'),
    [],
  ],
  ...(
    [
      ['acme/base:1', 'not verified'],
      ['node:22', ['which it never is']],
    ] as const
  ).map(
    ([base, says]): Case => [
      `a wait for what is built on ${base}`,
      () =>
        judgeHealthChecks(
          readingOf(`${api('depends_on: { db: { condition: service_healthy } }')}  db: { build: ./db }\n`, {
            files: { 'db/Dockerfile': `FROM ${base}\n` },
          }).services,
        ),
      says,
    ],
  ),
  ['a Dockerfile without one', () => builtOn('node:22-slim', 'HEALTHCHECK NONE'), []],
);

const imagesOf = (text: string, values = {}) => judgeImages(readingOf(text, { values }).services);
const images: Case[] = [
  ['a tag', () => imagesOf(api('image: acme/api:v1.4.2')), []],
  ['a digest', () => imagesOf(api(`image: acme/api@sha256:${'a1'.repeat(32)}`)), []],
  ['latest', () => imagesOf(api('image: acme/api:latest')), ['acme/api:latest']],
  ['no tag, behind a registry with a port', () => imagesOf(api('image: registry.test:5000/api')), ['no tag']],
  ['a tag without a value', () => imagesOf(api('image: "acme/api:${TAG-}"')), ['has no value']],
  ['a tag that is not known', () => imagesOf(api('image: "acme/api:${TAG}"'), { TAG: null }), 'not verified'],
];

const hardened = (text: string, isProduction = true) => judgeHardening(prod(text).services, isProduction);
const hardening: Case[] = [
  ['nothing of it', () => hardened(api('image: a:1', 'restart: unless-stopped')), []],
  ['privileged', () => hardened(api('image: a:1', 'restart: always', 'privileged: true')), ['`privileged`']],
  [
    "the engine's socket",
    () => hardened(api('image: a:1', 'restart: always', 'volumes: ["/var/run/docker.sock:/s"]')),
    ['docker.sock'],
  ],
  ['no restart policy in production', () => hardened(api('image: a:1')), ['no restart policy']],
  ['a service of a provider', () => hardened('services:\n  db: { provider: { type: acme-cloud } }\n'), []],
  ['no restart policy elsewhere', () => hardened(api('image: a:1'), false), []],
];

const named = (name: string) => api('image: a:1', `container_name: ${name}`);
const names: Case[] = [
  [
    'one name on one machine',
    () => judgeNames(prod(`name: one\n${named('api')}`, 'm'), [staging(`name: two\n${named('api')}`, 'm')]),
    ['share the container api'],
  ],
  ['one name on two machines', () => judgeNames(prod(named('api'), 'm'), [staging(named('api'), 'n')]), []],
  [
    'two names',
    () => judgeNames(prod(`name: one\n${named('aa')}`, 'm'), [staging(`name: two\n${named('bb')}`, 'm')]),
    [],
  ],
  [
    'a name that is not known',
    () =>
      judgeNames(readingOf(`name: one\n${named('"${N}"')}`, { values: { N: null }, settings: { machine: 'm' } }), [
        staging(`name: two\n${named('bb')}`, 'm'),
      ]),
    'not verified',
  ],
];

describe.each([
  ['compose-environment', environment],
  ['compose-ports', ports],
  ['compose-no-source-mounts', mounts],
  ['compose-no-literal-secrets', secrets],
  ['compose-database', databases],
  ['compose-health', health],
  ['compose-images', images],
  ['compose-hardening', hardening],
  ['compose-names', names],
])('services/%s', (_, cases) => {
  test.each(cases)('%s', (_name, judge, says) => {
    if (says === 'not verified') {
      expect(judge).toThrow(NotVerified);
      return;
    }
    const findings = judge();
    const texts = findings.map(({ what, received }) => `${what}: ${received}`).join('\n');
    expect(findings.length > 0, texts).toBe(says.length > 0);
    for (const words of says) expect(texts).toContain(words);
  });
});
