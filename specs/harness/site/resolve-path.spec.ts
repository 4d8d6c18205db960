import { expect, test } from 'vitest';
import { resolvePath } from '../../../fixtures/twin/pages/resolve-path.ts';
import fc from '../property.ts';

const files = new Set(['/index.html', '/sites.html', '/404.html', '/docs/index.html', '/docs/404.html', '/icon.svg']);
const resolve = (path: string, search = '', held = files) => resolvePath(path, search, (file) => held.has(file));

test.for([
  ['/', { kind: 'asset', path: '/index.html', status: 200 }],
  ['/sites', { kind: 'asset', path: '/sites.html', status: 200 }],
  ['/docs/', { kind: 'asset', path: '/docs/index.html', status: 200 }],
  ['/icon.svg', { kind: 'asset', path: '/icon.svg', status: 200 }],
  ['/index.html', { kind: 'redirect', location: '/' }],
  ['/index', { kind: 'redirect', location: '/' }],
  ['/index/', { kind: 'redirect', location: '/' }],
  ['/sites.html', { kind: 'redirect', location: '/sites' }],
  ['/sites/', { kind: 'redirect', location: '/sites' }],
  ['/docs', { kind: 'redirect', location: '/docs/' }],
  ['/docs/index.html', { kind: 'redirect', location: '/docs/' }],
  ['/nowhere', { kind: 'asset', path: '/404.html', status: 404 }],
  ['/nowhere/', { kind: 'asset', path: '/404.html', status: 404 }],
  ['/docs/nowhere', { kind: 'asset', path: '/docs/404.html', status: 404 }],
] as const)('%s resolves as on Pages', ([path, resolution]) => {
  expect(resolve(path)).toEqual(resolution);
});

test('a redirect keeps the query string', () => {
  expect(resolve('/sites/', '?company=a')).toEqual({ kind: 'redirect', location: '/sites?company=a' });
});

test('without a 404 page an unknown path answers the app shell with 200, as Pages does for single-page apps', () => {
  const held = new Set(['/index.html']);
  expect(resolve('/nowhere', '', held)).toEqual({ kind: 'asset', path: '/index.html', status: 200 });
});

test('without any page an unknown path is absent', () => {
  expect(resolve('/nowhere', '', new Set())).toEqual({ kind: 'absent' });
});

const segment = fc.constantFrom(
  '',
  'index',
  'index.html',
  'sites',
  'sites.html',
  '.html',
  '404.html',
  'docs',
  '..',
  'é',
  '//',
);
const path = fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`);

test('redirects stay on the host and end, after few steps, at a file', () => {
  fc.assert(
    fc.property(path, (start) => {
      let at = start;
      for (let step = 0; step < 8; step += 1) {
        const resolution = resolve(at);
        if (resolution.kind !== 'redirect') {
          expect(resolution.kind).toBe('asset');
          return;
        }
        expect(resolution.location).toMatch(/^\/(?!\/)/);
        at = resolution.location;
      }
      throw new Error(`no end to the redirects of ${start}`);
    }),
  );
});
