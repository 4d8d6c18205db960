import { type Delivery, type Operation, showPlace } from '../../workflow/index.ts';
import { deploysIn } from './deploys.ts';

/** Platforms that say in a file of the repository that they are built from it; others only what is uploaded to them. */
const builtFromRepository = ['vercel', 'netlify'];

/**
 * Why nobody can tell whether a platform deploys by itself; empty where it does, or where a workflow deploys to it.
 * A file of Vercel or Netlify without any workflow that deploys there is there for its own deployments.
 */
export function shippedBySettings({ operation }: { operation: Operation }, delivery: Delivery): string[] {
  if (operation.deploysItself !== 'possible') return [];
  const { platform } = operation;
  const byWorkflow = deploysIn(delivery).some(
    (each) => each.operation.platform === platform && !each.operation.deploysItself,
  );
  // Nobody uploads to a Pages project that its own Git integration builds.
  if (platform === 'cloudflare-pages' && byWorkflow) return [];
  if (!byWorkflow && builtFromRepository.includes(platform)) return [];
  const besides = byWorkflow ? `besides the workflow, ${platform}` : platform;
  return [`no file says whether ${besides} deploys pushes by itself (${showPlace(operation.trace[0])})`];
}
