import path from 'node:path';
import { loadTable, type Table, type TableProblem, TableUnreadable } from '../../table/index.ts';
import { ConfigurationError, configurationError } from '../configuration-error.ts';
import type { LoadedDeployment } from '../load-deployment.ts';
import { placeOf, shownPath } from '../shown-path.ts';
import { variableName } from './variables.ts';

export interface DeploymentTable {
  table: Table;
  /** Rows that cannot be read. They do not keep a run from starting: `config/table-parses` tells them. */
  problems: readonly TableProblem[];
}

/**
 * Reads the table that the config names.
 * @throws ConfigurationError where it cannot be read as a table at all, or has no column for an environment of the config
 * that has a backend of its own
 */
export function readDeploymentTable({ deployment, directory }: LoadedDeployment): DeploymentTable {
  const file = path.resolve(directory, deployment.table.file);
  const environments = Object.keys(deployment.environments);
  const read = load(file, environments);
  const columns = read.table.environments;
  const columnOf = (name: string) => {
    const owner = deployment.environments[name]?.sharesBackendOf;
    return owner === undefined || columns.includes(name) ? name : owner;
  };
  const absent = [...new Set(environments.map(columnOf))].filter((name) => !columns.includes(name));
  // Without any column the header itself is what is wrong, and its own problem says so.
  if (absent.length === 0 || (columns.length === 0 && read.problems.length > 0)) return read;
  throw new ConfigurationError([
    {
      place: shownPath(file),
      message: `the table has no column for ${absent.join(', ')}; its columns are for ${columns.join(', ') || 'none'}.`,
      remedy: `Add a column ${absent.map((name) => variableName(name, 'VALUE')).join(', ')}, or take the environment out of the config.`,
    },
    ...read.problems.map((problem) => ({ place: placeOf(problem), message: problem.message, remedy: problem.remedy })),
  ]);
}

function load(file: string, environments: readonly string[]): DeploymentTable {
  try {
    return loadTable(file, { environments });
  } catch (error) {
    if (!(error instanceof TableUnreadable)) throw error;
    throw configurationError(shownPath(file), error.message, 'The config names it in `table.file`.');
  }
}
