import path from 'node:path';

/** A path as a person at this prompt would type it; absolute where it lies far outside. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith(`..${path.sep}..`) ? file : relative;
}

/** "app.table:12:40". */
export function placeOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${shownPath(file)}:${line}:${column}`;
}
