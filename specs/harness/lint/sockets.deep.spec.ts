import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { lintTexts, root } from './lint-texts.ts';

/** Ways to a socket that does not go through the door. */
const trespasses = [
  "export const a = fetch('https://x.example');",
  "export const a = globalThis.fetch('https://x.example');",
  "export const a = globalThis?.fetch('https://x.example');",
  "export const a = globalThis['fetch']('https://x.example');",
  "export const a = global.fetch('https://x.example');",
  "export const a = window.fetch('https://x.example');",
  'const { fetch: send } = globalThis; export const a = send;',
  'const everything = globalThis; export const a = everything.fetch;',
  'const everything = globalThis as any; export const a = everything.fetch;',
  'let send: unknown; ({ fetch: send } = globalThis); export const a = send;',
  "export const a = new WebSocket('wss://x.example');",
  "export const a = new globalThis.WebSocket('wss://x.example');",
  "export const a = new EventSource('https://x.example');",
  'export const a = new XMLHttpRequest();',
  "import { fetch as send } from 'undici'; export const a = send;",
  "import send from 'undici/index.js'; export const a = send;",
  "import WebSocket from 'ws'; export const a = WebSocket;",
  "import http from 'node:http'; export const a = http;",
  "import * as https from 'node:https'; export const a = https;",
  "import { connect } from 'node:http2'; export const a = connect;",
  "import { connect } from 'node:tls'; export const a = connect;",
  "import { createSocket } from 'node:dgram'; export const a = createSocket;",
  "import { connect } from 'http2'; export const a = connect;",
  "import { createSocket } from 'dgram'; export const a = createSocket;",
  "export * from 'node:http';",
  "export { request } from 'https';",
  "export const a = import('node:net');",
  'export const a = import(`node:net`);',
  "export const a = require('https');",
  'export const a = require(`net`);',
  "import net = require('net'); export const a = net;",
  "import { createRequire } from 'node:module'; export const a = createRequire(import.meta.url)('node:net');",
  "export const a = process.getBuiltinModule('node:net');",
  "import { Redis } from '@upstash/redis'; export const a = Redis;",
  "import { Client } from 'pg'; export const a = Client;",
  "import pg from 'pg/lib/index.js'; export const a = pg;",
  "export const a = import('pg');",
  "export const a = require('postgres');",
  "import { ConvexClient } from 'convex/browser'; export const a = ConvexClient;",
  "import { ConvexHttpClient } from 'convex/browser'; export const a = new ConvexHttpClient('https://x.example');",
  "import { ConvexHttpClient } from 'convex/browser'; export const a = new ConvexHttpClient('https://x.example', { logger: false });",
];

/** What may stand anywhere. */
const allowed = [
  "export const a = (fetch: (url: string) => Promise<Response>) => fetch('https://x.example');",
  "import type { Fetch } from '../http/index.ts'; export const a = ({ fetch }: { fetch: Fetch }) => fetch('https://x.example');",
  "import { ConvexHttpClient } from 'convex/browser'; export const a = (fetch: (url: string) => Promise<Response>) => new ConvexHttpClient('https://x.example', { fetch: fetch as never });",
  "import { ConvexHttpClient } from 'convex/browser'; export const a = (fetch: never) => new ConvexHttpClient('https://x.example', {\n  fetch,\n  logger: false,\n});",
  "const slot = Symbol.for('airlock.x'); const shelf = globalThis as { [slot]?: string }; export const a = shelf[slot];",
  'export const a = new Request("https://x.example");',
  "import { createRequire } from 'node:module'; export const a = createRequire(import.meta.url).resolve('vitest');",
  'export const a = (name: string) => import(name);',
  "export const a = { fetch: 'a word' }.fetch;",
];

const guarded = [
  'support/platforms/worker/planted.ts',
  'support/check/planted.ts',
  'support/reading/planted.ts',
  'support/smoke/planted.ts',
  'support/planted.tsx',
  'specs/worker/planted.spec.ts',
  'specs/smoke/planted.smoke.ts',
  'deployment.config.ts',
];
const free = [
  'support/http/planted.ts',
  'specs/harness/http/planted.spec.ts',
  'specs/containers/planted.spec.ts',
  'fixtures/twin/planted.ts',
  'bench/planted.ts',
];

const planted = (texts: readonly string[], name: string) =>
  Object.fromEntries(texts.map((text, index) => [`support/platforms/worker/${name}-${index}.ts`, text]));

describe('outside the door', () => {
  let found: Record<string, string[]>;
  beforeAll(async () => {
    found = await lintTexts({ ...planted(trespasses, 'trespass'), ...planted(allowed, 'allowed') });
  });

  it.each(trespasses.map((text, index) => ({ text, index })))('is an error: $text', ({ index }) => {
    expect(found[`support/platforms/worker/trespass-${index}.ts`]).not.toEqual([]);
  });

  it.each(allowed.map((text, index) => ({ text, index })))('is none: $text', ({ index }) => {
    expect(found[`support/platforms/worker/allowed-${index}.ts`]).toEqual([]);
  });
});

describe('the rule', () => {
  const everyWay = [
    "import http from 'node:http';",
    "export const a = fetch('https://x.example');",
    "export const b = globalThis.fetch('https://x.example');",
    'export const c = http;',
  ].join('\n');
  const everyRule = ['lint/style/noRestrictedGlobals', 'lint/style/noRestrictedImports', 'plugin'];
  let found: Record<string, string[]>;
  beforeAll(async () => {
    found = await lintTexts(Object.fromEntries([...guarded, ...free].map((file) => [file, everyWay])));
  });

  it.each(guarded)('holds in %s', (file) => {
    expect([...(found[file] ?? [])].sort()).toEqual(everyRule);
  });

  it.each(free)('leaves %s alone', (file) => {
    expect(found[file]).toEqual([]);
  });
});

describe('the repository', () => {
  it('keeps the rule, and the door itself is let through', async () => {
    const files = globSync(['support/**/*.{ts,tsx}', 'specs/**/*.ts', '*.ts'], {
      cwd: root,
      exclude: ['specs/harness/**', 'specs/containers/**'],
    });
    expect(files.length).toBeGreaterThan(100);
    expect(files).toContain(path.join('support', 'http', 'pass.ts'));
    const texts = files.map((file) => [file.replaceAll('\\', '/'), readFileSync(path.join(root, file), 'utf8')]);
    const found = await lintTexts(Object.fromEntries(texts));
    expect(Object.entries(found).filter(([, rules]) => rules.length > 0)).toEqual([]);
  });
});
