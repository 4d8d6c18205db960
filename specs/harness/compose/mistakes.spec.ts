// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a compose file holds its variables in this form
import { expect, test } from 'vitest';
import { ComposeElsewhere, ComposeMistake } from '../../../support/compose/compose-mistake.ts';
import { loadFolder } from './project-folder.ts';

/** What is wrong with a file, and the sentence that says so. */
const mistakes: Record<string, { files: Record<string, string>; says: string }> = {
  'no YAML': {
    files: { 'compose.yaml': 'services:\n  api: [\n' },
    says: 'compose.yaml:3:1: it is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
  },
  'a tab': {
    files: { 'compose.yaml': 'services:\n\tapi: {}\n' },
    says: 'compose.yaml:2:1: it is not YAML: Tabs are not allowed as indentation',
  },
  'a key twice': {
    files: { 'compose.yaml': 'services:\n  api: { image: a }\n  api: { image: b }\n' },
    says: 'compose.yaml:3:3: it is not YAML: Map keys must be unique',
  },
  'a text in the place of the file': {
    files: { 'compose.yaml': 'hello\n' },
    says: 'compose.yaml:1:1: a compose file is a mapping: `services:`, `volumes:`, …',
  },
  'an alias without its anchor': {
    files: { 'compose.yaml': 'services:\n  api: *base\n' },
    says: 'compose.yaml:2:8: no anchor `&base` stands before its alias.',
  },
  'an alias inside of what it names': {
    files: { 'compose.yaml': 'x-a: &a\n  b: *a\n' },
    says: 'compose.yaml:2:6: the alias `*a` stands inside of what it names.',
  },
  'an unknown key': {
    files: { 'compose.yaml': 'services:\n  api:\n    imagee: a\n' },
    says: 'compose.yaml:3:13: `services.api`: unknown key `imagee`. Did you mean `image`?',
  },
  'an unknown key at the top': {
    files: { 'compose.yaml': 'service:\n  api: { image: a }\n' },
    says: 'compose.yaml:1:1: unknown key `service`. Did you mean `services`?',
  },
  'a value of another type': {
    files: { 'compose.yaml': 'services:\n  api:\n    image: [a]\n' },
    says: 'compose.yaml:3:5: `services.api.image`: expected string, saw a list.',
  },
  'an empty environment': {
    files: { 'compose.yaml': 'services:\n  api:\n    environment:\n' },
    says: 'compose.yaml:3:17: `services.api.environment`: expected object or array, saw nothing.',
  },
  'a port that is none': {
    files: { 'compose.yaml': 'services:\n  api: { ports: ["http:80"] }\n' },
    says: 'compose.yaml:2:18: `http:80` is not a port: `[[HOST:]PUBLISHED:]TARGET[/PROTOCOL]`.',
  },
  'ranges of different length': {
    files: { 'compose.yaml': 'services:\n  api: { ports: ["1-3:1-2"] }\n' },
    says: 'compose.yaml:2:18: the two ranges of `1-3:1-2` are not equally long.',
  },
  'an unknown interpolation': {
    files: { 'compose.yaml': 'services:\n  api: { image: "${A!b}" }\n' },
    says: 'compose.yaml:2:17: `${A!b}` is not an interpolation that Compose knows',
  },
  'a dollar sign alone': {
    files: { 'compose.yaml': 'services:\n  api: { command: ["echo $ 5"] }\n' },
    says: 'compose.yaml:2:20: `echo $ 5` is not an interpolation that Compose knows',
  },
  'a brace that is not closed': {
    files: { 'compose.yaml': 'services:\n  api: { image: "${A" }\n' },
    says: '`${A` is not an interpolation that Compose knows',
  },
  'a required variable without a value': {
    files: { 'compose.yaml': 'services:\n  api: { image: "a:${TAG:?set the tag}" }\n' },
    says: 'compose.yaml:2:17: the variable TAG is required and has no value (set the tag): `docker compose` refuses to start.',
  },
  'a circle of extends': {
    files: { 'compose.yaml': 'services:\n  a: { extends: b }\n  b: { extends: { service: a } }\n' },
    says: 'compose.yaml:2:17: `extends` goes in a circle: a → b → a.',
  },
  'a circle of extends over two files': {
    files: {
      'compose.yaml': 'services:\n  a: { extends: { file: _b.yaml, service: b } }\n',
      '_b.yaml': 'services:\n  b: { extends: { file: compose.yaml, service: a } }\n',
    },
    says: '`extends` goes in a circle: a → b → a.',
  },
  'a service that is not there': {
    files: { 'compose.yaml': 'services:\n  a: { extends: b }\n' },
    says: '`extends` names the service b, and this file has none.',
  },
  'a file of extends that is not there': {
    files: { 'compose.yaml': 'services:\n  a: { extends: { file: no.yaml, service: a } }\n' },
    says: 'compose.yaml:2:8: the compose file no.yaml is not there.',
  },
  'a circle of include': {
    files: { 'compose.yaml': 'include: [_b.yaml]\n', '_b.yaml': 'include: [compose.yaml]\n' },
    says: '_b.yaml:1:11: `include` goes in a circle: compose.yaml → _b.yaml → compose.yaml.',
  },
  'an included service that is there already, and otherwise': {
    files: {
      'compose.yaml': 'include: [_b.yaml]\nservices:\n  a: { image: x }\n',
      '_b.yaml': 'services:\n  a: { image: y }\n',
    },
    says: 'compose.yaml:1:11: the included file defines services.a as well, and otherwise.',
  },
  'two files that mean different things': {
    files: {
      'a.yaml': 'networks:\n  n: { driver_opts: { a: 1 } }\n',
      'b.yaml': 'services:\n  a: { command: "a \'b" }\n',
    },
    says: "b.yaml:2:17: a quote of `a 'b` is not closed.",
  },
};

test.each(Object.entries(mistakes))('%s', (_, { files, says }) => {
  let caught: unknown;
  try {
    loadFolder(files);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(ComposeMistake);
  expect((caught as Error).message).toContain(says);
});

test.each([
  'include: ["https://github.com/acme/x.git"]\n',
  'include: [{ path: "oci://docker.io/acme/x:1" }]\n',
  'include: ["git@github.com:acme/x.git"]\n',
  'services:\n  a: { extends: { file: "https://acme.test/a.yml", service: a } }\n',
])('what Compose would fetch is not said to be missing: %j', (text) => {
  expect(() => loadFolder({ 'compose.yaml': text })).toThrow(ComposeElsewhere);
  expect(() => loadFolder({ 'compose.yaml': text })).toThrow('is kept elsewhere, and is not fetched');
});

test('a file that aliases multiply ends soon, with a sentence', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) =>
      `x-${level}: &l${level} [${Array(10)
        .fill(level === 0 ? 'a' : `*l${level - 1}`)
        .join(', ')}]`,
  );
  expect(() => loadFolder({ 'compose.yaml': levels.join('\n') })).toThrow(
    'its aliases unfold to more than 100000 values',
  );
});
