import { expect, test } from 'vitest';
import { startEmbedded } from '../../../support/profile/index.ts';
import { deploymentWith, plainConfig, problemsOf } from './temporary-deployment.ts';

const embedding = (text?: string) =>
  deploymentWith({
    config: { ...plainConfig, embedded: 'embedded.ts' },
    files: text === undefined ? {} : { 'embedded.ts': text },
  });

test('a config that embeds nothing starts nothing', async () => {
  expect(await startEmbedded(deploymentWith())).toBeUndefined();
});

test('what the module starts is given with its variables, and can be disposed', async () => {
  await using started = await startEmbedded(
    embedding('export default async () => ({ variables: { A: "1" }, [Symbol.asyncDispose]: async () => {} });'),
  );
  expect(started?.variables).toEqual({ A: '1' });
});

test.for([
  ['is missing', undefined, /^the module embedded\.ts cannot be loaded: /],
  ['throws', "throw new Error('no room');", /^the module embedded\.ts cannot be loaded: no room$/],
  ['exports no function', 'export default {};', /^the module embedded\.ts has no function as its default export\.$/],
  [
    'does not start',
    "export default async () => { throw new Error('no room'); };",
    /^the deployment of embedded\.ts does not start: no room$/,
  ],
  ['starts no deployment', 'export default async () => ({});', /starts something that is not a deployment/],
] as const)('an embedded module that %s is told in a sentence', async ([, text, sentence]) => {
  expect(await problemsOf(() => startEmbedded(embedding(text)))).toEqual([
    { place: 'embedded', message: expect.stringMatching(sentence) },
  ]);
});
