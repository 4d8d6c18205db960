import { describe, expect, test } from 'vitest';
import { markupTags, withoutBetween } from '../../../support/text/markup-tags.ts';

const tags = (html: string) => [...markupTags(html, ['img', 'script', 'meta'])];

describe('the tags of a page', () => {
  test('are told with their attributes and the content of scripts', () => {
    expect(tags(`<IMG src="a>b" alt='x'><script type=module>if (a < b) "<img src=c>"</script><meta name=v/>`)).toEqual([
      { name: 'img', attributes: ` src="a>b" alt='x'`, body: '' },
      { name: 'script', attributes: ' type=module', body: 'if (a < b) "<img src=c>"' },
      { name: 'meta', attributes: ' name=v/', body: '' },
    ]);
  });

  test.each([
    '<!-- <img src=a> -->',
    '<style>.a::after { content: "<img src=a>" }</style>',
    '<imgs src=a>',
    '<img src="a',
  ])('are none in %s', (html) => {
    expect(tags(html)).toEqual([]);
  });

  test('go on behind a mark that opens no value', () => {
    expect(tags(`<img alt=it's src=a><img src=b>`).map(({ attributes }) => attributes)).toEqual([
      " alt=it's src=a",
      ' src=b',
    ]);
  });

  test('are found behind a comment or a script that never ends', () => {
    expect(tags('<!-- <img src=a>')).toHaveLength(1);
    expect(tags('<script>x<img src=a>')).toHaveLength(2);
  });
});

test.each([
  ['a/*b*/c', 'ac'],
  ['a/*/b*/c', 'ac'],
  ['a/*b', 'a/*b'],
  ['/**//**/', ''],
])('%j without comments is %j', (text, without) => {
  expect(withoutBetween(text, '/*', '*/')).toBe(without);
});
