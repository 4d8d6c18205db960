import type { Text } from '../source/workflow.ts';
import type { Command } from './command.ts';
import type { RunScript } from './operation.ts';

/** What of a command its scripts take over. */
type At = Pick<Command, 'at' | 'folder' | 'machine'>;

/** A script that a command runs with `sh -c`, in its own folder and on its own machine. */
export function scriptIn(command: At, text: string, changes: Partial<RunScript> = {}): RunScript {
  return {
    script: { ...command.at, text, keepsLines: false },
    folder: command.folder,
    stopsOnFailure: false,
    pipefail: false,
    machine: command.machine,
    ...changes,
  };
}

/** A script that stands in a file: its lines are the file's own. */
export function scriptOfFile(file: string, text: string, command: At, changes: Partial<RunScript> = {}): RunScript {
  return { ...scriptIn(command, text, changes), script: { text, file, line: 1, keepsLines: true } };
}

/** The script of a package, as a package manager runs it. */
export function scriptOfPackage(
  script: Text,
  args: string,
  folder: string,
  command: At,
  changes: Partial<RunScript> = {},
): RunScript {
  const text = args === '' ? script.text : `${script.text} ${args}`;
  return { ...scriptIn(command, text, { folder, ...changes }), script: { ...script, text, keepsLines: false } };
}
