import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { Profile } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import type { Delivery, Role } from '../../workflow/index.ts';
import { askedPipelines, pipelines } from './read-delivery.ts';

interface DeliveryContext {
  subject: Profile;
  read: Read;
  count: (what: string, number: number) => void;
}

/**
 * Reads the pipelines and judges them. What could not be followed keeps a check from holding.
 * @throws NotVerified where nothing is wrong in what was followed, and not everything was
 */
export async function judgeDelivery(
  { subject, read, count }: DeliveryContext,
  judge: (delivery: Delivery) => readonly Finding[],
): Promise<readonly Finding[]> {
  return judgeFollowed(await read(pipelines, subject), { count }, judge);
}

/** The same, with what platforms say of their own Git integrations. */
export async function judgeAskedDelivery(
  { subject, read, count }: DeliveryContext,
  judge: (delivery: Delivery) => readonly Finding[],
): Promise<readonly Finding[]> {
  const delivery = await read(askedPipelines, subject);
  count('projects and Workers that Cloudflare was asked about', delivery.asked);
  return judgeFollowed(delivery, { count }, judge);
}

function judgeFollowed(
  delivery: Delivery,
  { count }: Pick<DeliveryContext, 'count'>,
  judge: (delivery: Delivery) => readonly Finding[],
): readonly Finding[] {
  count('workflows', delivery.workflows.length);
  count('ways in which they start', delivery.runs.length);
  const findings = judge(delivery);
  const [left] = delivery.notFollowed;
  if (findings.length === 0 && left) throw new NotVerified(`${left.file} is not followed: ${left.why}`);
  return findings;
}

/** What the config wants deployed before a front end. */
export function rolesBeforeFrontend({ delivery }: Profile): Role[] {
  const order = delivery?.order ?? ['backend', 'frontend'];
  return order.slice(0, order.indexOf('frontend'));
}

/** Every environment of a deployment that names its repository: the pipeline is the same for all. */
export function withDelivery(profile: Profile): readonly Profile[] {
  return profile.delivery ? [profile] : [];
}
