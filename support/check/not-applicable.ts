/**
 * What a check looks at is not there to be looked at, by what the profile says or by what kind of run this is: thrown by
 * `verify`, it makes the subject not applicable. Not for what could not be read: that is `NotVerified`.
 */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}
