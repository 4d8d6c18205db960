import { expect, test } from 'vitest';
import { judgeExact, workerBadInput, workerBurst, workerCanary } from '../../../support/platforms/worker/index.ts';
import { strangers } from '../../../support/platforms/worker/strangers.ts';
import { judgeCanary } from '../../worker/ingests.judge.ts';
import { judgeBadInput } from '../../worker/refuses-bad-input.judge.ts';
import { openReadings } from '../reading/open-readings.ts';
import { limits, type SubjectOptions, startSubject } from '../worker-double/start-subject.ts';
import { sampleWorker } from './sample-worker.ts';

const token = 'made-up-ingest-token';

/** Looks at a Worker that asks its clients for a token, with the one that the profile has. */
async function lookWith(own: string | undefined, options: SubjectOptions = {}) {
  await using subject = await startSubject({ ingestToken: token, limits: limits({ perTrace: 5 }), ...options });
  await using readings = openReadings([{ origin: subject.url, environment: 'prod' }]);
  const worker = sampleWorker(
    {
      noise: [],
      rateLimits: [{ per: 'trace', limit: 5, windowMs: 600_000 }],
      ...(own !== undefined && { ingestToken: { value: own } }),
    },
    subject.url,
  );
  const [rateLimit] = worker.rateLimits;
  if (rateLimit === undefined) throw new Error('the sample promises no limit');
  const { read } = readings.reader('worker/ingests', { effect: 'burst' });
  const said = async (judge: () => Promise<readonly { what: string }[]>) =>
    judge().then(
      (findings) => findings.map(({ what }) => what),
      (error: Error & { enable?: string }) => `${error.message} ${error.enable}`,
    );
  return {
    ingests: await said(async () => judgeCanary(await read(workerCanary, worker), worker)),
    refuses: await said(async () => judgeBadInput(await read(workerBadInput, worker), worker)),
    exact: await said(async () => judgeExact(await read(workerBurst, { worker, rateLimit }), rateLimit)),
  };
}

test('with the token logs are posted, read and counted, and a post without it is refused', async () => {
  expect(await lookWith(token)).toEqual({ ingests: [], refuses: [], exact: [] });
});

test('a Worker that asks for no token although its clients have one is caught', async () => {
  const { refuses } = await lookWith(token, { faults: ['ingest-unprotected'] });
  const each = ['a post without the token is accepted', 'bad input leaves a log behind'];
  expect(refuses).toEqual(strangers().flatMap(() => each));
});

test.each([
  ['another', 'Correct INGEST_TOKEN (a spec)'],
  [undefined, 'Name the token that clients show in `platforms.worker.ingestToken`'],
])(
  'with the token %s nothing is verified: that everything is refused tells nothing of bad input',
  async (own, enable) => {
    expect(await lookWith(own)).toEqual({
      ingests: expect.stringMatching(/^the Worker refuses the caller: status 401/),
      refuses: expect.stringMatching(/^bad input is answered 401: the Worker asks who posts/),
      exact: expect.stringMatching(/it refuses the caller before it counts/),
    });
    expect(Object.values(await lookWith(own))).toEqual(Array(3).fill(expect.stringContaining(enable)));
  },
);
