import { expect, test } from 'vitest';
import { NotApplicable } from '../../../support/check/not-applicable.ts';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { judgeApproval } from '../../delivery/approval.judge.ts';
import fc from '../property.ts';
import { containerPipeline, pipeline, writePipeline } from './arbitrary-pipeline.ts';
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
      // Deploys that one condition leaves out are one finding, with the place of each.
      expect([...new Set(green.findings.flatMap(({ from }) => from))].sort(), text).toEqual(
        [...expected.greenWithout].map(placeOf).sort(),
      );
    }),
    { numRuns: 300 },
  );
});

test('images and reviewers of a generated pipeline are judged as every one of its paths is', async () => {
  const protection = { reviewers: new Map([['production', 1]]), from: 'https://api.github.example' };
  await fc.assert(
    fc.asyncProperty(containerPipeline, async (jobs) => {
      const { text, lines } = writePipeline(jobs);
      const placeOf = (key: string) => {
        const [job = 0, step = 0] = key.split(',').map(Number);
        return `${file}:${lines[job]?.[step]}`;
      };
      const expected = enumeratePaths(jobs);
      const delivery = await deliveryOf({ files: { [file]: text }, settings: { deploysItself: [] } });
      expect(delivery.workflows[0]?.refusals, text).toEqual([]);

      const starts = jobs.some(({ steps }) => steps.some(({ does }) => does === 'start'));
      const images = starts ? orNone(() => [...judge('image-of-this-run', delivery).findings]) : [];
      expect(images.map(({ from }) => from[0]).sort(), text).toEqual([...expected.unbuilt].map(placeOf).sort());

      const approval = orNone(() => judgeApproval(delivery, protection));
      const unreviewed = [...expected.unreviewed].map(
        (job) => `the job j${job} deploys to production without a reviewer`,
      );
      expect(approval.map(({ what }) => what).sort(), text).toEqual(unreviewed.sort());
    }),
    { numRuns: 300 },
  );
});

/** Nothing is found where nothing is deployed. */
function orNone<Value>(run: () => Value[]): Value[] {
  try {
    return run();
  } catch (error) {
    if (error instanceof NotVerified || error instanceof NotApplicable) return [];
    throw error;
  }
}
