import { describe, expect, test } from 'vitest';
import { judgeSite } from '../../../../support/families/isolation/index.ts';
import { read } from './read-site.ts';

describe('a site of twelve hundred chunks', () => {
  const chunks = Array.from({ length: 1_200 }, (_, index) => `chunk-${index.toString(16).padStart(8, '0')}.js`);
  const large = (secretIn: string) => ({
    '/': '<!doctype html><script type="module" src="/assets/index-0a1b2c3d.js"></script>',
    '/assets/index-0a1b2c3d.js': chunks
      .map((name) => `const load${name.slice(6, 14)}=()=>import("./${name}");`)
      .join(''),
    ...Object.fromEntries(
      chunks.map((name) => [
        `/assets/${name}`,
        `export const name="${name}";${name === secretIn ? 'fetch("https://dev.harbour.example/x");' : ''}\n//# sourceMappingURL=${name}.map`,
      ]),
    ),
  });

  test('is read whole, with room for its source maps', async () => {
    const last = chunks.at(-1) ?? '';
    const { result, profile } = await read(large(last));
    expect(result.more).toBe(0);
    expect(result.files.filter(({ url }) => url.includes('/chunk-'))).toHaveLength(1_200);
    expect(judgeSite(profile, result)).toMatchObject([{ what: expect.stringContaining('dev.harbour.example') }]);
  });
});
