// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a compose file holds its variables in this form
import { expect, test } from 'vitest';
import { readingOf } from './compose-reading.ts';

const api = (...lines: string[]) =>
  `services:\n  api:\n    image: a:1\n${lines.map((line) => `    ${line}\n`).join('')}`;

/** What a service names and the project does not have: Compose calls it an invalid project. */
const refused: Record<string, [text: string, says: string]> = {
  'neither an image nor a build': [
    'services:\n  api:\n    command: run\n',
    'compose.yaml:2:3: the service api has neither `image` nor `build`.',
  ],
  'an image that is empty': ['services:\n  api:\n    image: "${NONE}"\n', 'neither `image` nor `build`'],
  'an undefined network': [
    `${api('networks: [back]')}networks: { front: {} }\n`,
    'compose.yaml:4:16: the service api names the network back, which `networks` does not define.',
  ],
  'an undefined network, as a mapping': [api('networks:', '  back: { aliases: [x] }'), 'the network back'],
  'an undefined volume': [
    api('volumes: ["data:/data"]'),
    'compose.yaml:4:15: the service api names the volume data, which `volumes` does not define.',
  ],
  'an undefined volume in its long form': [
    api('volumes:', '  - { type: volume, source: data, target: /data }'),
    'the volume data',
  ],
  'an undefined secret': [api('secrets: [token]'), 'the secret token'],
  'an undefined secret of the build': [api('build: { context: ., secrets: [npm] }'), 'the secret npm'],
  'an undefined config': [api('configs: [{ source: app, target: /app }]'), 'the config app'],
  'a dependency that is not there': [
    api('depends_on: [db]'),
    'compose.yaml:4:18: the service api needs the service db, which is not there.',
  ],
  'a dependency whose profile is not enabled': [
    `${api('depends_on: [db]')}  db: { image: "postgres:15", profiles: [data] }\n`,
    'the service db, which is started only with one of its profiles',
  ],
  'the network of a service that is not there': [api('network_mode: "service:vpn"'), 'the service vpn'],
  'a network mode beside networks': [
    `${api('network_mode: host', 'networks: [a]')}networks: { a: {} }\n`,
    '`network_mode` and `networks`, which exclude each other',
  ],
  'a secret from nowhere': [`${api()}secrets:\n  token: {}\n`, 'the secret token has neither `file` nor `environment`'],
};

test.each(Object.entries(refused))('%s', (_name, [text, says]) => {
  expect(() => readingOf(text)).toThrow(says);
});

/** What Compose accepts. */
const accepted: Record<string, string> = {
  'the default network': api('networks: [default]'),
  'an external volume': `${api('volumes: ["data:/data"]')}volumes: { data: { external: true } }\n`,
  'a volume without a body': `${api('volumes: ["data:/data"]')}volumes:\n  data:\n`,
  'an anonymous volume': api('volumes: [/data]'),
  'a dependency that may be missing': api('depends_on: { db: { condition: service_started, required: false } }'),
  'a provider in the place of an image': 'services:\n  db:\n    provider: { type: awesomecloud }\n',
  'a name that is not known': api('volumes: ["${V}:/data"]'),
  'a service of a profile that names what is not there': `${api()}  debug: { image: x, profiles: [p], depends_on: [no], volumes: ["no:/x"] }\n`,
  'the containers of another project': api('volumes_from: ["container:other"]'),
  'an external secret': `${api('secrets: [token]')}secrets:\n  token: { external: true }\n`,
};

test.each(Object.entries(accepted))('%s', (_name, text) => {
  expect(readingOf(text, { values: { V: null } }).services.length).toBeGreaterThan(0);
});
