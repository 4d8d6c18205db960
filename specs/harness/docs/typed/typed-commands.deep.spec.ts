import { afterAll, describe, expect, test } from 'vitest';
import { documented, type Place } from './documented-commands.ts';
import { Scenes } from './scenes.ts';

const scenes = new Scenes();
afterAll(() => scenes[Symbol.asyncDispose]());

interface TypedLine {
  command: string;
  line: string;
  place: Place;
  says: RegExp;
  exitCode?: number;
  /** It is told to end once it has said the above, and then says this. */
  ends?: RegExp | undefined;
}

/** What is typed for each command, in the order of the table. */
const typed = Object.entries(documented).flatMap(([command, entry]): TypedLine[] => {
  if ('typedAs' in entry) return [{ command, line: entry.typedAs, place: entry.in, says: entry.says }];
  if (!('says' in entry)) return [];
  const { in: place, exitCode = 0, says, ends } = entry;
  return [{ command, line: command, place, says, exitCode, ends }];
});

describe('a command of the documents ends as it should, and says what it should', () => {
  test.each(typed)('$command', { timeout: 1_500_000 }, async ({ line, place, exitCode = 0, says, ends }) => {
    const answer = await scenes.type(line, place, ends && says);
    expect(answer.said).toMatch(says);
    // A signal ends the shell too.
    if (ends) expect(answer.said).toMatch(ends);
    else expect(answer.exitCode, answer.said).toBe(exitCode);
  });
});
