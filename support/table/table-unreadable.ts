/** The table's file cannot be read as a table at all. The message is one sentence: the file, what was seen, what to do. */
export class TableUnreadable extends Error {
  override readonly name = 'TableUnreadable';
  readonly file: string;

  constructor(file: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.file = file;
  }
}
