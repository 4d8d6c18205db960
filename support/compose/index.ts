export { assignmentsIn } from './assignments.ts';
export { ComposeElsewhere, ComposeMistake, shownPlace } from './compose-mistake.ts';
export { type Dockerfile, pairsOf, readDockerfile, withoutQuotes } from './dockerfile.ts';
export { parseEnvFile, readEnvFile } from './env-file.ts';
export type { ContainerVariable } from './environment.ts';
export { lacksTool, officialName } from './image-tools.ts';
export { type ProjectVariable, type ProjectVariables, variablesIn } from './interpolate.ts';
export { type LoadedProject, loadProject, type WrittenFile } from './load-project.ts';
export {
  below,
  entriesOf,
  isTrue,
  itemsOf,
  type MapNode,
  type Node,
  type Place,
  plain,
  textOf,
} from './located-tree.ts';
export {
  type ComposeProject,
  type ComposeService,
  type Mount,
  modelProject,
  type NamedResource,
  type PublishedPort,
} from './project-model.ts';
export { mayServe, programsIn, repositoryOf, type ServerKind, serverKind, tagOf } from './what-runs.ts';
