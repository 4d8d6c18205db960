import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { folderName } from '../../files/folder-name.ts';
import { deploymentFolder, loadDeployment, loadReportsDirectory } from '../../profile/index.ts';
import { verdictFileName } from '../verdict/verdict-file.ts';
import { fitsProject } from './options/command-line.ts';

/**
 * Removes the previous verdicts of the projects that were asked for; all, if a name fits none. If the config cannot be loaded,
 * nobody knows whose they are, and those of every deployment in the folder are removed.
 */
export async function voidVerdicts(asked: readonly string[]): Promise<void> {
  const reports = await loadReportsDirectory();
  const own = await loadDeployment()
    .then(({ deployment }) => deploymentFolder(deployment))
    .catch(() => undefined);
  for (const deployment of foldersIn(reports).filter((name) => own === undefined || name === own)) {
    const projects = foldersIn(path.join(reports, deployment));
    const isKnown = (pattern: string) => projects.some((name) => fitsFolder(name, pattern));
    const voided = asked.every(isKnown)
      ? projects.filter((name) => asked.some((pattern) => fitsFolder(name, pattern)))
      : projects;
    for (const project of voided) rmSync(path.join(reports, deployment, project, verdictFileName), { force: true });
  }
}

/** A folder may be of several projects at once, as `dev+prod`. */
function fitsFolder(folder: string, pattern: string): boolean {
  return folder.split('+').some((name) => name === folderName(pattern) || fitsProject(name, pattern));
}

function foldersIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
