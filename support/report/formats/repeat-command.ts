import type { Outcome } from '../../check/outcome.ts';

/** The command that repeats one check alone. */
export function repeatCommand({ check, spec }: Pick<Outcome, 'check' | 'spec'>, project: string): string {
  const file = spec.replace(/(?::\d+){1,2}$/, '').replaceAll('\\', '/');
  const runner = check.startsWith('smoke/') ? 'npx playwright test' : 'npx vitest run';
  return `${runner} --project ${project.split('+')[0]} ${quoted(file)}`;
}

/** As a shell reads it. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
