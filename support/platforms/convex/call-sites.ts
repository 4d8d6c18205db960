import type { FunctionKind } from '../../contract/index.ts';
import { firstFew } from '../../text/first-few.ts';

/** A call of a function, with its position, and the kind that it asks for where that is known. */
export interface CalledFunction {
  path: string;
  place: string;
  kind?: FunctionKind;
  /** What takes it, where that is no call of Convex. */
  handedTo?: string;
}

/** What one front end calls. */
export interface Calls {
  calls: readonly CalledFunction[];
  /** Calls of functions that are known only at run time. */
  open: readonly OpenPlace[];
}

/** Something in a front end or a backend that only run time resolves. */
export interface OpenPlace {
  /** `file:line:column`. */
  place: string;
  text: string;
  reason: string;
  /** The function that it names, if Convex is what it is passed to. */
  mayBe?: string;
}

const mostPlaces = 5;

/** The first few places of many: a function may be called from a hundred. */
export function placesOf(calls: readonly { place: string }[]): string[] {
  return firstFew([...new Set(calls.map(({ place }) => place))], mostPlaces);
}

/** A deployment as findings show it: its name and URL. */
export function shownDeployment(name: string, convex: { url: { value: string } }): string {
  return `${name} (${convex.url.value})`;
}
