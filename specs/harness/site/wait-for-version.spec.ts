import { describe, expect, test } from 'vitest';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { waitForVersion } from '../../../support/platforms/wait-for-version.ts';

const meant = 'c0ffee0c0ffee0c0ffee';

/** A platform that says these versions, one after another, and then the last again and again. */
function platform(called: string, versions: (string | undefined | Error)[], name?: string) {
  let asked = 0;
  const ask = async () => {
    const value = versions[Math.min(asked, versions.length - 1)];
    asked += 1;
    if (value instanceof Error) throw value;
    return { called, told: [{ value, from: called }], ...(name !== undefined && { name }) };
  };
  return { called, ask, asked: () => asked };
}

async function wait(platforms: ReturnType<typeof platform>[], forMs = 2_000, answers = 2) {
  const lines: string[] = [];
  const { signal } = new AbortController();
  const late = await waitForVersion(platforms, {
    commit: meant,
    forMs,
    everyMs: 5,
    answers,
    signal,
    say: (line) => lines.push(line),
  });
  return { late, lines };
}

describe('waiting for a version', () => {
  test('ends when every platform says it, and shows the way', async () => {
    const site = platform('the site', ['0ddba11', 'c0ffee0']);
    const { late, lines } = await wait([site, platform('the Worker', [meant])]);
    expect(late).toEqual([]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'the site: 0ddba11',
        'the site: c0ffee0 (2 of 2)',
        'the Worker: c0ffee0c0ffee0c0ffee (1 of 2)',
      ]),
    );
  });

  test('is not misled by one new edge among old ones', async () => {
    const site = platform('the site', [meant, '0ddba11', meant, '0ddba11', meant, meant]);
    expect((await wait([site])).late).toEqual([]);
    expect(site.asked()).toBe(6);
  });

  test('names who lags behind when time is over', async () => {
    const { late } = await wait([platform('the site', [meant]), platform('the Worker', ['0ddba11'])], 60);
    expect(late).toEqual([{ called: 'the Worker', last: '0ddba11' }]);
  });

  test('goes on while a platform does not answer, or says nothing', async () => {
    const site = platform('the site', [new NotVerified('it does not answer'), undefined, meant]);
    expect((await wait([site])).late).toEqual([]);
    const silent = platform('the site', [undefined]);
    expect((await wait([silent], 60)).late).toEqual([{ called: 'the site', last: 'no version' }]);
  });

  test('takes the name of a Convex deployment, which says no commit', async () => {
    const convex = (name: string) => platform('the Convex deployment', [name], 'steady-otter-902');
    expect((await wait([convex('steady-otter-902')])).late).toEqual([]);
    expect((await wait([convex('patient-heron-417')], 60)).late).toHaveLength(1);
  });
});
