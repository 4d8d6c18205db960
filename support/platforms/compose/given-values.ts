import { assignmentsIn, type ComposeService, type ContainerVariable } from '../../compose/index.ts';

/** A value that a service is given for a variable, and what gives it. */
export interface GivenValue extends ContainerVariable {
  /** "its command sets". */
  by?: string;
}

/** What a service has of a variable: its command sets one for what it starts, whatever the container has. */
export function givenTo(service: ComposeService, variable: string): GivenValue[] {
  const own = service.environment.variables.get(variable);
  const set = assignmentsIn(service).filter(({ name }) => name === variable);
  return [
    ...(own ? [own] : []),
    ...set.map(({ value, at, where }) => ({
      // What a shell fills in is known when it runs.
      value: /[$`]/.test(value) ? undefined : value,
      at,
      by: `its ${where} sets`,
      used: [],
    })),
  ];
}

/** Every variable that a service, or the build of its image, is given, or would be given. */
export function namesGiven(service: ComposeService): ReadonlySet<string> {
  const { environment, buildArguments } = service;
  return new Set([
    ...environment.variables.keys(),
    ...environment.notPassed.keys(),
    ...buildArguments.keys(),
    ...assignmentsIn(service).map(({ name }) => name),
  ]);
}
