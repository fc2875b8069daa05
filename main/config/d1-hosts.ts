import type { Environment } from '../tracking/words.ts';

/** D1's own environments; `sandbox` is ours and has no host at D1. */
type D1Environment = Exclude<Environment, 'sandbox'>;

/** The published hosts. D1 portal, OAuth 2.0 API and Card API reference: servers. */
export const D1_HOSTS: Readonly<Record<D1Environment, string>> = {
  production: 'api.d1.thalescloud.io',
  staging: 'api.d1-stg.thalescloud.io',
  develop: 'develop-api.d1-dev.thalescloud.io',
};

/** Everything under these belongs to the environment, published or not: good enough to refuse, never to accept. */
const D1_ZONES: Readonly<Record<D1Environment, string>> = {
  production: 'd1.thalescloud.io',
  staging: 'd1-stg.thalescloud.io',
  develop: 'd1-dev.thalescloud.io',
};

/** The operator's own domain: a host here is never a bank's sandbox. */
const OPERATOR_ZONE = 'thalescloud.io';

function isWithin(host: string, zone: string): boolean {
  return host === zone || host.endsWith(`.${zone}`);
}

/** The environment that a host belongs to: `unknown` for a host of the operator that we cannot place, null for any other. */
export function environmentOfHost(host: string): D1Environment | 'unknown' | null {
  for (const environment of ['production', 'staging', 'develop'] as const) {
    if (isWithin(host, D1_ZONES[environment])) return environment;
  }
  return isWithin(host, OPERATOR_ZONE) ? 'unknown' : null;
}
