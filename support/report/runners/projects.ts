import type { TestProjectInlineConfiguration } from 'vitest/config';
import { moduleFile } from '../../files/module-file.ts';
import type { LoadedDeployment } from '../../profile/index.ts';
import { type CheckHomes, checkHomes } from './check-homes.ts';
import { checkIdsOnDisk } from './spec-files.ts';

/** The project that looks at every environment at once. */
export const auditProject = 'isolation';

const base = { pool: 'threads' } as const;
const deepSpecs = '**/*.deep.spec.ts';

/** Limiters wait for their windows, and a gate for others, half of the time. Projects of one number run side by side. */
const ownWorkers = 5;

/** What proves Airlock fast: no runner is started, and one browser. */
function harness(): TestProjectInlineConfiguration {
  return {
    test: {
      pool: 'forks',
      name: 'harness',
      include: ['specs/harness/**/*.spec.ts'],
      exclude: ['specs/harness/faults/**', deepSpecs],
      isolate: false,
      setupFiles: ['specs/harness/setup.ts'],
      experimental: { viteModuleRunner: false, nodeLoader: false },
      // Specs that start processes: more at once than there are cores would only measure the machine.
      maxConcurrency: 2,
      maxWorkers: ownWorkers,
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  };
}

export type PlantedFaults = 'first' | 'other' | 'all';

declare module 'vitest' {
  interface ProvidedContext {
    /** Which faults are planted: few that prove every check, the others, or all. */
    plantedFaults: PlantedFaults;
  }
}

/** Which specs plant the faults: `faults` each of them alone, the others several at once, which takes a third of the time. */
const faultSpecs: Readonly<Record<PlantedFaults, { include: string[]; exclude: string[] }>> = {
  all: { include: ['specs/harness/faults/**/*.spec.ts'], exclude: ['specs/harness/faults/together/**'] },
  first: { include: ['specs/harness/faults/**/*.spec.ts'], exclude: ['specs/harness/faults/alone/**'] },
  other: { include: ['specs/harness/faults/{together/**/*,healthy,event-postgres}.spec.ts'], exclude: [] },
};

/** Gates on planted faults, in this process: they share what declares the checks, and Node loads it as in a gate. */
function faults(name: string, plantedFaults: PlantedFaults): TestProjectInlineConfiguration {
  const { include, exclude } = faultSpecs[plantedFaults];
  return {
    test: {
      pool: 'forks',
      name,
      provide: { plantedFaults },
      include,
      exclude: [...exclude, deepSpecs],
      isolate: false,
      maxWorkers: ownWorkers,
      testTimeout: 300_000,
      hookTimeout: 300_000,
      experimental: { viteModuleRunner: false, nodeLoader: false },
    },
  };
}

/** What takes long, wherever it belongs: whole runners and official tools in processes of their own, browsers, large inputs. */
function deep(): TestProjectInlineConfiguration {
  return {
    test: {
      ...base,
      name: 'deep',
      include: ['specs/harness/**/*.deep.spec.ts'],
      maxConcurrency: 2,
      maxWorkers: 2,
      sequence: { groupOrder: 2 },
      testTimeout: 300_000,
      hookTimeout: 300_000,
    },
  };
}

function containers(): TestProjectInlineConfiguration {
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

const own: Readonly<Record<string, () => TestProjectInlineConfiguration>> = {
  harness,
  'first-faults': () => faults('first-faults', 'first'),
  'other-faults': () => faults('other-faults', 'other'),
  faults: () => faults('faults', 'all'),
  deep,
  containers,
};

/** The projects that prove Airlock itself, and look at no environment. */
export const ownProjects: readonly string[] = Object.keys(own);

/** What a run that names no project runs. */
const bareProjects = ['harness', 'first-faults'];

/** Airlock's own projects of a run; those of a bare run where none is named. */
export function ownProjectsOf(names: readonly string[]): TestProjectInlineConfiguration[] {
  const asked = names.length === 0 ? bareProjects : names;
  return asked.flatMap((name) => own[name]?.() ?? []);
}

const notChecks = ['specs/harness/**', 'specs/containers/**', 'specs/smoke/**'];

/** The specs of a project of the gate, as patterns below a folder with `specs/`. */
export function specsOf(project: string, ending = 'ts'): string[] {
  return project === auditProject
    ? [`specs/isolation/**/*.spec.${ending}`, `specs/config/**/*.spec.${ending}`]
    : [`specs/*/**/*.spec.${ending}`];
}

/** The patterns of a project, absolute where its checks are in several places. */
function below({ own, team }: CheckHomes, patterns: readonly string[]): string[] {
  if (team === undefined && own === process.cwd()) return [...patterns];
  const folders = [own, ...(team === undefined ? [] : [team])];
  return folders.flatMap((folder) => patterns.map((pattern) => `${escapePattern(folder)}/${pattern}`));
}

/** A folder's own characters, none of which is to be read as a pattern. */
function escapePattern(folder: string): string {
  return folder.replaceAll('\\', '/').replace(/[()[\]{}!*?+@]/g, '\\$&');
}

/** The ids of the checks that a project of the gate runs with vitest. @param homes as `checkHomes` says for the deployment */
export function checkIdsOf(project: string, homes: CheckHomes): string[] {
  const audited = ['isolation', 'config'];
  return checkIdsOnDisk(homes)
    .filter((id) => {
      const platform = id.split('/')[0] ?? id;
      return project === auditProject ? audited.includes(platform) : platform !== 'smoke';
    })
    .sort();
}

/** The ids of the smoke tests, which Playwright runs. */
export function smokeIds(homes: CheckHomes): string[] {
  return checkIdsOnDisk(homes)
    .filter((id) => id.startsWith('smoke/'))
    .sort();
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
  const homes = checkHomes(loaded.directory);
  return {
    test: {
      ...base,
      name,
      include: below(homes, specsOf(name, '?(c|m)[jt]s')),
      exclude: below(homes, notChecks),
      isolate: false,
      maxWorkers: 1,
      sequence: { groupOrder: 1 },
      globalSetup: embedded ? [moduleFile(import.meta.filename, '../../check/embedded-setup.ts')] : [],
      setupFiles: [moduleFile(import.meta.filename, '../../check/setup.ts')],
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
