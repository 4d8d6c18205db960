export { composeSubjects, otherProjects } from './compose-subjects.ts';
export { composeProject } from './read-compose.ts';
export { composeKeptFiles } from './read-kept-files.ts';
export { requireReaders } from './require-readers.ts';
export { startedServices } from './started-services.ts';
