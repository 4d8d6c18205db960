// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a compose file holds its variables in this form
import { describe, expect, test } from 'vitest';
import type { Plain } from '../../../support/compose/located-tree.ts';
import { modelOf } from './project-folder.ts';

interface Rule {
  files: Record<string, string>;
  values?: Record<string, string | null>;
  /** What stands in the model, written by hand from the Compose Specification. */
  model: Plain;
}

/** `services: api:` with lines below it. */
const api = (...lines: string[]) => `services:\n  api:\n${lines.map((line) => `    ${line}\n`).join('')}`;
const one = (...lines: string[]) => ({ 'compose.yaml': api(...lines) });
const two = (first: string[], second: string[]) => ({ 'a.yaml': api(...first), 'b.yaml': api(...second) });

const shortForms: Record<string, Rule> = {
  'a target port alone': {
    files: one('ports: ["3000"]'),
    model: { ports: [{ mode: 'ingress', target: 3000, protocol: 'tcp' }] },
  },
  'a port that is a number': {
    files: one('ports: [3000]'),
    model: { ports: [{ mode: 'ingress', target: 3000, protocol: 'tcp' }] },
  },
  'a published port, an address and a protocol': {
    files: one('ports: ["127.0.0.1:5433:5432/udp", "[::1]:81:80"]'),
    model: {
      ports: [
        { mode: 'ingress', host_ip: '127.0.0.1', target: 5432, published: '5433', protocol: 'udp' },
        { mode: 'ingress', host_ip: '::1', target: 80, published: '81', protocol: 'tcp' },
      ],
    },
  },
  'two ranges of ports, one entry each': {
    files: one('ports: ["9090-9091:8080-8081"]'),
    model: {
      ports: [
        { mode: 'ingress', target: 8080, published: '9090', protocol: 'tcp' },
        { mode: 'ingress', target: 8081, published: '9091', protocol: 'tcp' },
      ],
    },
  },
  'a range before one port': {
    files: one('ports: ["9000-9002:80"]'),
    model: { ports: [{ mode: 'ingress', target: 80, published: '9000-9002', protocol: 'tcp' }] },
  },
  'a port in its long form': {
    files: one('ports:', '  - { name: web, target: 80, host_ip: 127.0.0.1, published: 8080, mode: host }'),
    model: {
      ports: [{ mode: 'host', name: 'web', host_ip: '127.0.0.1', target: 80, published: '8080', protocol: 'tcp' }],
    },
  },
  'a bind, a volume, an anonymous volume': {
    files: one('volumes: ["./src:/app/src:ro", "data:/var/lib/data", "/cache", "~/x:/x", "/etc/a:/etc/a"]'),
    model: {
      volumes: [
        { type: 'bind', source: '<folder>/src', target: '/app/src', read_only: true, bind: { create_host_path: true } },
        { type: 'volume', source: 'data', target: '/var/lib/data' },
        { type: 'volume', target: '/cache' },
        { type: 'bind', source: '~/x', target: '/x', bind: { create_host_path: true } },
        { type: 'bind', source: '/etc/a', target: '/etc/a', bind: { create_host_path: true } },
      ],
    },
  },
  'a volume in its long form': {
    files: one('volumes:', '  - { type: bind, source: ./a, target: /a, read_only: true }'),
    model: { volumes: [{ type: 'bind', source: '<folder>/a', target: '/a', read_only: true }] },
  },
  'an environment that is a list': {
    files: one('environment: ["A=1", "B=", "C", "D=x=y"]'),
    model: { environment: { A: '1', B: '', C: null, D: 'x=y' } },
  },
  'an environment that is a mapping': {
    files: one('environment: { A: 1, B: "", C: , D: true }'),
    model: { environment: { A: '1', B: '', C: null, D: 'true' } },
  },
  'a command that is a text': {
    files: one(`command: sh -c "echo 'a b' && exec node"`, 'entrypoint: ["tini", "--"]'),
    model: { command: ['sh', '-c', "echo 'a b' && exec node"], entrypoint: ['tini', '--'] },
  },
  'dependencies that are a list': {
    files: one('depends_on: [db]'),
    model: { depends_on: { db: { condition: 'service_started', required: true } } },
  },
  'dependencies that are a mapping': {
    files: one('depends_on: { db: { condition: service_healthy, required: false } }'),
    model: { depends_on: { db: { condition: 'service_healthy', required: false } } },
  },
  'a health test that is a text': {
    files: one('healthcheck: { test: "curl -f http://localhost || exit 1" }'),
    model: { healthcheck: { test: ['CMD-SHELL', 'curl -f http://localhost || exit 1'] } },
  },
  'a build that is a path, and one with arguments': {
    files: one('build: .'),
    model: { build: { context: '<folder>' } },
  },
  'build arguments that are a list': {
    files: one('build: { context: ./app, args: ["A=1"] }'),
    model: { build: { context: '<folder>/app', args: { A: '1' } } },
  },
  'env files in all three forms': {
    files: one('env_file: [a.env, { path: ./b.env, required: false, format: raw }]'),
    model: {
      env_file: [
        { path: '<folder>/a.env', required: true },
        { path: '<folder>/b.env', required: false, format: 'raw' },
      ],
    },
  },
  'one env file': {
    files: one('env_file: a.env'),
    model: { env_file: [{ path: '<folder>/a.env', required: true }] },
  },
  'secrets and configs by their names': {
    files: one('secrets: [token]', 'configs: [{ source: app, target: /etc/app }]'),
    model: { secrets: [{ source: 'token' }], configs: [{ source: 'app', target: '/etc/app' }] },
  },
  'networks that are a list': {
    files: one('networks: [front, back]'),
    model: { networks: { front: null, back: null } },
  },
  'labels, hosts, dns, tmpfs': {
    files: one('labels: ["a.b=c"]', 'extra_hosts: ["db:10.0.0.1", "x=::1"]', 'dns: 1.1.1.1', 'tmpfs: /run'),
    model: { labels: { 'a.b': 'c' }, extra_hosts: { db: '10.0.0.1', x: '::1' }, dns: ['1.1.1.1'], tmpfs: ['/run'] },
  },
};

const merging: Record<string, Rule> = {
  'a single value is replaced': { files: two(['image: a:1'], ['image: a:2']), model: { image: 'a:2' } },
  'mappings are merged, in both of their forms': {
    files: two(['environment: ["A=1", "B=2"]'], ['environment: { B: 3, C: 4 }']),
    model: { environment: { A: '1', B: '3', C: '4' } },
  },
  'lists are appended, and equal items are one': {
    files: two(['dns: [1.1.1.1]', 'cap_add: [A]'], ['dns: [8.8.8.8, 1.1.1.1]', 'cap_add: [B]']),
    model: { dns: ['1.1.1.1', '8.8.8.8'], cap_add: ['A', 'B'] },
  },
  'a command, an entry point and a health test are replaced': {
    files: two(
      ['command: a b', 'entrypoint: x', 'healthcheck: { test: ["CMD", "a"], retries: 3 }'],
      ['command: ["c"]', 'entrypoint: [y, z]', 'healthcheck: { test: b }'],
    ),
    model: { command: ['c'], entrypoint: ['y', 'z'], healthcheck: { test: ['CMD-SHELL', 'b'], retries: 3 } },
  },
  'ports are one where address, target, published port and protocol are': {
    files: two(['ports: ["8080:80", "8443:443"]'], ['ports: [{ target: 80, published: "8080" }, "8081:80"]']),
    model: {
      ports: [
        { mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' },
        { mode: 'ingress', target: 443, published: '8443', protocol: 'tcp' },
        { mode: 'ingress', target: 80, published: '8081', protocol: 'tcp' },
      ],
    },
  },
  'volumes are one where their target is': {
    files: two(['volumes: ["./a:/app"]'], ['volumes: ["data:/app", "logs:/logs"]']),
    model: {
      volumes: [
        { type: 'volume', source: 'data', target: '/app' },
        { type: 'volume', source: 'logs', target: '/logs' },
      ],
    },
  },
  'secrets are one where their target is': {
    files: two(['secrets: [token]'], ['secrets: [{ source: other, target: token }, more]']),
    model: { secrets: [{ source: 'other', target: 'token' }, { source: 'more' }] },
  },
  'dependencies in both forms': {
    files: two(
      ['depends_on: [db]'],
      ['depends_on: { db: { condition: service_healthy }, cache: { condition: service_started } }'],
    ),
    model: {
      depends_on: {
        db: { condition: 'service_healthy', required: true },
        cache: { condition: 'service_started', required: true },
      },
    },
  },
  '`!reset` removes': {
    files: two(
      ['ports: ["1:1"]', 'command: a', 'environment: { A: 1, B: 2 }'],
      ['ports: !reset []', 'command: !reset null', 'environment: { A: !reset null }'],
    ),
    model: { environment: { B: '2' } },
  },
  '`!override` replaces': {
    files: two(
      ['ports: ["1:1"]', 'environment: { A: 1 }'],
      ['ports: !override ["2:2"]', 'environment: !override { B: 2 }'],
    ),
    model: { ports: [{ mode: 'ingress', target: 2, published: '2', protocol: 'tcp' }], environment: { B: '2' } },
  },
};

const variables: Record<string, Rule> = {
  'a value, a default, an alternative': {
    files: one('image: "${A}:${B:-b}${C-c}${D:+d}${E+e}"'),
    values: { A: 'a', C: '', D: '', E: '' },
    model: { image: 'a:be' },
  },
  'without braces, with a default inside of a default': {
    files: one('image: $A-${X:-${Y:-deep}}'),
    values: { A: 'a' },
    model: { image: 'a-deep' },
  },
  'two dollar signs are one': { files: one('command: ["$$HOME", "a$$"]'), model: { command: ['$HOME', 'a$'] } },
  'a variable without a value is blank': { files: one('image: "a:${TAG}"'), model: { image: 'a:' } },
  'a required one that is there': {
    files: one('image: "a:${TAG:?say which}"'),
    values: { TAG: '1' },
    model: { image: 'a:1' },
  },
  'a value that is not known stays a reference': {
    files: one('image: "a:${TAG:-latest}"', 'ports: ["${P}:80"]'),
    values: { TAG: null, P: null },
    model: { image: 'a:${TAG}', ports: [{ mode: 'ingress', target: 80, published: '${P}', protocol: 'tcp' }] },
  },
  'keys are left alone': {
    files: one('labels: { "${A}": x }'),
    values: { A: 'a' },
    model: { labels: { '${A}': 'x' } },
  },
};

const yamlForms: Record<string, Rule> = {
  'anchors, aliases and merge keys': {
    files: {
      'compose.yaml':
        'x-base: &base\n  restart: always\n  environment: &env { A: 1 }\nservices:\n  api:\n    <<: *base\n    image: a\n    environment:\n      <<: [*env]\n      B: 2\n',
    },
    model: { restart: 'always', image: 'a', environment: { A: '1', B: '2' } },
  },
  'keys that begin with `x-`': {
    files: one('image: a', 'x-note: { any: [thing] }'),
    model: { image: 'a', 'x-note': { any: ['thing'] } },
  },
};

const extending: Record<string, Rule> = {
  'a service of the same file': {
    files: {
      'compose.yaml':
        'services:\n  base: { image: a, environment: { A: 1, B: 1 } }\n  api:\n    extends: base\n    environment: ["B=2"]\n',
    },
    model: { image: 'a', environment: { A: '1', B: '2' } },
  },
  'a service of another file, whose paths start there': {
    files: {
      'compose.yaml': api('extends: { file: base/_c.yaml, service: x }', 'command: run'),
      'base/_c.yaml': 'services:\n  x: { build: ./src, env_file: a.env, volumes: ["./d:/d"], command: other }\n',
    },
    model: {
      build: { context: '<folder>/base/src' },
      env_file: [{ path: '<folder>/base/a.env', required: true }],
      volumes: [{ type: 'bind', source: '<folder>/base/d', target: '/d', bind: { create_host_path: true } }],
      command: ['run'],
    },
  },
  'over two steps': {
    files: {
      'compose.yaml':
        'services:\n  a: { image: i, labels: { a: "1" } }\n  b: { extends: { service: a }, labels: { b: "1" } }\n  api: { extends: b }\n',
    },
    model: { image: 'i', labels: { a: '1', b: '1' } },
  },
};

const including: Record<string, Rule> = {
  'a file with a folder and an env file of its own': {
    files: {
      'compose.yaml': 'include:\n  - path: sub/_c.yaml\n    env_file: sub/vars.env\nservices: {}\n',
      'sub/_c.yaml': 'services:\n  api: { image: "a:${TAG}", build: ./x }\n',
      'sub/vars.env': 'TAG=7\n',
    },
    model: { image: 'a:7', build: { context: '<folder>/sub/x' } },
  },
  'a file whose `.env` lies beside it, and variables that come first': {
    files: {
      'compose.yaml': 'include: [sub/_c.yaml]\n',
      'sub/_c.yaml': 'services:\n  api: { image: "${NAME}:${TAG}" }\n',
      'sub/.env': 'NAME=x\nTAG=1\n',
    },
    values: { TAG: '2' },
    model: { image: 'x:2' },
  },
  'a list of paths, which are merged': {
    files: {
      'compose.yaml': 'include:\n  - path: [_a.yaml, _b.yaml]\n',
      '_a.yaml': 'services:\n  api: { image: a, restart: "no" }\n',
      '_b.yaml': 'services:\n  api: { restart: always }\n',
    },
    model: { image: 'a', restart: 'always' },
  },
};

describe.each([
  ['short forms', shortForms],
  ['several files', merging],
  ['variables', variables],
  ['YAML', yamlForms],
  ['extends', extending],
  ['include', including],
])('%s', (_, rules) => {
  test.each(Object.entries(rules))('%s', (_name, { files, values, model }) => {
    const { services } = modelOf(files, values);
    expect((services as { [name: string]: Plain }).api).toEqual(model);
  });
});

test('several documents in one file are laid over each other', () => {
  const files = { 'compose.yaml': `${api('image: a')}---\n${api('restart: always')}` };
  expect(modelOf(files).services).toEqual({ api: { image: 'a', restart: 'always' } });
});

test('other sections: an external volume, a file of a secret, a network of its own name', () => {
  const text =
    'services: {}\nvolumes:\n  a: { external: true, name: theirs }\n  b:\nsecrets:\n  t: { file: ./t.txt }\nnetworks:\n  n: { name: mine }\n';
  expect(modelOf({ 'compose.yaml': text })).toEqual({
    services: {},
    volumes: { a: { external: true, name: 'theirs' }, b: null },
    secrets: { t: { file: '<folder>/t.txt' } },
    networks: { n: { name: 'mine' } },
  });
});
