import { z } from 'zod';

import { D1_MODES, ENVIRONMENTS } from '../../tracking/words.ts';
import { address, choice, file, flag, neededChoice, optionalAddress, ruledText, seconds } from '../setting.ts';
import { statusPathProblem } from '../status-path.ts';

/** D1 portal, Get card order status. */
const STATUS_PATH = '/issuers/{issuerId}/physicalCards/{cardId}/productionStatus';

const statusPath = ruledText({
  expects: 'a path that begins with / and holds {cardId} once',
  problemOf: statusPathProblem,
  about:
    'Path of the status read below bankingUrl. {cardId} must occur once; {issuerId} stands for the issuer of the credentials. Only for a relay that uses other paths.',
});

/** D1 portal, Get card details. */
const CARD_DETAILS_PATH = '/issuers/{issuerId}/cards/{cardId}';

const cardDetailsPath = ruledText({
  expects: 'a path that begins with / and holds {cardId} once',
  problemOf: statusPathProblem,
  about: 'Path of the card details below bankingUrl, written like statusPath. Read only with cardDetails.',
});

/** The word that switches the unique parameter off. */
export const NO_PARAMETER = 'none';

/** A name that needs no escape in a query. */
const PARAMETER_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,31}$/;
const PARAMETER_EXPECTS = 'a letter or _ and up to 31 more letters, digits, _ or -, or the word none to switch it off';

const uniqueParameter = ruledText({
  expects: PARAMETER_EXPECTS,
  problemOf: (text) => (PARAMETER_NAME.test(text) ? null : `must be ${PARAMETER_EXPECTS}`),
  about:
    'Each read of a card carries a query parameter of this name with a new value, so that a proxy on the way cannot give an older answer that it has stored: an old answer shown as current is the one thing that must never happen. D1 does not publish whether it takes an unknown parameter; only if it refuses the reads for it, write none.',
});

/** A name and, for a property further inside, up to three more behind dots. */
const PROPERTY_PATH = /^[A-Za-z0-9_$@-]{1,64}(?:\.[A-Za-z0-9_$@-]{1,64}){0,3}$/;

/** The name of a property of D1's card details. D1 publishes what the values look like, and only few of the names. */
function property({ fallback, about }: { readonly fallback: string; readonly about: string }) {
  const expects = 'the name of a property, or up to four names joined by dots for one further inside';
  const problemOf = (text: string): string | null => (PROPERTY_PATH.test(text) ? null : `must be ${expects}`);
  return ruledText({ expects, problemOf, about }).withDefault(fallback);
}

const audience = ruledText({
  expects: 'a text of 1 to 256 characters without spaces',
  problemOf: (text) =>
    /^[\x21-\x7e]{1,256}$/.test(text) ? null : 'must be a text of 1 to 256 characters without spaces',
  about:
    'Audience (aud) of the sign-in assertion. Goes before the one of the credentials; left out when neither names one.',
});

const tokenScope = ruledText({
  expects: 'one to four scopes, each of 1 to 64 letters, digits or . : / _ -, with a space between them',
  problemOf: (text) =>
    /^[A-Za-z0-9.:/_-]{1,64}(?: [A-Za-z0-9.:/_-]{1,64}){0,3}$/.test(text)
      ? null
      : 'must be one to four scopes, each of 1 to 64 letters, digits or . : / _ -, with a space between them',
  about: 'Scope that the station asks the identity server for. Left out of the request when it is not set.',
});

export const d1Group = z.strictObject({
  environment: neededChoice({
    choices: ENVIRONMENTS,
    about:
      'Which D1 this station works with. Everything but production is named in a permanent band on the screen. sandbox is a stand-in for D1 on a host of your own. production needs a released package.',
  }),
  auth: choice({
    choices: D1_MODES,
    fallback: 'direct',
    about:
      "How the station comes to D1. direct: with its own D1 credentials. relay-mtls and relay-oauth: through a relay of the bank, which holds the D1 credentials; the station shows the relay its client certificate, or a token of the bank's identity server. The bundle of credentials has to be of the same mode.",
  }),
  authUrl: optionalAddress({
    about:
      "Base address of D1's sign-in service, up to and without /oauth2/token, for example https://api.d1-stg.thalescloud.io/authz/v1. Needed with auth direct, and only there.",
  }),
  bankingUrl: address({
    about:
      'Base address of the card service, for example https://api.d1-stg.thalescloud.io/banking/v1; in a relay mode that of the relay.',
  }),
  tokenUrl: optionalAddress({
    about:
      "Whole address of the token endpoint of the bank's identity server. Needed with auth relay-oauth, and only there.",
  }),
  tokenScope: tokenScope.optional(),
  statusPath: statusPath.withDefault(STATUS_PATH),
  uniqueParameter: uniqueParameter.withDefault('_'),
  cardDetails: flag({
    fallback: false,
    about:
      "Read each card's scheme, last four digits, expiry and product when it comes and when it is made, so that staff can match them with the plastic. Off: the screen shows the end of the card id.",
  }),
  cardDetailsPath: cardDetailsPath.withDefault(CARD_DETAILS_PATH),
  schemeProperty: property({
    fallback: 'scheme',
    about: 'Property of the card details that holds the card scheme. Inferred; D1 does not publish the name.',
  }),
  lastFourProperty: property({
    fallback: 'last4',
    about: 'Property that holds the last four digits. Inferred; D1 does not publish the name.',
  }),
  expiryProperty: property({
    fallback: 'expiryDate',
    about: 'Property that holds the expiry date as MMYY. Inferred; D1 does not publish the name.',
  }),
  productProperty: property({
    fallback: 'cardProductId',
    about: 'Property that names the card product; D1 publishes this name.',
  }),
  audience: audience.optional(),
  tokenEncoding: choice({
    choices: ['form', 'json'],
    fallback: 'form',
    about: 'How the token request is written; D1 takes both.',
  }),
  assertionLifetimeSeconds: seconds({
    fallback: 180,
    min: 30,
    max: 900,
    about:
      'How long a sign-in assertion is valid. Short, so that a stolen one is soon worthless; D1 refuses more than 15 minutes.',
  }),
  caFile: file({
    about:
      'PEM file with the certificate authorities of the bank, for a network that inspects TLS. By full path, or relative to the file that names it.',
  }),
  caMode: choice({
    choices: ['add', 'only'],
    fallback: 'add',
    about: 'add: trust the built-in authorities and those of caFile. only: trust those of caFile and no other.',
  }),
  proxy: choice({
    choices: ['system', 'none'],
    fallback: 'system',
    about:
      'system: use the proxy of the operating system, automatic configuration included. none: connect directly. A proxy that is itself reached over TLS needs a certificate of a built-in authority: caFile is not asked for it.',
  }),
  connectTimeoutSeconds: seconds({
    fallback: 5,
    min: 1,
    max: 30,
    about: 'Longest wait for a connection, TLS included.',
  }),
  headersTimeoutSeconds: seconds({
    fallback: 10,
    min: 1,
    max: 60,
    about: 'Longest wait for the beginning of an answer.',
  }),
  bodyTimeoutSeconds: seconds({ fallback: 10, min: 1, max: 60, about: 'Longest pause within an answer.' }),
});
