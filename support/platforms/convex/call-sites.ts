const mostPlaces = 5;

/** Where something is called, the first few: a function may be called from a hundred places. */
export function placesOf(calls: readonly { place: string }[]): string[] {
  const places = [...new Set(calls.map(({ place }) => place))];
  return places.length > mostPlaces
    ? [...places.slice(0, mostPlaces), `and ${places.length - mostPlaces} more`]
    : places;
}

/** A deployment as a reader knows it: its name and URL. */
export function shownDeployment(name: string, convex: { url: { value: string } }): string {
  return `${name} (${convex.url.value})`;
}
