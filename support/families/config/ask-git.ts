import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { withGrant } from '../../http/pass-grant.ts';

const gitMs = 5_000;
const outputBytes = 64 * 1024 * 1024;

/**
 * Asks git something that it only reads for, without a shell; not even its index is refreshed.
 * @param input for its standard input
 * @throws Error with git's exit code as `code`, where it does not end with 0 or in time
 */
export async function askGit(directory: string, args: readonly string[], input = ''): Promise<string> {
  const options = { cwd: directory, timeout: gitMs, maxBuffer: outputBytes };
  const asked = withGrant(() => promisify(execFile)('git', ['--no-optional-locks', ...args], options));
  // A git that ends before it has read all says so by its exit code.
  asked.child.stdin?.on('error', () => {});
  asked.child.stdin?.end(input);
  return (await asked).stdout;
}
