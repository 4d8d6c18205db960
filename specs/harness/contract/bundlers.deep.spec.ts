import { describe, expect, test } from 'vitest';
import { type BuiltScripts, buildByEsbuild, buildByVite } from '../../../fixtures/frontends/build-app.ts';
import { writtenApp, writtenCalls } from '../../../fixtures/frontends/written-app.ts';
import { readBundleReferences } from '../../../support/contract/index.ts';

const builds: [title: string, build: () => Promise<BuiltScripts>][] = [
  ['esbuild', () => buildByEsbuild(writtenApp)],
  ['esbuild, not minified', () => buildByEsbuild(writtenApp, { minify: false })],
  ['esbuild, in one script', () => buildByEsbuild(writtenApp, { splitting: false, format: 'iife' })],
  ['esbuild, for browsers of ten years ago', () => buildByEsbuild(writtenApp, { target: 'es2016' })],
  ['Vite', () => buildByVite(writtenApp, true)],
  ['Vite, not minified', () => buildByVite(writtenApp, false)],
];

describe('every reference is found in what a bundler makes of a front end:', () => {
  test.each(builds)('%s', async (_, build) => {
    const scripts = await build();
    const found = await readBundleReferences(
      Object.entries(scripts).map(([name, text]) => ({ url: `https://site.example/${name}`, read: async () => text })),
    );
    expect([...new Set(found.references.map(({ path }) => path))].sort()).toEqual(writtenCalls);
    expect(found.unresolved.filter(({ text }) => text.includes('['))).toHaveLength(1);
  });
});
