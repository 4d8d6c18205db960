// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a compose file holds its variables in this form
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadProject, modelProject } from '../../../support/compose/index.ts';
import { projectFolder, variablesOf } from './project-folder.ts';

const api =
  'services:\n  api: { image: "${COMPOSE_PROJECT_NAME}-api:1", container_name: "${COMPOSE_PROJECT_NAME}_api" }\n';

interface Given {
  files?: Record<string, string>;
  project?: string;
  values?: Record<string, string | null>;
  readsDotEnv?: boolean;
}

function load({ files = { 'compose.yaml': api }, project, values = {}, readsDotEnv }: Given) {
  const inside = Object.fromEntries(Object.entries(files).map(([file, text]) => [`My App/${file}`, text]));
  const folder = path.join(projectFolder(inside), 'My App');
  const loaded = loadProject({
    files: Object.keys(files)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => path.join(folder, file)),
    variables: variablesOf(values),
    shown: (file) => path.relative(folder, file),
    ...(project !== undefined && { project }),
    ...(readsDotEnv !== undefined && { readsDotEnv: () => readsDotEnv }),
  });
  const shown = (file: string) => path.relative(folder, file);
  return modelProject(loaded, { profiles: [], shown, dockerfileOf: () => undefined });
}

/** By the precedence of Docker, "Specify a project name"; the first has everything, and each one after lacks the last source. */
const names: Record<string, [given: Given, name: string]> = {
  'the option `-p`': [
    { project: 'given', values: { COMPOSE_PROJECT_NAME: 'var' }, files: { 'compose.yaml': `name: file\n${api}` } },
    'given',
  ],
  'the variable COMPOSE_PROJECT_NAME': [
    { values: { COMPOSE_PROJECT_NAME: 'var' }, files: { 'compose.yaml': `name: file\n${api}` } },
    'var',
  ],
  'the `.env` beside the files': [
    { files: { 'compose.yaml': `name: file\n${api}`, '.env': 'COMPOSE_PROJECT_NAME=dotenv\n' } },
    'dotenv',
  ],
  'the last `name` of several files': [
    { files: { 'a.yaml': `name: one\n${api}`, 'b.yaml': 'name: two-${STAGE:-dev}\n' } },
    'two-dev',
  ],
  'an empty variable does not count': [
    { values: { COMPOSE_PROJECT_NAME: '' }, files: { 'compose.yaml': `name: file\n${api}` } },
    'file',
  ],
  'the name of the folder, as Docker writes it': [{}, 'myapp'],
};

describe('the name of a project', () => {
  test.each(Object.entries(names))('%s', (_name, [given, name]) => {
    const project = load(given);
    expect(project.name).toBe(name);
    expect(project.services[0]?.image?.text).toBe(`${name}-api:1`);
  });

  test('a variable whose value is not known leaves every name open', () => {
    const { resources } = load({ values: { COMPOSE_PROJECT_NAME: null } });
    expect(resources.length).toBeGreaterThan(0);
    expect(resources.filter(({ isKnown }) => isKnown)).toEqual([]);
  });
});

describe('the `.env` beside the files', () => {
  const files = { 'compose.yaml': 'services:\n  api: { image: "a:${TAG:-latest}" }\n', '.env': 'TAG=1.2\n' };

  test('gives variables where it is read, after those of the table', () => {
    expect(load({ files }).services[0]?.image?.text).toBe('a:1.2');
    expect(load({ files, values: { TAG: '3' } }).services[0]?.image?.text).toBe('a:3');
  });

  test('gives none where it is not read, and is named only where it was', () => {
    const unread = load({ files, readsDotEnv: false });
    expect(unread.services[0]?.image?.text).toBe('a:latest');
    expect(unread.envFiles).toEqual([]);
    expect(load({ files }).envFiles.map((file) => path.basename(file))).toEqual(['.env']);
  });
});
