import type { Place } from './located-tree.ts';

/** A compose file is one that Compose itself refuses. The message is a sentence that starts with file, line and column. */
export class ComposeMistake extends Error {
  override readonly name = 'ComposeMistake';
  /** What is wrong, without the place. */
  readonly said: string;
  readonly place: Place;

  constructor(place: Place, said: string, options?: ErrorOptions) {
    super(`${shownPlace(place)}: ${said}`, options);
    this.said = said;
    this.place = place;
  }
}

/** A part of a project that is kept elsewhere, which Compose would fetch: it is not read. */
export class ComposeElsewhere extends Error {
  override readonly name = 'ComposeElsewhere';

  constructor(place: Place, reference: string) {
    super(`${shownPlace(place)}: ${reference} is kept elsewhere, and is not fetched.`);
  }
}

/** "compose.yaml:12:5". */
export function shownPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
