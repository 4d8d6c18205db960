import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeSite, requireWholeSite } from '../../../../support/families/isolation/index.ts';
import { type Answer, read } from './read-site.ts';

const dev = 'https://patient-heron-417.convex.cloud';

/** Both routers, a page that no other links to, and a component that is loaded late and alone knows the backend. */
const sources: Readonly<Record<string, string>> = {
  'package.json': '{"private":true,"dependencies":{"next":"16.4.6","react":"19.3.1","react-dom":"19.3.1"}}',
  'next.config.mjs': "export default { output: 'export' };",
  'app/layout.jsx':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  'app/page.jsx': [
    "'use client';",
    "import dynamic from 'next/dynamic';",
    "import Link from 'next/link';",
    "const Late = dynamic(() => import('../components/late'), { ssr: false });",
    'export default function Page() { return <main><Link href="/about">About</Link><Late /></main>; }',
  ].join('\n'),
  'app/about/page.jsx': 'export default function About() { return <p>About</p>; }',
  'components/late.jsx': 'export default function Late() { return <p>{process.env.NEXT_PUBLIC_CONVEX_URL}</p>; }',
  'pages/legacy.jsx': 'export default function Legacy() { return <p>Legacy</p>; }',
};
const folder = mkdtempSync(path.join(tmpdir(), 'next-site-'));

beforeAll(() => {
  for (const [file, text] of Object.entries(sources)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, stdio: 'pipe' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every file of a build, at the address at which a host of static files serves it. */
function built(options: readonly string[]): Record<string, Answer> {
  execFileSync('npx', ['next', 'build', ...options], {
    cwd: folder,
    stdio: 'pipe',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NEXT_PUBLIC_CONVEX_URL: dev },
  });
  const out = path.join(folder, `out-${options.join('')}`);
  cpSync(path.join(folder, 'out'), out, { recursive: true });
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const served = files.map(({ parentPath, name }): [string, string] => {
    const file = path.join(parentPath, name);
    return [file.slice(out.length), readFileSync(file, 'utf8')];
  });
  const pages = served.flatMap(([file, text]): [string, string][] =>
    file.endsWith('.html') ? [[file === '/index.html' ? '/' : file.replace(/\.html$/, ''), text]] : [],
  );
  return Object.fromEntries([...served, ...pages]);
}

test.each([
  ['Turbopack', []],
  ['webpack', ['--webpack']],
])('every script that another file of a site of Next.js names is read, built by %s', async (_, options) => {
  const files = built(options);
  const texts = Object.entries(files);
  const isNamed = (script: string) =>
    texts.some(([file, text]) => file !== script && String(text).includes(path.basename(script)));
  const scripts = Object.keys(files).filter((file) => file.endsWith('.js') && isNamed(file));
  expect(scripts.length).toBeGreaterThan(8);

  const { result, paths, profile } = await read(files);
  expect(scripts.filter((file) => !paths.includes(file))).toEqual([]);
  expect(paths).toContain('/legacy');
  expect(() => requireWholeSite(result, 'prod')).not.toThrow();
  expect(judgeSite(profile, result).map(({ what }) => what)).toEqual([
    'the site of prod contains the host patient-heron-417.convex.cloud of dev',
  ]);
});
