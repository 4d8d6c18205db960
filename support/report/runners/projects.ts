import path from 'node:path';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import type { LoadedDeployment } from '../../profile/index.ts';
import { checkIdsOnDisk } from './spec-files.ts';

/** The projects that are not environments. */
export const auditProject = 'isolation';
export const ownProjects: readonly string[] = ['harness', 'containers'];

const base = { pool: 'threads' } as const;

export function harness(): TestProjectInlineConfiguration {
  return {
    test: {
      ...base,
      name: 'harness',
      include: ['specs/harness/**/*.spec.ts'],
      // Specs that run the gate start processes: more at once than there are cores would only measure the machine.
      maxConcurrency: 2,
      maxWorkers: 2,
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  };
}

export function containers(): TestProjectInlineConfiguration {
  return {
    test: {
      ...base,
      name: 'containers',
      include: ['specs/containers/**/*.spec.ts'],
      testTimeout: 120_000,
      hookTimeout: 180_000,
    },
  };
}

const notChecks = ['specs/harness/**', 'specs/containers/**', 'specs/smoke/**'];

/** The specs of a project of the gate, as patterns below the working directory. */
export function specsOf(project: string): string[] {
  return project === auditProject
    ? ['specs/isolation/**/*.spec.ts', 'specs/config/**/*.spec.ts']
    : ['specs/*/**/*.spec.ts'];
}

/** How many specs a project of the gate has. */
export function specsOnDisk(project: string): number {
  const platforms = checkIdsOnDisk().map((id) => id.split('/')[0] ?? id);
  const audited = ['isolation', 'config'];
  return platforms.filter((platform) => (project === auditProject ? audited.includes(platform) : platform !== 'smoke'))
    .length;
}

export interface GateProject {
  /** The environments that it checks. */
  environments: string[];
  loaded: LoadedDeployment;
  /** Whether the checks run, or are only listed. */
  runs: boolean;
}

/** One worker, no isolation: every check of the run shares its readings and its connections. */
export function gate(name: string, { environments, loaded, runs }: GateProject): TestProjectInlineConfiguration {
  const embedded = runs && loaded.deployment.embedded !== undefined;
  return {
    test: {
      ...base,
      name,
      include: specsOf(name),
      exclude: [...notChecks],
      isolate: false,
      maxWorkers: 1,
      sequence: { groupOrder: 1 },
      globalSetup: embedded ? [path.join(import.meta.dirname, '../../check/embedded-setup.ts')] : [],
      setupFiles: [path.join(import.meta.dirname, '../../check/setup.ts')],
      provide: {
        gate: { environments, audit: name === auditProject },
        loadedDeployment: loaded,
        ...(!embedded && { embeddedVariables: null }),
      },
      // Checks mock nothing, so Node may load them without looking for mocks in each.
      experimental: { viteModuleRunner: false, nodeLoader: false },
    },
  };
}
