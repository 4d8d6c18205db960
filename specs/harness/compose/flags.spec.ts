// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a compose file holds its variables in this form
import { describe, expect, test } from 'vitest';
import { NotVerified } from '../../../support/check/not-verified.ts';
import type { Profile } from '../../../support/profile/index.ts';
import { policyOf } from '../../config/feature-flags.judge.ts';
import { compareFlags, judgeEnvironment, type ReadFlag } from '../../services/compose-environment.judge.ts';
import { readingOf } from './compose-reading.ts';

interface FlagCase {
  /** Lines of the service api, below `image: acme/api:1` where they name no image. */
  api?: readonly string[];
  /** A whole file, in the place of these. */
  text?: string;
  files?: Readonly<Record<string, string>>;
  values?: Readonly<Record<string, string | null>>;
  profiles?: readonly string[];
  class?: 'production' | 'staging' | 'development';
  flags?: Readonly<Record<string, ReadFlag>>;
  /** Words of each finding, in their order; `?` and words where it is not verified; none where it holds. */
  says: readonly string[];
}

const dev = { MIX_ENV: { readBy: ['core'], whenAbsent: 'prod' } };
const debug = { DEBUG: { readBy: ['api'], whenAbsent: 'true' } };

/** Every way in which a service comes to a flag of production. */
const given: Record<string, FlagCase> = {
  'a service that `readBy` does not name': {
    text: 'services:\n  core: { image: "c:1", environment: { MIX_ENV: prod } }\n  api: { image: "a:1", environment: { MIX_ENV: dev } }\n',
    flags: dev,
    says: [
      '? api of prod is given MIX_ENV=dev (compose.yaml:3:48), and `platforms.compose.flags.MIX_ENV` does not say whether it reads it',
    ],
  },
  'a service that `readBy` does not name, with a value that obeys': {
    text: 'services:\n  core: { image: "c:1", environment: { MIX_ENV: prod } }\n  api: { image: "a:1", environment: { MIX_ENV: prod } }\n',
    flags: dev,
    says: [],
  },
  'a service that `readBy` does not name, with a value that is not known': {
    text: 'services:\n  core: { image: "c:1" }\n  api: { image: "a:1", environment: { MIX_ENV: "${M}" } }\n',
    values: { M: null },
    flags: dev,
    says: ['? api of prod is given a MIX_ENV that is not known'],
  },
  'a service of which the config says that it does not read it': {
    text: 'services:\n  core: { image: "c:1" }\n  api: { image: "a:1", environment: { MIX_ENV: dev } }\n',
    flags: { MIX_ENV: { ...dev.MIX_ENV, notReadBy: ['api'] } },
    says: [],
  },
  'a service that does not read it, where nobody says who does': {
    text: 'services:\n  core: { image: "c:1", environment: { MIX_ENV: dev } }\n  api: { image: "a:1", environment: { MIX_ENV: dev } }\n',
    flags: { MIX_ENV: { notReadBy: ['api'] } },
    says: ['core of prod has a flag'],
  },
  'a service that extends one which has the flag': {
    text: 'services:\n  core: { image: "c:1", environment: { MIX_ENV: dev } }\n  jobs: { extends: core, command: [jobs] }\n',
    says: ['core of prod has a flag', 'jobs of prod has a flag'],
  },
  'a service that extends one, in a file of its own': {
    text: 'services:\n  jobs: { extends: { file: _common.yml, service: core } }\n',
    files: { '_common.yml': 'services:\n  core: { image: "c:1", environment: [MIX_ENV=dev] }\n' },
    says: ['jobs of prod has a flag'],
  },
  'a service that sets right what it extends': {
    text: 'services:\n  jobs: { extends: { file: _common.yml, service: core }, environment: { MIX_ENV: prod } }\n',
    files: { '_common.yml': 'services:\n  core: { image: "c:1", environment: [MIX_ENV=dev] }\n' },
    says: [],
  },
  'a mapping that is merged from `x-`': {
    text: 'x-all: &all { DEBUG: "true" }\nservices:\n  api: { image: "a:1", environment: { <<: *all, PORT: "1" } }\n',
    says: ['DEBUG=true'],
  },
  'a list that is an alias': {
    text: 'x-all: &all ["DEBUG=true"]\nservices:\n  api: { image: "a:1", environment: *all }\n',
    says: ['DEBUG=true'],
  },
  'a service that is merged from `x-`, and says otherwise': {
    text: 'x-all: &all { image: "a:1", environment: { DEBUG: "true" } }\nservices:\n  api: { <<: *all, environment: { DEBUG: "false" } }\n',
    says: [],
  },
  'an env file': {
    api: ['env_file: prod.env'],
    files: { 'prod.env': 'A=1\nexport DEBUG=on\n' },
    says: ['DEBUG=on'],
  },
  'an env file, and `environment` after it': {
    api: ['env_file: prod.env', 'environment: { DEBUG: "off" }'],
    files: { 'prod.env': 'DEBUG=on\n' },
    says: [],
  },
  'the second of two env files': {
    api: ['env_file: [a.env, b.env]'],
    files: { 'a.env': 'DEBUG=0\n', 'b.env': 'DEBUG=1\n' },
    says: ['DEBUG=1'],
  },
  'an env file that is not here': {
    api: ['env_file: prod.env'],
    says: ['? what prod.env gives api is not known, as it is not there (compose.yaml:4:15)'],
  },
  'an env file that is not here, and the flags that count stand beside it': {
    api: ['env_file: prod.env', 'environment: { DEBUG: "false" }'],
    flags: debug,
    says: [],
  },
  'an env file that is not here, which has the flag that counts': {
    api: ['env_file: prod.env'],
    flags: { DEBUG: { readBy: ['api'], whenAbsent: 'false' } },
    says: ['? DEBUG of api may be in prod.env, which is not there'],
  },
  'an env file that may be missing': {
    api: ['env_file: [{ path: prod.env, required: false }]'],
    flags: { DEBUG: { readBy: ['api'], whenAbsent: 'false' } },
    says: ['? DEBUG of api may be in prod.env, which is not there'],
  },
  'an env file of a developer that may be missing': {
    api: ['env_file: [{ path: own.env, required: false }]'],
    class: 'development',
    flags: { DEBUG: { readBy: ['api'], whenAbsent: 'false' } },
    says: [],
  },
  'a script of the command': {
    api: ['command: sh -c "MIX_ENV=dev mix phx.server"'],
    says: ['MIX_ENV=dev, which its command sets'],
  },
  'a script that exports it': {
    api: ['command: ["bash", "-lc", "export DEBUG=yes; exec node ."]'],
    says: ['DEBUG=yes, which its command sets'],
  },
  'a program that sets it': {
    api: ['environment: { DEBUG: "false" }', 'command: env DEBUG=1 node server.js'],
    says: ['DEBUG=1, which its command sets'],
  },
  'an option that sets it': { api: ['command: [run, --env=NODE_ENV=development]'], says: ['NODE_ENV=development'] },
  'the entry point': {
    api: ['entrypoint: ["env", "NODE_ENV=development", "node"]', 'command: [server.js]'],
    says: ['NODE_ENV=development, which its entry point sets'],
  },
  'a command that sets it right': {
    api: ['command: sh -c "DEBUG=false exec node ."'],
    flags: debug,
    says: [],
  },
  'a command that a shell fills in': {
    api: ['command: sh -c "DEBUG=$$MODE exec node ."'],
    says: ['? DEBUG of api is not known'],
  },
  'an option that only looks like it': { api: ['command: [redis-server, --loglevel=debug]'], says: [] },
  'a build argument': {
    api: ['build: { context: ./api, args: { MIX_ENV: dev } }'],
    says: ['the image of api of prod is built with a flag'],
  },
  'a build argument in the list form, from a variable': {
    api: ['build: { context: ./api, args: [NODE_ENV] }'],
    values: { NODE_ENV: 'development' },
    says: ['NODE_ENV=development in its build arguments'],
  },
  'a build argument that no stage asks for': {
    api: ['build: { context: ./api, args: { MIX_ENV: dev } }'],
    files: { 'api/Dockerfile': 'FROM elixir:1.18\n' },
    says: [],
  },
  'a build argument that obeys, and nothing else': {
    api: ['build: { context: ./api, args: { LOG_LEVEL: info } }'],
    says: [],
  },
  'a build argument that the image keeps': {
    api: ['build: { context: ./api, args: { MODE: development } }'],
    files: { 'api/Dockerfile': 'FROM node:22\nARG MODE=production\nENV NODE_ENV=${MODE}\n' },
    says: ['NODE_ENV=development'],
  },
  'a Dockerfile': {
    api: ['build: ./api'],
    files: { 'api/Dockerfile': 'FROM node:22 AS base\nENV PORT=3000 NODE_ENV="development"\nFROM base\nCMD node .\n' },
    says: ['NODE_ENV=development'],
  },
  'a Dockerfile in the old form': {
    api: ['build: ./api'],
    files: { 'api/Dockerfile': 'FROM node:22\nENV NODE_ENV development\n' },
    says: ['NODE_ENV=development'],
  },
  'a Dockerfile whose builder alone has it': {
    api: ['build: ./api'],
    files: {
      'api/Dockerfile': 'FROM node:22 AS build\nENV NODE_ENV=development\nFROM node:22\nENV NODE_ENV=production\n',
    },
    flags: { NODE_ENV: { readBy: ['api'], whenAbsent: 'development' } },
    says: [],
  },
  'a Dockerfile, and `environment` after it': {
    api: ['build: ./api', 'environment: { NODE_ENV: production }'],
    files: { 'api/Dockerfile': 'FROM node:22\nENV NODE_ENV=development\n' },
    says: [],
  },
  "a Dockerfile's own command": {
    api: ['build: ./api'],
    files: { 'api/Dockerfile': 'FROM node:22\nCMD ["sh", "-c", "NODE_ENV=development node ."]\n' },
    says: ['NODE_ENV=development, which its command sets'],
  },
  'small letters': {
    api: ['environment: { debug: "true" }'],
    says: ['? api of prod is given debug=true (compose.yaml:4:27), and `platforms.compose.flags.debug`'],
  },
  'small letters that the config names': {
    api: ['environment: { debug: "true" }'],
    flags: { debug: { readBy: ['api'] } },
    says: ['debug=true'],
  },
  'small letters that nobody reads': {
    api: ['environment: { debug: "true" }'],
    flags: { debug: { readBy: [] } },
    says: [],
  },
  'a service of a profile that is not enabled': {
    text: 'services:\n  api: { image: "a:1" }\n  jobs: { image: "j:1", profiles: [jobs], environment: { DEBUG: "1" } }\n',
    says: [],
  },
  'a service of a profile that is enabled': {
    text: 'services:\n  api: { image: "a:1" }\n  jobs: { image: "j:1", profiles: [jobs], environment: { DEBUG: "1" } }\n',
    profiles: ['jobs'],
    says: ['jobs of prod has a flag'],
  },
  'a reader of a profile that is not enabled': {
    text: 'services:\n  api: { image: "a:1" }\n  jobs: { image: "j:1", profiles: [jobs] }\n',
    flags: { DEBUG: { readBy: ['jobs'], whenAbsent: 'true' } },
    says: [],
  },
  'a reader that these files call otherwise': {
    text: 'services:\n  backend: { image: "a:1" }\n',
    flags: debug,
    says: ['? DEBUG is read by api, and the files of prod have no such service'],
  },
};

for (const value of ['true', 'yes', 'on', '1', 'TRUE', '"True "', 'enabled', '2'])
  given[`DEBUG: ${value}`] = { api: [`environment: { DEBUG: ${value} }`], says: ['DEBUG='] };
for (const value of ['false', 'no', 'off', '0', 'FALSE', '""', '"Off "', 'disabled'])
  given[`DEBUG: ${value}`] = { api: [`environment: { DEBUG: ${value} }`], says: [] };

/** Values of every framework's mode: those of development or of tests, and those of production. */
const modes: Record<string, [refused: string, obeys: string]> = {
  NODE_ENV: ['development dev local test staging Development', 'production'],
  MIX_ENV: ['dev test', 'prod'],
  RAILS_ENV: ['development test', 'production'],
  RACK_ENV: ['development test', 'production deployment'],
  APP_ENV: ['local dev development test testing', 'production prod'],
  FLASK_ENV: ['development', 'production'],
  ASPNETCORE_ENVIRONMENT: ['Development development', 'Production Staging'],
  DOTNET_ENVIRONMENT: ['Development', 'Production'],
  GIN_MODE: ['debug test', 'release'],
};
for (const [name, [refused, obeys]] of Object.entries(modes)) {
  for (const value of refused.split(' '))
    given[`${name}=${value}`] = { api: [`environment: [${name}=${value}]`], says: [`${name}=${value}`] };
  for (const value of obeys.split(' '))
    given[`${name}=${value}`] = { api: [`environment: [${name}=${value}]`], says: [] };
}

function inputOf({ api = [], text, files = {}, values = {}, profiles = [], flags = {}, ...rest }: FlagCase) {
  const isBuilt = api.some((line) => line.startsWith('build:'));
  const lines = [...(isBuilt ? [] : ['image: acme/api:1']), ...api].map((line) => `    ${line}\n`);
  const kind = rest.class ?? 'production';
  const profile = { table: { flags: {} }, class: kind, environment: 'prod' } as unknown as Profile;
  return {
    own: readingOf(text ?? `services:\n  api:\n${lines.join('')}`, {
      class: kind,
      files,
      values,
      settings: { profiles: [...profiles] },
    }),
    others: [],
    flags,
    named: [],
    policyOf: (flag: string) => policyOf(flag, profile),
  };
}

describe('a flag of production by', () => {
  test.each(Object.entries(given))('%s', (_name, { says, ...each }) => {
    const input = inputOf({ says, ...each });
    const [first] = says;
    if (first?.startsWith('? ')) {
      expect(() => judgeEnvironment(input)).toThrow(NotVerified);
      expect(() => judgeEnvironment(input)).toThrow(first.slice(2));
      return;
    }
    const findings = judgeEnvironment(input);
    const texts = findings.map(({ what, received }) => `${what}: ${received}`);
    expect(texts, texts.join('\n')).toHaveLength(says.length);
    for (const [index, words] of says.entries()) expect(texts[index]).toContain(words);
  });
});

test('what is not judged is counted', () => {
  const { counted } = compareFlags(
    inputOf({
      text: 'services:\n  core: { image: "c:1", environment: { MIX_ENV: prod } }\n  api: { image: "a:1", environment: { MIX_ENV: dev } }\n  jobs: { image: "j:1", profiles: [jobs] }\n',
      flags: { MIX_ENV: { readBy: ['core', 'jobs'], notReadBy: ['api'] } },
      says: [],
    }),
  );
  expect(counted).toEqual({
    flags: 1,
    'flags of services': 1,
    'flags given to services that do not read them, as the config says': 1,
    'services that read a flag and are not started in prod: jobs': 1,
  });
});

test('the Dockerfile that is built is read with the arguments that it is given', () => {
  const reading = (args: string, dockerfile: string, values = {}) =>
    readingOf(`services:\n  api: { build: { context: ./api, args: ${args} } }\n`, {
      files: { 'api/Dockerfile': dockerfile },
      values,
    }).services[0];
  const variables = (args: string, dockerfile: string, values = {}) =>
    Object.fromEntries(reading(args, dockerfile, values)?.dockerfile?.variables ?? []);

  expect(variables('{}', 'FROM a:1\nARG A=x\nENV B=$A C="${A}-${N:-n}" D=\'$A\' E=\\$A\n')).toEqual({
    B: 'x',
    C: 'x-n',
    D: '$A',
    E: '$A',
  });
  expect(variables('{ A: y }', 'FROM a:1\nARG A=x\nENV B=$A\n')).toEqual({ B: 'y' });
  expect(variables('{ A: y }', 'ARG A=x\nFROM a:1\nENV B=$A\n')).toEqual({ B: '' });
  expect(variables('{}', 'ARG A=x\nFROM a:1\nARG A\nENV B=$A\n')).toEqual({ B: 'x' });
  expect(variables('{ A: "${S}" }', 'FROM a:1\nARG A\nENV B=$A\n', { S: null })).toEqual({ B: undefined });
  expect(variables('{}', 'FROM a:1 AS base\nENV A=1\nFROM base AS other\nENV A=2\nFROM base\nENV B=$A\n')).toEqual({
    A: '1',
    B: '1',
  });
  expect(reading('{ V: "15" }', 'ARG V=16\nFROM postgres:${V}\n')?.dockerfile?.base).toBe('postgres:15');
});
