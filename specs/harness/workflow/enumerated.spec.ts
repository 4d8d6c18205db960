import { expect, test } from 'vitest';
import fc from '../property.ts';
import { pipeline, writePipeline } from './arbitrary-pipeline.ts';
import { enumeratePaths } from './enumerate-paths.ts';
import { deliveryOf, judge } from './judge-case.ts';

const file = '.github/workflows/a.yml';
const files = { 'package.json': '{ "dependencies": { "convex": "1.48.0" } }', 'convex/schema.ts': '' };

test('a generated pipeline is judged as every one of its paths is, taken one by one', async () => {
  await fc.assert(
    fc.asyncProperty(pipeline, async (jobs) => {
      const { text, lines } = writePipeline(jobs);
      const placeOf = (key: string) => {
        const [job = 0, step = 0] = key.split(',').map(Number);
        return `${file}:${lines[job]?.[step]}`;
      };
      const expected = enumeratePaths(jobs);
      const delivery = await deliveryOf({ files: { ...files, [file]: text }, settings: {} });
      expect(delivery.workflows[0]?.refusals, text).toEqual([]);

      const order = judge('backend-before-frontend', delivery);
      expect(order.findings.map(({ from }) => from[0]).sort(), text).toEqual([...expected.early].map(placeOf).sort());
      expect(order.open !== undefined, text).toBe(expected.ships.size === 0);

      const green = judge('deploys-when-green', delivery);
      expect(green.findings.map(({ from }) => from[0]).sort(), text).toEqual(
        [...expected.greenWithout].map(placeOf).sort(),
      );
    }),
    { numRuns: 300 },
  );
});
