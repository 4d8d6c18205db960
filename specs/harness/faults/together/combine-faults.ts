import type { EventApiOptions } from '../../../../fixtures/event-api/start-event-api.ts';
import type { EventApiFault } from '../../../../fixtures/faults/event-api/event-api-fault.ts';
import type { Aside, Fault } from '../../../../fixtures/faults/fault.ts';
import type { TwinOptions } from '../../../../fixtures/twin/start-twin.ts';
import { combineOutcomes } from './combine-outcomes.ts';
import { conflict, mergeApart } from './merge-apart.ts';

/** Two faults of the twin as one, or undefined where they cannot be planted side by side. */
export function combineFaults(first: Fault, second: Fault): Fault | undefined {
  const outcome = combineOutcomes(first, second);
  const twin = mergeApart(first.twin, second.twin);
  // Two second systems would bring files of one name.
  const isTwice = (first.prepare && second.prepare) || (first.beside && second.beside);
  const isApart = twin !== conflict && projectOf(first) === projectOf(second) && !isTwice;
  if (!outcome || !isApart || first.alone || second.alone) return undefined;
  const table = inTurn(first.table, second.table);
  const config = inTurn(first.config, second.config);
  const keys = inTurn(first.keys, second.keys);
  const prepare = first.prepare ?? second.prepare;
  const beside = first.beside ?? second.beside;
  return {
    story: `${first.story}; ${second.story}`,
    project: projectOf(first),
    ...(twin !== undefined && { twin: twin as TwinOptions }),
    ...(table && { table }),
    ...(config && { config }),
    ...(keys && { keys }),
    files: (started) => together(first.files?.(started), second.files?.(started)),
    async afterStart(started) {
      await first.afterStart?.(started);
      await second.afterStart?.(started);
    },
    ...(beside && { beside }),
    ...(prepare && { prepare }),
    ...outcome,
  };
}

/** The same for faults of the event API. Those of a PostgreSQL are planted alone: each has a server of its own. */
export function combineInEventApi(first: EventApiFault, second: EventApiFault): EventApiFault | undefined {
  const outcome = combineOutcomes(withoutBaseline(first, second), second);
  const edits = mergeApart(first.edits, second.edits);
  const files = mergeApart(first.files, second.files);
  const services = mergeApart(first.services, second.services);
  const isApart = ![edits, files, services].includes(conflict) && !first.alone && !second.alone;
  if (!outcome || !isApart || startedFor(first) !== startedFor(second) || startedFor(first) === 'PostgreSQL')
    return undefined;
  return {
    story: `${first.story}; ${second.story}`,
    project: projectOf(first),
    edits: (edits ?? {}) as NonNullable<EventApiFault['edits']>,
    files: (files ?? {}) as NonNullable<EventApiFault['files']>,
    ...(services !== undefined && { services: services as EventApiOptions }),
    ...outcome,
  };
}

/** What a fault starts decides what every run of its kind comes to. */
function startedFor({ postgres, services, project = 'prod' }: EventApiFault): string {
  if (postgres !== undefined) return 'PostgreSQL';
  const started = services ? ['services', services.databases && 'databases', services.github && 'github'] : ['nothing'];
  return [project, ...started.filter(Boolean)].join(' ');
}

/** What the second system comes to in every run without databases stands in both; it counts once. */
function withoutBaseline(first: EventApiFault, second: EventApiFault): EventApiFault {
  const inSecond = new Set((second.alongside ?? []).map((aside) => JSON.stringify(aside)));
  const isInBoth = (aside: Aside) => aside.kind === 'not verified' && inSecond.has(JSON.stringify(aside));
  return { ...first, alongside: (first.alongside ?? []).filter((aside) => !isInBoth(aside)) };
}

function projectOf({ project = 'prod' }: { project?: Fault['project'] | EventApiFault['project'] }) {
  return project as NonNullable<Fault['project']>;
}

function inTurn<Value>(
  first: ((value: Value) => Value) | undefined,
  second: ((value: Value) => Value) | undefined,
): ((value: Value) => Value) | undefined {
  return first && second ? (value) => second(first(value)) : (first ?? second);
}

/** @throws Error where both have a file of one name */
function together(
  first: Readonly<Record<string, string>> = {},
  second: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const twice = Object.keys(first).find((name) => name in second);
  if (twice !== undefined) throw new Error(`two faults bring ${twice}`);
  return { ...first, ...second };
}
