import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { withGrant } from '../../http/pass-grant.ts';
import { Setting } from '../../settings/index.ts';
import { storeReference } from './store-reference.ts';

const commandMs = 20_000;

/** The commands that resolve references, by the name of their store. Without one, a reference is named and never resolved. */
export type SecretStoreCommands = Readonly<Record<string, readonly string[]>>;

/** What commands printed, so that each runs once in a process. */
const printed = new Map<string, { value: string } | { failure: string }>();

/** The value behind a reference; missing where no command is configured for its store, or it fails. */
export function settingFromStore(
  key: string,
  written: string,
  place: string,
  { commands, directory, ownName }: { commands: SecretStoreCommands; directory: string; ownName: string },
): Setting {
  const found = storeReference(written);
  const command = found && commands[found.store];
  const missing = (why: string) =>
    Setting.missing(
      key,
      place,
      `${key} is kept in a store of secrets, ${written}: ${why}.`,
      `Set ${ownName}, or name a command in \`table.secretStores\`.`,
    );
  if (!found || !command) return missing('no command reads it, and it is not resolved');
  const outcome = run(command, { reference: written, path: found.path }, directory);
  return 'value' in outcome ? Setting.of(key, outcome.value, `${place}, from ${written}`) : missing(outcome.failure);
}

/** Runs it without a shell. What it prints is the secret: neither that nor its errors are shown. */
function run(command: readonly string[], names: Readonly<Record<string, string>>, directory: string) {
  const [program = '', ...values] = command.map((part) =>
    part.replace(/\{(reference|path)\}/g, (_, name) => names[name] ?? ''),
  );
  const id = JSON.stringify([directory, program, values]);
  const known = printed.get(id);
  if (known) return known;
  const outcome = attempt(program, values, directory);
  printed.set(id, outcome);
  return outcome;
}

function attempt(program: string, values: readonly string[], cwd: string): { value: string } | { failure: string } {
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      cwd,
      encoding: 'utf8',
      timeout: commandMs,
      stdio: ['ignore', 'pipe', 'ignore'],
    };
    const value = withGrant(() => execFileSync(program, values, options)).replace(/\r?\n$/, '');
    return value === '' ? { failure: `\`${program}\` printed nothing` } : { value };
  } catch (error) {
    const { status, code } = error as { status?: number | null; code?: string };
    return { failure: `\`${program}\` ended with ${code ?? status ?? 'an error'}` };
  }
}
