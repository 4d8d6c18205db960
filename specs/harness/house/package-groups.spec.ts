import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { packagesOf } from './imports.ts';
import { reachableFiles } from './reachable-files.ts';

interface Manifest {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
interface Lock {
  packages: Record<string, { dependencies?: Record<string, string> }>;
}

const root = new URL('../../..', import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as Lock;

const tools = Object.values(manifest.scripts).flatMap((command) => /^node (support\/\S+\.ts)/.exec(command)?.[1] ?? []);
const checks = globSync('specs/*/*.{spec,smoke}.ts', { cwd: root }).filter((file) => !/^specs.containers/.test(file));
const gate = reachableFiles(root, [
  'vitest.config.ts',
  'playwright.config.ts',
  'support/package/index.ts',
  'support/package/vitest.ts',
  'support/package/playwright.ts',
  // Started by `bin/airlock.mjs`.
  'support/package/runner.ts',
  'deployment.config.ts',
  ...tools,
  ...checks.map((file) => file.replaceAll('\\', '/')),
]);
const imported = [...gate].flatMap(([file, text]) => packagesOf(file, text));

describe('the gate', () => {
  test('is followed through every module of support', () => {
    expect(tools.length).toBeGreaterThan(5);
    expect(checks.length).toBeGreaterThan(50);
    const modules = globSync('support/**/*.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'));
    expect(modules.filter((file) => !gate.has(file))).toEqual([]);
  });

  test('loads nothing of the twin, and nothing of the harness', () => {
    expect([...gate.keys()].filter((file) => /^(?:fixtures|specs\/(?:harness|containers))\//.test(file))).toEqual([]);
  });

  test('finds every package that it loads in `dependencies`', () => {
    const absent = imported.filter(({ name }) => !Object.hasOwn(manifest.dependencies, name));
    expect(absent.map(({ from, name, line }) => `${from}:${line} imports ${name}`)).toEqual([]);
  });

  test('loads every package of `dependencies`', () => {
    const loaded = new Set(imported.map(({ name }) => name));
    expect(Object.keys(manifest.dependencies).filter((name) => !loaded.has(name))).toEqual([]);
  });

  test('bundles a backend with the esbuild that Convex bundles it with', () => {
    expect(manifest.dependencies.esbuild).toBe(lock.packages['node_modules/convex']?.dependencies?.esbuild);
  });
});

describe('the twin and the harness', () => {
  const modules = globSync(['{bench,fixtures,specs,support}/**/*.{ts,tsx}', '*.ts'], {
    cwd: root,
    exclude: (name) => name === '_generated' || name === 'node_modules',
  });
  const loaded = modules
    .flatMap((file) => packagesOf(file.replaceAll('\\', '/'), readFileSync(`${root}${file}`, 'utf8')))
    // `cloudflare:workers` is a part of the Workers runtime.
    .filter(({ name }) => !name.includes(':'));

  test('find every package that they load in one of the groups', () => {
    expect(loaded.length).toBeGreaterThan(imported.length);
    const absent = loaded.filter(
      ({ name }) => !Object.hasOwn(manifest.dependencies, name) && !Object.hasOwn(manifest.devDependencies, name),
    );
    expect(absent.map(({ from, name, line }) => `${from}:${line} imports ${name}`)).toEqual([]);
  });

  test('load every package of `devDependencies`, but for types and the tools that run them', () => {
    const names = new Set(loaded.map(({ name }) => name));
    const unused = Object.keys(manifest.devDependencies).filter((name) => !names.has(name));
    // The linters, of the sources and of the package, and the mutation tester are started by name.
    expect(
      unused.filter((name) => !/^@(?:types|biomejs|stryker-mutator|arethetypeswrong)\/|^publint$/.test(name)),
    ).toEqual([]);
  });

  test('have no package that is in the other group too', () => {
    const both = Object.keys(manifest.devDependencies).filter((name) => Object.hasOwn(manifest.dependencies, name));
    expect(both).toEqual([]);
  });
});

describe('the reader of imports', () => {
  test.each([
    ["import { v } from 'convex/values';", ['convex']],
    ["import sodium from '@scope/name/deep/file.js';", ['@scope/name']],
    ["import 'side-effects';", ['side-effects']],
    ["export { a } from 'passed-on';", ['passed-on']],
    ["const a = await import('late');", ['late']],
    // Node erases the names, and loads the module all the same.
    ["import { type A } from 'still-loaded';", ['still-loaded']],
    ["import type { A } from 'erased';", []],
    ["export type { A } from 'erased';", []],
    ["type A = typeof import('erased');", []],
    ["import { join } from 'node:path'; import fs from 'fs';", []],
    ["import './beside.ts';", []],
    ['const file = "x"; await import(file);', []],
    ['await import(`${file}?round=1`);', []],
  ])('sees what is loaded by %s', (text, names) => {
    expect(packagesOf('support/x.ts', text).map(({ name }) => name)).toEqual(names);
  });
});
