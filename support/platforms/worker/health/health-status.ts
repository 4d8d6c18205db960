import type { WorkerProfile } from '../../../profile/index.ts';
import { valueAt } from './health-value.ts';
import { soundOf } from './health-words.ts';

type Shape = WorkerProfile['health'];

/** Where the status of the whole stands in common answers. */
const statusFields = ['status', 'ok', 'healthy', 'health', 'state', 'success', 'code', 'statusCode'];
const envelopes = ['', 'data.', 'result.'];
/** Where the components stand. */
const componentFields = [
  'components',
  'checks',
  'services',
  'dependencies',
  'details',
  'subsystems',
  'health',
  'status',
];
/** How a component that is an object says how it is. */
const componentStatusFields = ['status', 'ok', 'healthy', 'state', 'up', 'connected', 'result'];
/** Fields beside the status that stand for a part of the Worker. */
const partNames =
  /^(health[A-Z_]?\w*|\w*(db|database|sql|d1|kv|redis|cache|queue|store|storage|bucket|r2|limiter|upstream|backend))$/i;

/** How the Worker says that it is; undefined where the answer tells nothing at the place that the profile names. */
export function statusIn(health: unknown, { health: shape }: Pick<WorkerProfile, 'health'>): string | undefined {
  if (shape.status !== undefined) return wordOf(valueAt(health, shape.status));
  if (typeof health !== 'object' || health === null) return wordOf(health);
  const paths = envelopes.flatMap((envelope) => statusFields.map((field) => `${envelope}${field}`));
  return paths.map((path) => wordOf(valueAt(health, path))).find((word) => word !== undefined);
}

/** One component of an answer, and how it says that it is; undefined where it does not say. */
export interface ReportedComponent {
  name: string;
  word: string | undefined;
}

/** Every component that the answer reports: in an object, in a list, or beside the status. */
export function componentsIn(health: unknown, { health: shape }: Pick<WorkerProfile, 'health'>): ReportedComponent[] {
  if (typeof health !== 'object' || health === null) return [];
  if (shape.components !== undefined) return entriesOf(valueAt(health, shape.components), shape);
  const bodies = envelopes.map((envelope) => (envelope === '' ? health : valueAt(health, envelope.slice(0, -1))));
  const nested = bodies.flatMap((body) =>
    componentFields.flatMap((field) =>
      entriesOf(typeof body === 'object' && body ? valueAt(body, field) : undefined, shape),
    ),
  );
  return [...nested, ...bodies.flatMap((body) => besideStatus(body))];
}

function entriesOf(all: unknown, shape: Shape): ReportedComponent[] {
  if (typeof all !== 'object' || all === null) return [];
  const entries: [string, unknown][] = Array.isArray(all)
    ? all.map((each, index) => [nameOf(each) ?? String(index), each])
    : Object.entries(all);
  return entries.map(([name, value]) => ({ name, word: componentWord(value, shape) }));
}

function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { name, component, id, componentName } = entry as Record<string, unknown>;
  return [name, component, componentName, id].find((each): each is string => typeof each === 'string');
}

function componentWord(value: unknown, { componentStatus }: Shape): string | undefined {
  // `application/health+json` has a list of measurements for each component: the worst of them tells.
  if (Array.isArray(value)) {
    const words = value.map((each) => componentWord(each, { componentStatus } as Shape));
    return (
      words.find((word) => word !== undefined && soundOf(word) === 'ill') ?? words.find((word) => word !== undefined)
    );
  }
  // A number beside components is a count.
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? undefined : wordOf(value);
  if (componentStatus !== undefined) return wordOf(valueAt(value, componentStatus));
  return componentStatusFields.map((field) => wordOf(valueAt(value, field))).find((word) => word !== undefined);
}

function besideStatus(body: unknown): ReportedComponent[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  return Object.entries(body).flatMap(([name, value]) => {
    if (statusFields.includes(name) || !partNames.test(name)) return [];
    const word = typeof value === 'number' ? undefined : wordOf(value);
    return word === undefined || soundOf(word) === undefined ? [] : [{ name, word }];
  });
}

/** How a component says that it is; undefined where it is missing or says nothing. */
export function componentIn(health: unknown, name: string, worker: Pick<WorkerProfile, 'health'>): string | undefined {
  return componentsIn(health, worker).find((each) => each.name === name)?.word;
}

/** The names of the components that the answer reports. */
export function componentNames(health: unknown, worker: Pick<WorkerProfile, 'health'>): string[] {
  return componentsIn(health, worker).map(({ name }) => name);
}

/** Whether a status is one that the profile takes for health, or a common one where it names none. */
export function isHealthy(status: string | undefined, { health: shape }: Pick<WorkerProfile, 'health'>): boolean {
  if (status === undefined) return false;
  if (shape.healthy !== undefined)
    return shape.healthy.some((word) => String(word).toLowerCase() === status.toLowerCase());
  if (/^\d+$/.test(status)) return status === '0' || (Number(status) >= 200 && Number(status) <= 299);
  return soundOf(status) === 'well';
}

/** Whether a status is a word for being ill: of a component that nobody named, another word tells nothing. */
export function isIll(status: string | undefined, worker: Pick<WorkerProfile, 'health'>): boolean {
  if (status === undefined || isHealthy(status, worker)) return false;
  return soundOf(status) === 'ill' || worker.health.degraded.some((word) => String(word) === status);
}

/** `true` is a word like others, and so is a number: a Worker may answer `{ "ok": true }` or `{ "code": 0 }`. */
function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined;
}
