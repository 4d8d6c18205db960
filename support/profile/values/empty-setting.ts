import { Setting } from '../../settings/index.ts';

/** A variable that is set, and empty: GitHub Actions gives that for a secret which the job's environment does not have. */
export function emptySetting(key: string, variable: string): Setting {
  return Setting.missing(
    key,
    `environment variable ${variable}`,
    `${variable} is set, and empty.`,
    `Give ${variable} a value; in GitHub Actions an empty one means that the secret does not exist in the environment of the job, nor in the repository.`,
  );
}
