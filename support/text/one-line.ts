/** A text on one line: every run of spaces, tabs and line breaks becomes one space. */
export function oneLine(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').trim();
}

/** The first line that is not blank, without the spaces around it. Empty if there is none. */
export function firstLine(text: string): string {
  return (
    text
      .split(/\r?\n|\r/)
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}
