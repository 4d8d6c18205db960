import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, pages, prose, repository } from './pages.ts';

/** Links to files and headings; addresses elsewhere are not asked. */
function brokenLinks(name: string, text: string): string[] {
  const links = [...prose(text).matchAll(/(?<!!)\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? name : path.posix.join(path.posix.dirname(name), file);
    if (!existsSync(path.join(repository, target))) return [`${link}: there is no ${target}`];
    if (anchor === undefined) return [];
    const anchors = anchorsOf(readFileSync(path.join(repository, target), 'utf8'));
    return anchors.includes(anchor) ? [] : [`${link}: ${target} has no heading of that name`];
  });
}

describe('documents', () => {
  test.each(pages.map(({ name, text }) => [name, text] as const))('every link of %s leads somewhere', (name, text) => {
    expect(brokenLinks(name, text)).toEqual([]);
  });

  test('a link to nowhere is noticed', () => {
    const text = '# A b-c\n\n[a](none.md) [b](README.md) [c](#a-b-c) [d](#d) [e](https://a.test)\n';
    expect(brokenLinks('README.md', text)).toEqual([
      'none.md: there is no none.md',
      '#a-b-c: README.md has no heading of that name',
      '#d: README.md has no heading of that name',
    ]);
    expect(anchorsOf(text)).toEqual(['a-b-c']);
  });

  test('every page is named by another one', () => {
    const linked = pages.flatMap(({ name, text }) =>
      [...text.matchAll(/(?:\]\(|`)((?:docs\/|\.\.\/)?[\w./-]+\.md)/g)].flatMap(([, link = '']) => [
        path.posix.join(path.posix.dirname(name), link),
        link,
      ]),
    );
    const guides = pages.map(({ name }) => name).filter((name) => /^docs\/[^/]+\.md$/.test(name));
    expect(guides.filter((name) => !linked.includes(name))).toEqual([]);
  });
});
