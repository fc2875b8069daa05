/** Rules between settings. Each looks at what passed its own check and stays silent on what did not. */
import { D1_HOSTS, environmentOfHost } from './d1-hosts.ts';
import type { Rule, RuleBreach } from './rule.ts';
import { addressesOfTheMode, listNeedsRelay, relayIsTheBanks } from './relay-rules.ts';
import type { PartialConfig } from './schema.ts';
import { hostOf } from './web-address.ts';

/** True when both are known and the first is not below the second. */
function notBelow(low: number | undefined, high: number | undefined): boolean {
  return low !== undefined && high !== undefined && low >= high;
}

const addressesFit: Rule = {
  about:
    "With `d1.auth` `direct` a host of D1 must belong to `d1.environment`. `sandbox` takes no host of D1 at all, `production` only D1's own production host.",
  breaches: ({ d1 }) =>
    // A relay's hosts are the bank's own, whatever D1 it speaks to: they have a rule of their own.
    (d1.auth === 'direct' ? (['authUrl', 'bankingUrl'] as const) : []).flatMap((key) => {
      const address = d1[key];
      if (d1.environment === undefined || address === undefined) return [];
      const message = hostProblem(d1.environment, hostOf(address));
      return message === null ? [] : [{ path: `d1.${key}`, message, others: ['d1.environment', 'd1.auth'] }];
    }),
};

function hostProblem(environment: NonNullable<PartialConfig['d1']['environment']>, host: string): string | null {
  const owner = environmentOfHost(host);
  switch (environment) {
    case 'sandbox':
      return owner === null
        ? null
        : 'is a host of D1, and d1.environment is "sandbox": a sandbox must be a host of your own';
    case 'production':
      return host === D1_HOSTS.production
        ? null
        : `must have the host ${D1_HOSTS.production}, because d1.environment is "production"`;
    case 'staging':
    case 'develop':
      if (owner === null || owner === 'unknown' || owner === environment) return null;
      return `is a host of D1's ${owner} environment, and d1.environment is "${environment}"`;
  }
}

const productionNeedsRelease: Rule = {
  about: '`d1.environment` `production` is for released packages: a build for demo and tests refuses it.',
  breaches: ({ d1 }, { demo }) =>
    demo && d1.environment === 'production'
      ? [{ path: 'd1.environment', message: 'cannot be "production" in a build for demo and tests', others: [] }]
      : [],
};

const onlyNeedsFile: Rule = {
  about: '`d1.caMode` `only` needs `d1.caFile`.',
  breaches: ({ d1 }) =>
    d1.caMode === 'only' && d1.caFile === undefined
      ? [
          {
            path: 'd1.caMode',
            message: 'is "only", so d1.caFile must name the file with the authorities to trust',
            others: [],
          },
        ]
      : [],
};

const slowBeforeStuck: Rule = {
  about: '`limits.slowAfterSeconds` is less than `limits.stuckAfterSeconds`.',
  breaches: ({ limits }) =>
    notBelow(limits.slowAfterSeconds, limits.stuckAfterSeconds)
      ? [
          {
            path: 'limits.slowAfterSeconds',
            message: `must be less than limits.stuckAfterSeconds (${String(limits.stuckAfterSeconds)})`,
            others: ['limits.stuckAfterSeconds'],
          },
        ]
      : [],
};

const greenIsReadInTime: Rule = {
  about:
    '`pace.greenSeconds`, with its jitter, is less than `limits.freshnessLimitSeconds`: else green would come and go.',
  breaches: ({ pace, limits }) => {
    const { greenSeconds, jitterPercent } = pace;
    if (greenSeconds === undefined || jitterPercent === undefined) return [];
    return notBelow(greenSeconds * (1 + jitterPercent / 100), limits.freshnessLimitSeconds)
      ? [
          {
            path: 'pace.greenSeconds',
            message: `must, with its jitter of ${String(jitterPercent)} %, be less than limits.freshnessLimitSeconds (${String(limits.freshnessLimitSeconds)})`,
            others: ['limits.freshnessLimitSeconds', 'pace.jitterPercent'],
          },
        ]
      : [];
  },
};

/** A pause that grows cannot begin above its end. */
function growing<G extends 'pace' | 'limits'>(
  group: G,
  first: keyof PartialConfig[G] & string,
  last: keyof PartialConfig[G] & string,
): Rule {
  return {
    about: `\`${group}.${first}\` is not more than \`${group}.${last}\`.`,
    breaches: (config) => {
      const from: unknown = config[group][first];
      const to: unknown = config[group][last];
      if (typeof from !== 'number' || typeof to !== 'number' || from <= to) return [];
      const message = `must not be more than ${group}.${last} (${String(to)})`;
      return [{ path: `${group}.${first}`, message, others: [`${group}.${last}`] }];
    },
  };
}

const quietHoursAreWhole: Rule = {
  about: '`sound.quietFrom` and `sound.quietTo` are set together, and differ.',
  breaches: ({ sound }) => {
    const { quietFrom, quietTo } = sound;
    if (quietFrom === undefined && quietTo === undefined) return [];
    if (quietFrom === undefined) return [quietBreach('quietTo', 'is set, so sound.quietFrom must be set too')];
    if (quietTo === undefined) return [quietBreach('quietFrom', 'is set, so sound.quietTo must be set too')];
    if (quietFrom !== quietTo) return [];
    return [
      quietBreach('quietTo', 'must differ from sound.quietFrom; a station that is always silent has sound.muted'),
    ];
  },
};

function quietBreach(key: 'quietFrom' | 'quietTo', message: string): RuleBreach {
  return { path: `sound.${key}`, message, others: [key === 'quietTo' ? 'sound.quietFrom' : 'sound.quietTo'] };
}

export const RULES: readonly Rule[] = [
  addressesOfTheMode,
  addressesFit,
  relayIsTheBanks,
  listNeedsRelay,
  productionNeedsRelease,
  onlyNeedsFile,
  slowBeforeStuck,
  greenIsReadInTime,
  growing('pace', 'notFoundFirstSeconds', 'notFoundLastSeconds'),
  growing('limits', 'retryFirstSeconds', 'retryCeilingSeconds'),
  growing('limits', 'signInFirstSeconds', 'signInCeilingSeconds'),
  quietHoursAreWhole,
];
