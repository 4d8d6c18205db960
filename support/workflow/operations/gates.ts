import { type Command, optionsOf, optionValue, shown } from './command.ts';
import type { Reading } from './operation.ts';

/** Projects of Airlock's that look at no environment. */
const ownProjects = ['harness', 'containers'];

/**
 * Airlock itself: `vitest run --project prod`, `playwright test --project prod`, `npm run gate`, `airlock gate`. The
 * audit is the project `isolation`.
 */
export function readGate(command: Command): Reading | undefined {
  const [name = '', ...rest] = command.words;
  const options = optionsOf(rest, ['--project', '--env', '--commit', '--max-age', '--config', '-c']);
  const project = optionValue(options, '--project');
  const isRunner = name === 'vitest' || name === 'playwright' || name === 'airlock';
  const isGateFile = /(^|\/)report\/commands\/gate\.ts$/.test(rest.find((word) => !word.startsWith('-')) ?? '');

  if (isRunner && project !== undefined && !ownProjects.includes(project) && isAirlock(command, name))
    return gate(command, project === 'isolation' ? 'audit' : 'gate');
  const isAirlockGate = name === 'airlock' && ['gate', 'verify'].includes(options.operands[0] ?? '');
  return isAirlockGate || (name === 'node' && isGateFile) ? gate(command, 'gate') : undefined;
}

/** A team's own vitest has projects too: it is Airlock's where Airlock is in the folder, or checked out beside it. */
function isAirlock({ repository, folder }: Command, name: string): boolean {
  // In a folder that is not the repository's, another one is checked out.
  if (name === 'airlock' || folder === undefined) return true;
  const file = repository.packageAbove(folder);
  if (file?.name === 'airlock' || file?.dependencies.has('airlock')) return true;
  if (['deployment.config.ts', 'airlock/deployment.config.ts'].some((config) => repository.has(config))) return true;
  return file === undefined;
}

function gate(command: Command, role: 'gate' | 'audit'): Reading {
  return {
    kind: 'operation',
    recognised: { role, platform: 'airlock', target: 'nothing', command: shown(command.words), unit: role },
  };
}
