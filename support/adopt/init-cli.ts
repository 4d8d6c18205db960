/** `npm run init`: writes a table, a config and a workflow for a team's repository from what it finds there. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { command } from '../command/command.ts';
import { exitCodes } from '../command/exit-code.ts';
import { flag, textWithDefault } from '../command/option.ts';
import { say } from '../command/print.ts';
import { StopError, UsageError } from '../command/stop-error.ts';
import { isBuilt } from '../files/module-file.ts';
import { usualFolder } from '../profile/index.ts';
import { type Draft, draftOf, type OpenCell } from './init/draft.ts';
import { formatInit } from './init/format-init.ts';
import { readRepository } from './init/repository.ts';
import { writeFiles } from './init/write-files.ts';

/** Asks for each open cell; an empty answer leaves it open. */
async function ask(open: readonly OpenCell[], signal: AbortSignal): Promise<Record<string, string>> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answers: Record<string, string> = {};
  try {
    for (const { key, column, what } of open) {
      const answer = (await terminal.question(`${what} (${key}; empty: later)? `, { signal })).trim();
      if (answer !== '') answers[`${key} ${column}`] = answer;
    }
  } finally {
    terminal.close();
  }
  return answers;
}

await command({
  name: 'init',
  usage: {
    does: 'Reads a repository (.env files, wrangler configurations, convex.json, packages, workflows) and writes a table, a config, a workflow and .gitignore lines for it. Secrets become references; nothing that is there is written over. Run again, it shows what it would change.',
    exits: { 0: 'written, or shown' },
    example: '--repository ../acme --yes',
  },
  options: {
    repository: textWithDefault({ value: 'FOLDER', help: 'the repository', fallback: '.' }),
    into: textWithDefault({ value: 'FOLDER', help: 'the folder in it that is written to', fallback: usualFolder }),
    yes: flag('asks nothing: what is not found stays open, and is listed'),
  },
  interrupted: () => 'what is written so far stays; run it again for the rest.',
  async run({ repository: folder, into, yes }, { signal, variables }) {
    const root = path.resolve(variables.INIT_CWD ?? process.cwd(), folder);
    if (!existsSync(root)) throw new StopError(exitCodes.configuration, `${root} does not exist: name a repository.`);
    if (path.isAbsolute(into) || into.split(/[\\/]/).includes('..'))
      throw new UsageError(`--into ${into}: it is a folder inside the repository.`);
    if (!yes && !process.stdin.isTTY)
      throw new UsageError(
        'there is no terminal to ask questions on: add --yes, and whatever is not found is left open.',
      );

    const repository = readRepository(root);
    let draft: Draft = draftOf(repository);
    if (!yes && draft.open.length > 0) draft = draftOf(repository, await ask(draft.open, signal));
    const placing = { folder: into.replaceAll('\\', '/'), isPackage: isBuilt(import.meta.filename) };
    const files = writeFiles(draft, placing);
    // As it is typed where this command was: npm starts the tools of a clone at its top.
    const config = path.relative(variables.INIT_CWD ?? process.cwd(), path.join(root, into, 'deployment.config.ts'));
    say(formatInit(draft, files, { ...placing, config }));
    return exitCodes.done;
  },
});
