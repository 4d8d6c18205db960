import type { ConvexDoubleOptions } from '../../../fixtures/twin/convex/start-convex-double.ts';

/** The options of a production double; each spec changes what it is about. */
export const PROD: ConvexDoubleOptions = {
  instanceName: 'steady-otter-902',
  deploymentType: 'prod',
  adminKey: 'prod:steady-otter-902|made-up-secret-of-prod',
  variables: {
    ENVIRONMENT: 'prod',
    APP_ORIGIN: 'https://incidents.example',
    ALLOWED_ORIGINS: 'https://incidents.example',
  },
};

/** The options of a development double. */
export const DEV: ConvexDoubleOptions = {
  instanceName: 'beaming-gull-639',
  deploymentType: 'dev',
  adminKey: 'dev:beaming-gull-639|made-up-secret-of-dev',
  variables: { ENVIRONMENT: 'dev', APP_ORIGIN: 'http://127.0.0.1:5173' },
};
