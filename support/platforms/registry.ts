import { cloudflare } from './cloudflare/platform.ts';
import { compose } from './compose/platform.ts';
import { convex } from './convex/platform.ts';
import { databases } from './databases/platform.ts';
import { github } from './github/platform.ts';
import { pages } from './pages/platform.ts';
import { services } from './services/platform.ts';
import { worker } from './worker/platform.ts';

/** Every platform that a deployment may have. */
export const platforms = { convex, worker, pages, cloudflare, github, compose, services, databases };
