import { describe, expect, test } from 'vitest';
import { scriptNames } from '../../command/tools.ts';
import { pages } from '../pages.ts';
import { bareTool, commandLines } from './command-lines.ts';
import { documented } from './documented-commands.ts';

const written = new Map(
  pages
    .filter(({ name }) => name !== 'CHANGELOG.md')
    .flatMap(({ name, text }) => commandLines(text).map((command) => [command, name])),
);
/** Names beside those of the scripts, and what runs a project. */
const otherNames = ['sync', 'run', 'smoke', 'isolation'];

/** Whether a command says no more than the name of a tool that is typed with its options elsewhere. */
function isMention(command: string): boolean {
  const tool = bareTool(command);
  return (
    tool !== undefined &&
    [...scriptNames, ...otherNames].includes(tool) &&
    Object.keys(documented).some((each) => each !== command && new RegExp(`(?:run|airlock) ${tool}\\b`).test(each))
  );
}

describe('the commands of the documents', () => {
  test('are all in the table of those that are typed, or are left out for a reason', () => {
    expect(written.size).toBeGreaterThan(70);
    const missing = [...written].filter(([command]) => !Object.hasOwn(documented, command) && !isMention(command));
    expect(missing).toEqual([]);
  });

  test('are the only ones in it', () => {
    expect(Object.keys(documented).filter((command) => !written.has(command))).toEqual([]);
  });

  test('are read from blocks, from workflows and from sentences', () => {
    const page = [
      'Run `npm run gate -- --env prod` or `npx tsc`; `npm run` and `deployment.config.ts` are none.',
      '```sh',
      '# a comment',
      'npx airlock wait --for 5m \\',
      '  --commit x   # waits',
      '```',
      '```yaml',
      'steps:',
      '  - run: npm ci',
      '```',
      '```ts',
      "const run = 'npm test';",
      '```',
      '`AIRLOCK_VERBOSE=1 npx vitest run`',
    ].join('\n');
    expect(commandLines(page)).toEqual([
      'npx airlock wait --for 5m --commit x',
      'npm ci',
      'npm run gate -- --env prod',
      'npx tsc',
      'AIRLOCK_VERBOSE=1 npx vitest run',
    ]);
  });
});
