import { describe, expect, test } from 'vitest';
import { readFrontend } from '../../../fixtures/frontends/read-frontend.ts';
import { readScriptBlocks } from '../../../support/contract/syntax/script-blocks.ts';
import fc from '../property.ts';

const svelte = `<script lang="ts">
  import { api } from '$convex/_generated/api.js'; import { useConvexClient } from 'convex-svelte';
  const client = useConvexClient()
</script>
`;
const vue = `<script setup lang="ts">
import { api } from '@/convex/_generated/api'; import { useConvexClient } from 'convex-vue';
const client = useConvexClient()
</script>
<template>`;
const astro = `---
import { api } from '../convex/_generated/api'; import { ConvexHttpClient } from 'convex/browser';
const client = new ConvexHttpClient(import.meta.env.CONVEX_URL)
---
`;
const mdx = `import { api } from './convex/_generated/api'
import { useQuery } from 'convex/react'

# It's a page

`;

describe('a reference in markup is found:', () => {
  test.each([
    [
      'a handler of Svelte',
      'svelte',
      `${svelte}<button onclick={() => client.mutation(api.a.b, { c: '}' })}>it's</button>`,
      'mutation a:b',
    ],
    [
      'an older handler of Svelte',
      'svelte',
      `${svelte}<b on:click={async () => { await client.mutation(api.a.b); }}>{x}{y}</b>`,
      'mutation a:b',
    ],
    [
      'what Svelte waits for',
      'svelte',
      `${svelte}{#await client.query(api.a.b, {}) then { c }}{c}{/await}`,
      'query a:b',
    ],
    [
      'what Svelte repeats',
      'svelte',
      `${svelte}{#each await client.query(api.a.b) as { c }, i (c.id)}{c}{/each}`,
      'query a:b',
    ],
    ['a constant of Svelte', 'svelte', `${svelte}{#if x}{@const r = api.a.b}{/if}`, '? a:b'],
    ['a property of a component', 'svelte', `${svelte}<Row {item} title="a {x}" query={api.a.b as any}/>`, '? a:b'],
    ['text of Vue', 'vue', `${vue}<p>it's {{ show(api.a.b) }}{{ x }}</p></template>`, '? a:b'],
    [
      'a handler of Vue with several statements',
      'vue',
      `${vue}<b @click="busy = true; client.mutation(api.a.b, { c: 1 })"/></template>`,
      'mutation a:b',
    ],
    ['a property of Vue', 'vue', `${vue}<li v-for="t in list" :key="t.id" :query='api.a.b'/></template>`, '? a:b'],
    [
      'markup of Astro',
      'astro',
      `${astro}<ul>{(await client.query(api.a.b)).map((x) => <li>{x}</li>)}</ul>`,
      'query a:b',
    ],
    [
      'markup of Astro that is not JavaScript',
      'astro',
      `${astro}{(await client.query(api.a.b)).map((x) => <li>it's<br></li>)}`,
      '? a:b',
    ],
    [
      'a script of Astro',
      'astro',
      `---\n---\n<p>{x.y}</p><script>import { api } from '../_generated/api'; track(api.a.b)</script>`,
      '? a:b',
    ],
    ['an export of MDX', 'mdx', `${mdx}export const List = () => <p>{useQuery(api.a.b)}</p>\n\n<List />`, 'query a:b'],
    [
      'an export of MDX with an empty line in it',
      'mdx',
      `${mdx}export function List() {\n  const list = useQuery(api.a.b);\n\n  return <p>{list}</p>;\n}\n\n<List />`,
      'query a:b',
    ],
    ['MDX whose text begins as a statement', 'mdx', `${mdx}export it: {useQuery(api.a.b)}\n\nimport that`, 'query a:b'],
    ['an expression of MDX', 'mdx', `${mdx}Here: {useQuery(api.a.b)} and { never closed`, 'query a:b'],
  ])('%s', async (_, extension, text, reference) => {
    const seen = await readFrontend({ [`page.${extension}`]: text });
    expect(seen.unparsed).toEqual([]);
    const line = text.slice(0, text.indexOf('api.a.b')).split('\n').length;
    expect(seen.references.map((each) => each.replace(/:\d+$/, ''))).toEqual([
      `${reference} @ page.${extension}:${line}`,
    ]);
  });
});

describe('what is not code is not a reference:', () => {
  test.each([
    ['a comment', 'svelte', `${svelte}<!-- {api.a.b} -->`],
    ['a style', 'svelte', `${svelte}<style>a { b: api.a.b }</style>`],
    ['text', 'vue', `${vue}<p title="api.a.b">api.a.b</p></template>`],
    ['a block of code', 'mdx', `${mdx}\`\`\`ts\nuseQuery(api.a.b)\n\`\`\`\n\nand \`{api.a.b}\``],
  ])('%s', async (_, extension, text) => {
    expect((await readFrontend({ [`page.${extension}`]: text })).references).toEqual([]);
  });
});

test('every position of a component file stays the same, whatever is in its markup', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '{{',
    '}}',
    '"',
    "'",
    '`',
    '<a b="',
    '">',
    ' :c="d.e"',
    '{#if a.b}',
    '{a.b}',
    '\n',
    ' as x',
    '\\',
    '<script>',
    '</script>',
    '---',
    'é😀',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.constantFrom('vue', 'svelte', 'astro', 'mdx'),
      (pieces, language) => {
        const text = pieces.join('');
        for (const form of ['whole', 'names'] as const) {
          const { text: code } = readScriptBlocks(text, language, form);
          expect(code.length).toBe(text.length);
          expect(code.match(/\n/g)?.length).toBe(text.match(/\n/g)?.length);
        }
      },
    ),
  );
});
