import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type ConfigurationError, configurationError } from '../configuration-error.ts';
import { shownPath } from '../shown-path.ts';
import { importedFiles, importModules } from './config-modules.ts';
import { faultPlace } from './fault-place.ts';

/** `EX_CONFIG` of sysexits.h, and the exit code of everything that is wrong with a config. */
const configurationExitCode = 78;

/**
 * Imports a config and gives its default export, unchecked.
 * @param deadlineMs a config that waits for something that never comes is told of after this
 * @throws ConfigurationError where it is missing, no file, throws, does not end, or exports nothing by default
 */
export async function importConfig(file: string, deadlineMs: number): Promise<unknown> {
  const absolute = path.resolve(file);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats === undefined)
    throw configurationError(
      file,
      'the deployment config does not exist.',
      'Name one with DEPLOYMENT_CONFIG=path/to/deployment.config.ts, or create deployment.config.ts here.',
    );
  if (!stats.isFile())
    throw configurationError(
      file,
      `the deployment config is ${stats.isDirectory() ? 'a directory' : 'no regular file'}.`,
      'Name the file itself in DEPLOYMENT_CONFIG.',
    );
  const module = await guarded(file, beforeDeadline(file, importModules(absolute), deadlineMs));
  if (module.default === undefined || isEmptyCommonJs(module))
    throw configurationError(
      file,
      'the deployment config has no default export.',
      'Write `export default defineDeployment({ … })`.',
    );
  if (module.default instanceof Promise)
    throw configurationError(
      file,
      'the deployment config exports a promise.',
      'Write `export default await …`, or better the data itself.',
    );
  return module.default;
}

type Imported = { default?: unknown };

/** Words what the config throws, and closes the gate where it ends the process itself: `process.exit(0)` would open it. */
async function guarded(file: string, imported: Promise<Imported>): Promise<Imported> {
  const ended = () => {
    process.stderr.write(`\n${file}: the deployment config ends the process while it is loaded.\n`);
    process.exitCode = configurationExitCode;
  };
  process.once('exit', ended);
  try {
    return await imported;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConfigurationError') throw error;
    throw await loadingError(file, error);
  } finally {
    process.off('exit', ended);
  }
}

/** What kept a config from being loaded, with the place in it or in what it imports, where the error has one. */
async function loadingError(file: string, error: unknown): Promise<ConfigurationError> {
  const place = await faultPlace(error, importedFiles(path.resolve(file)));
  const message =
    error instanceof SyntaxError
      ? `the deployment config cannot be read: ${wordsOf(error)}`
      : `the deployment config throws when it is loaded: ${wordsOf(error)}`;
  if (place === undefined) return configurationError(file, message, `Run \`npx node ${file}\` to see where.`);

  const named = place.file === realpathSync(file) ? file : shownPath(place.file);
  return configurationError(`${named}:${place.line}:${place.column}`, message, 'Correct it there.');
}

/** The message of what was thrown, without the frames that some messages carry below it. */
function wordsOf(error: unknown): string {
  const text =
    error instanceof Error ? `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}` : String(error);
  return text
    .split('\n')
    .filter((line) => !/^\s+at\s/.test(line))
    .join('\n')
    .trim();
}

async function beforeDeadline(file: string, imported: Promise<Imported>, deadlineMs: number): Promise<Imported> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      reject(
        configurationError(
          file,
          `the deployment config is not loaded after ${deadlineMs} ms: it waits for something that does not come.`,
          'Take what it awaits out of it: a config is data only.',
        ),
      ),
    deadlineMs,
  );
  try {
    return await Promise.race([imported, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A file without any `import` or `export` that Node takes for CommonJS: its "default" is the empty object that nothing was added to. */
function isEmptyCommonJs(module: Imported): boolean {
  const exported = (module as Record<string, unknown>)['module.exports'];
  return exported !== undefined && exported === module.default && Object.keys(exported as object).length === 0;
}
