import path from 'node:path';
import { folderName, ownFolderName } from '../files/folder-name.ts';
import type { LoadedDeployment } from './load-deployment.ts';

/** The folder of a deployment among the reports: no other deployment has it. The embedded twin's keeps its plain name. */
export function deploymentFolder({ name, embedded }: LoadedDeployment['deployment']): string {
  return embedded === undefined ? ownFolderName(name) : folderName(name);
}

/** The folder of all reports: the one that the config names, or another in its place. Absolute. */
export function reportsRoot({ deployment, directory }: LoadedDeployment, root?: string): string {
  return root === undefined ? path.resolve(directory, deployment.reports) : path.resolve(root);
}

/** The folder of a project's verdict and reports: two deployments, or two projects, never write over each other. */
export function projectReports(loaded: LoadedDeployment, project: string, root?: string): string {
  return path.join(reportsRoot(loaded, root), deploymentFolder(loaded.deployment), folderName(project));
}
