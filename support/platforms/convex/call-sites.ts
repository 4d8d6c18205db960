import { firstFew } from '../../text/first-few.ts';

const mostPlaces = 5;

/** The first few places of many: a function may be called from a hundred. */
export function placesOf(calls: readonly { place: string }[]): string[] {
  return firstFew([...new Set(calls.map(({ place }) => place))], mostPlaces);
}

/** A deployment as findings show it: its name and URL. */
export function shownDeployment(name: string, convex: { url: { value: string } }): string {
  return `${name} (${convex.url.value})`;
}
