import type { Publishing } from './publish-verdict.ts';

/** Whether colours are shown, as https://no-color.org and https://force-color.org have it. */
export function showsColor(stream: NodeJS.WriteStream, variables: NodeJS.ProcessEnv): boolean {
  if (variables.NO_COLOR) return false;
  if (variables.FORCE_COLOR) return variables.FORCE_COLOR !== '0';
  return stream.isTTY === true;
}

/** Whether `AIRLOCK_STRICT` asks that warnings close the gate. */
export function asksForStrict({ AIRLOCK_STRICT = '' }: NodeJS.ProcessEnv): boolean {
  return saysYes(AIRLOCK_STRICT);
}

/** Whether `AIRLOCK_VERBOSE` asks for every check on the terminal. */
export function asksForVerbose({ AIRLOCK_VERBOSE = '' }: NodeJS.ProcessEnv): boolean {
  return saysYes(AIRLOCK_VERBOSE);
}

/** Whether `AIRLOCK_QUIET` asks for the report alone. */
export function asksForQuiet({ AIRLOCK_QUIET = '' }: NodeJS.ProcessEnv): boolean {
  return saysYes(AIRLOCK_QUIET);
}

/** Any word but one that says no, as people write `1`, `true` and `yes`. */
function saysYes(word: string): boolean {
  return !['', '0', 'false', 'no', 'off'].includes(word.trim().toLowerCase());
}

/** Where a run is reported in a GitHub workflow. Source: GitHub, "Default environment variables". */
export function githubOf(variables: NodeJS.ProcessEnv): Pick<Publishing, 'github'> {
  return variables.GITHUB_ACTIONS === 'true' ? { github: { summaryFile: variables.GITHUB_STEP_SUMMARY } } : {};
}
