import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../../support/check/finding.ts';
import { NotVerified } from '../../../../support/check/not-verified.ts';
import type { BurstFinding } from '../../../../support/platforms/worker/limits/burst-finding.ts';
import { judgeConfirmed } from '../../../../support/platforms/worker/limits/confirm-burst.ts';
import type { BurstReading } from '../../../../support/platforms/worker/limits/read-burst.ts';
import { answer, burst, windowMs } from './made-up-burst.ts';

type MadeUp = NonNullable<Parameters<typeof burst>[0]>;

/** A burst as a spec names it: what the judge sees in it, or why it could not be had. */
type Seen = readonly BurstFinding[] | Error;

interface Look extends Pick<MadeUp, 'promised' | 'source'> {
  /** How long the first burst took. */
  tookMs?: number;
  needsSpentKey?: boolean;
  /** The bursts after which the key was let through again, since a window ended. */
  open?: readonly number[];
}

const enable = 'Do that.';
const unread = new NotVerified('there is no room', enable);
const found = (
  what: string,
  mayBeChance?: BurstFinding['mayBeChance'],
  received = `${what} was seen`,
): BurstFinding => ({
  what,
  expected: 'it is not',
  received,
  from: ['a spec'],
  ...(mayBeChance && { mayBeChance }),
});
/** As it is reported. */
const told = (what: string, received = `${what} was seen`): Finding => found(what, undefined, received);

const certain = found('certain');
const over = found('over', 'window');
const through = found('through', 'window');
const outage = found('outage', 'outage');

/** Judges bursts that show what a spec says, and tells how many of them were asked for. */
async function look(bursts: readonly Seen[], { tookMs = 0, needsSpentKey, open = [], ...made }: Look = {}) {
  const asked: (number | undefined)[] = [];
  const shown = new Map<BurstReading, readonly BurstFinding[]>();
  const { reading: sample, rateLimit } = burst(made);
  const read = async (_: unknown, { attempt }: { attempt?: number }) => {
    asked.push(attempt);
    const number = attempt ?? 1;
    const seen = bursts[number - 1];
    if (seen === undefined) throw new Error(`a spec names no burst ${number}`);
    if (seen instanceof Error) throw seen;
    const again = answer(open.includes(number) ? 200 : 429, {
      atMs: number === 1 || open.includes(number) ? tookMs : 0,
    });
    const { reading } = burst({ ...made, worker: sample.worker, again });
    shown.set(reading, seen);
    return reading;
  };
  const outcome = await judgeConfirmed(
    read as unknown as Parameters<typeof judgeConfirmed>[0],
    { worker: sample.worker, rateLimit },
    (reading) => [...(shown.get(reading) ?? [])],
    ...(needsSpentKey === undefined ? [] : [{ needsSpentKey }]),
  ).catch((error: unknown) => {
    if (error instanceof NotVerified) return { why: error.message, enable: error.enable };
    throw error;
  });
  return { asked, outcome };
}

const ip = { per: 'ip' as const };
/** The end of a window easily lies in a burst that takes more than a hundredth of it. */
const edgeMs = windowMs / 100;
/** It lies in many bursts that take more than a fifth of it. */
const slowMs = windowMs / 5;

describe('what a burst shows', () => {
  test('is nothing where nothing is wrong', async () => {
    expect(await look([[]])).toEqual({ asked: [undefined], outcome: [] });
  });

  test('is told at once where it has confirmed it itself', async () => {
    expect(await look([[certain]])).toEqual({ asked: [undefined], outcome: [told('certain')] });
  });

  test('is not verified where the first burst could not be sent, or judged', async () => {
    expect((await look([unread])).outcome).toEqual({ why: 'there is no room', enable });
  });
});

describe('what may be chance', () => {
  test('is told where a second burst shows it too', async () => {
    const second = found('over', 'window', 'seen once more');
    expect(await look([[over, certain], [second]])).toEqual({
      asked: [undefined, 2],
      outcome: [told('certain'), told('over')],
    });
  });

  test('is told alone where another burst shows it alone', async () => {
    expect(
      (
        await look([
          [over, through],
          [through, outage],
        ])
      ).outcome,
    ).toEqual([told('through')]);
  });

  test('is told where only a third one shows it: two of three decide', async () => {
    expect(await look([[over], [], [over]])).toEqual({ asked: [undefined, 2, 3], outcome: [told('over')] });
    expect((await look([[over], [through], [over]])).outcome).toEqual([told('over')]);
    expect((await look([[over, certain], [], [over]])).outcome).toEqual([told('certain'), told('over')]);
  });

  test('is not verified where two others do not show it', async () => {
    expect(await look([[over, through], [], []])).toEqual({
      asked: [undefined, 2, 3],
      outcome: {
        why: 'one burst shows that over; through (over was seen), and two others do not',
        enable: 'Run it again while nobody else sends requests.',
      },
    });
    expect((await look([[over, certain], [], []])).outcome).toEqual([told('certain')]);
  });

  test('is nothing where two others do not show it, and the end of a window explains it', async () => {
    expect((await look([[over], [], []], { tookMs: edgeMs + 1 })).outcome).toEqual([]);
    expect((await look([[over, certain], [], []], { tookMs: edgeMs + 1 })).outcome).toEqual([told('certain')]);
    expect((await look([[over], [], []], { tookMs: edgeMs })).outcome).toHaveProperty('why');
    const promised = { algorithm: 'token-bucket' as const };
    expect((await look([[over], [], []], { tookMs: edgeMs + 1, promised })).outcome).toHaveProperty('why');
  });

  test('is not verified where a second burst does not confirm it and a third cannot be sent', async () => {
    const outcome = {
      why: 'one burst shows that over (over was seen), and another does not, and a third to decide between them could not be sent: there is no room',
      enable: 'Run it again while nobody else sends requests.',
    };
    expect((await look([[over], [], unread])).outcome).toEqual(outcome);
    expect((await look([[over], [], unread], { tookMs: edgeMs + 1 })).outcome).toEqual(outcome);
    expect((await look([[over, certain], [], unread])).outcome).toEqual([told('certain')]);
  });

  test('hides no mistake of this tool', async () => {
    await expect(look([[over], new Error('a mistake')])).rejects.toThrow('a mistake');
  });
});

describe('where there is no second burst', () => {
  test('what the first one shows is told', async () => {
    expect(await look([[over, certain], unread])).toEqual({
      asked: [undefined, 2],
      outcome: [told('over'), told('certain')],
    });
    expect((await look([[over], unread], { promised: ip, tookMs: edgeMs })).outcome).toEqual([told('over')]);
    expect((await look([[over], unread], { tookMs: edgeMs + 1 })).outcome).toEqual([told('over')]);
  });

  test('of a key that others spend too, the end of a window may explain it', async () => {
    const made = { promised: ip, tookMs: edgeMs + 1 };
    expect((await look([[over, through], unread], made)).outcome).toEqual({
      why: 'a burst shows that over; through, as the end of a window would too, and no second one confirms it: there is no room',
      enable,
    });
    expect((await look([[over, certain], unread], made)).outcome).toEqual([told('certain')]);
  });
});

describe('a burst that takes a good part of the window', () => {
  const repeated = (first: readonly BurstFinding[], made: Look = {}) =>
    look([first, first], { tookMs: slowMs + 1, ...made }).then(({ outcome }) => outcome);

  test('shows the end of one each time', async () => {
    expect(await repeated([over])).toEqual({
      why: 'the burst took 12001 ms, and a window is 60000 ms long: the end of one lies in many such bursts, and shows the same (over)',
      enable: 'Run it on a machine that is less busy, or nearer.',
    });
    expect(await repeated([over], { tookMs: slowMs })).toEqual([told('over')]);
    expect(await repeated([over], { tookMs: slowMs + 0.6 })).toHaveProperty(
      'why',
      expect.stringMatching(/^the burst took 12001 ms/),
    );
  });

  test('does so in a third one as well', async () => {
    const { outcome } = await look([[over], [], [over]], { tookMs: slowMs + 1 });
    expect(outcome).toHaveProperty('why', expect.stringMatching(/shows the same \(over\)$/));
  });

  test('leaves what no end of a window shows', async () => {
    expect(await repeated([over, outage])).toEqual([told('outage')]);
    expect(await repeated([over, certain])).toEqual([told('certain')]);
  });

  test('is none where windows have no end, or a clock is moved', async () => {
    expect(await repeated([over], { promised: { algorithm: 'sliding-window' } })).toEqual([told('over')]);
    expect(await repeated([over], { source: { testClock: '/clock' } })).toEqual([told('over')]);
  });
});

describe('a key that has to be spent', () => {
  const made = { needsSpentKey: true, tookMs: edgeMs + 1 };

  test('is looked for in up to three bursts, which count', async () => {
    expect(await look([[over], [certain]], { ...made, open: [1] })).toEqual({
      asked: [undefined, 2],
      outcome: [told('certain')],
    });
    expect(await look([[], [over], [over]], { ...made, open: [1] })).toEqual({
      asked: [undefined, 2, 3],
      outcome: [told('over')],
    });
  });

  test('is told by the last burst that there is', async () => {
    expect(await look([[], [], [over]], { ...made, open: [1, 2] })).toEqual({
      asked: [undefined, 2, 3],
      outcome: [told('over')],
    });
    expect((await look([[], [over], []], { ...made, open: [1] })).outcome).toEqual({
      why: 'one burst shows that over (over was seen), and another does not, and a third to decide between them could not be sent: 3 bursts were sent already',
      enable: 'Run it again while nobody else sends requests.',
    });
  });

  test('is not looked for where it does not have to be', async () => {
    expect(await look([[certain], []], { tookMs: edgeMs + 1, open: [1] })).toEqual({
      asked: [undefined],
      outcome: [told('certain')],
    });
  });
});
