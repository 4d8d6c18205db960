/** What a shell does on failures, by the name that a step gives it. */
export interface ShellOptions {
  isPosix: boolean;
  stopsOnFailure: boolean;
  pipefail: boolean;
}

/**
 * GitHub's own command lines (docs.github.com, "Workflow syntax", `jobs.<job_id>.steps[*].shell`): without a name
 * `bash -e {0}`; `bash` is `bash --noprofile --norc -eo pipefail {0}`; `sh` is `sh -e {0}`. A command line of one's own
 * has what it says.
 */
export function shellOptions(shell: string | undefined, runsOn: string): ShellOptions {
  if (shell === undefined) return { isPosix: !/windows/i.test(runsOn), stopsOnFailure: true, pipefail: false };
  if (shell === 'bash') return { isPosix: true, stopsOnFailure: true, pipefail: true };
  if (shell === 'sh') return { isPosix: true, stopsOnFailure: true, pipefail: false };
  const [name = '', ...words] = shell.split(/\s+/);
  return {
    isPosix: /(^|\/)(ba|da|z)?sh$/.test(name),
    stopsOnFailure: words.some((word) => /^-\w*e/.test(word)),
    pipefail: words.includes('pipefail'),
  };
}
