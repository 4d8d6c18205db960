/** A reading had not ended when its time was over. What it waited for is slow or silent: no mistake of the check. */
export class ReadingDeadline extends Error {
  override readonly name = 'ReadingDeadline';
}
