import { describe, expect, test } from 'vitest';
import { Progress, type ProgressOptions, progressForm } from '../../../../support/report/progress/progress.ts';

function shown(form: ProgressOptions['form'], columns = 200) {
  const texts: string[] = [];
  const clock = { ms: 0 };
  const write = (text: string) => void texts.push(text);
  const progress = new Progress({ called: 'acme · prod', form, write, columns, now: () => clock.ms });
  return { progress, texts, clock };
}

describe('progress', () => {
  test('is silent in the first two seconds, and says that a run is starting until a check has begun', () => {
    const { progress, texts, clock } = shown('heartbeat');
    clock.ms = 1_999;
    progress.show();
    expect(texts).toEqual([]);
    clock.ms = 2_000;
    progress.show();
    expect(texts).toEqual(['Airlock · acme · prod: starting, 2 s\n']);
    progress.stop();
  });

  test('says what has ended, what runs and what waits', () => {
    const { progress, texts, clock } = shown('heartbeat');
    clock.ms = 5_000;
    progress.expect(9);
    for (const name of ['a/one', 'a/two', 'a/three', 'a/four', 'a/five']) progress.began(name);
    progress.ended('a/one');
    progress.ended('a/one');
    progress.show();
    progress.stop();
    expect(texts).toEqual([
      'Airlock · acme · prod: 1 of 9 checks, 5 s · running: a/two, a/three, a/four and 1 more · 4 waiting\n',
    ]);
  });

  test('writes one line over on a terminal, no longer than it, and takes it away at the end', () => {
    const { progress, texts, clock } = shown('line', 20);
    clock.ms = 3_000;
    progress.show();
    progress.stop();
    expect(texts).toEqual(['\r\u001b[2KAirlock · acme · pr', '\r\u001b[2K']);
  });

  test('makes way for whatever else is written, and leaves the stream as it was', () => {
    const { progress, texts, clock } = shown('line');
    const stream = { write: (text: string) => texts.push(text) > 0 };
    const { write } = stream;
    progress.makeWay(stream as never);
    clock.ms = 3_000;
    progress.show();
    stream.write('Burst on prod\n');
    stream.write('again\n');
    progress.stop();
    expect(texts).toEqual([expect.stringContaining('starting'), '\r\u001b[2K', 'Burst on prod\n', 'again\n']);
    expect(stream.write).toBe(write);
  });

  test('writes nothing where none is asked for', () => {
    const { progress, texts, clock } = shown('none');
    clock.ms = 60_000;
    progress.show();
    progress.stop();
    expect(texts).toEqual([]);
  });

  test.each([
    [{ isTTY: true }, {}, false, 'line'],
    [{ isTTY: true }, { CI: 'true' }, false, 'heartbeat'],
    [{}, { CI: '1' }, false, 'heartbeat'],
    [{}, { CI: 'false' }, false, 'none'],
    [{}, {}, false, 'none'],
    [{ isTTY: true }, { CI: 'true' }, true, 'none'],
  ] as const)('on %j with %j and quiet %s has the form %s', (stream, variables, quiet, form) => {
    expect(progressForm(stream, variables, quiet)).toBe(form);
  });
});
