// The relay's sign-in at D1 (RFC 7523, ES256), for nginx's JavaScript (njs 0.7.9 and newer).
// Goes to /etc/d1-relay/d1-relay.js. `d1_credentials` is /etc/d1-relay/credentials.json, as nginx has read it.

// A token is used for this share of its life; while one is renewed, the others go on with the old one for a little longer.
const USED = 0.8;
const WHILE_RENEWING = 0.1;
// Where D1 does not say how long a token lives, and the longest that is believed, in seconds.
const DEFAULT_LIFE = 300;
const LONGEST_LIFE = 900;
// How long an assertion is valid, in seconds. D1 takes at most 15 minutes.
const ASSERTION_LIFE = 180;
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** A read: with a token to D1. */
async function ask(r) {
  const token = await tokenFor(r, '');
  if (token === null) return;
  r.variables.d1_token = token;
  r.internalRedirect('@d1');
}

/** D1 has refused the token: a new one, unless somebody has fetched one meanwhile, and once more. Only once. */
async function renew(r) {
  if (r.variables.d1_renewed === '1') {
    problem(r, 502, 'd1-sign-in', 'D1 does not accept the relay’s token');
    return;
  }
  r.variables.d1_renewed = '1';
  const refused = r.variables.d1_token;
  let token = await tokenFor(r, '');
  if (token === refused) token = await tokenFor(r, 'renew=1');
  if (token === null) return;
  r.variables.d1_token = token;
  r.internalRedirect('@d1');
}

/** Whether the station is welcome: TLS has said so. Whether the relay has come through to D1: with a token it has. */
async function ready(r) {
  const token = await tokenFor(r, '');
  if (token === null) return;
  r.headersOut['x-answer-from'] = 'relay';
  r.return(204);
}

/** The token, or null when the station has been told why there is none. */
async function tokenFor(r, args) {
  const reply = await r.subrequest('/token', { method: 'GET', args: args });
  if (reply.status === 200) return reply.responseText;
  if (reply.status === 401) problem(r, 502, 'd1-sign-in', 'D1 refuses the sign-in of the relay');
  else if (reply.status === 429) problem(r, 503, 'sign-in-waits', 'The relay waits before it signs in again');
  else if (reply.status === 500) problem(r, 500, 'broken', 'The relay has failed');
  else problem(r, 502, 'd1-unreachable', 'The relay cannot reach D1');
  return null;
}

/** Behind the token's store: signs in at D1. The store keeps what bears a Cache-Control, and nothing else. */
async function mint(r) {
  let assertion;
  try {
    assertion = await signed(r.variables.request_id);
  } catch (e) {
    r.error('d1-relay: credentials.json: signingKey is no P-256 key in PKCS#8');
    r.return(500, 'no key');
    return;
  }
  const body = `grant_type=${encodeURIComponent(GRANT)}&assertion=${assertion}`;
  const reply = await r.subrequest('/sign-in', { method: 'POST', body: body });
  if (reply.status === 400 || reply.status === 401 || reply.status === 403) {
    r.error(`d1-relay: D1 refuses the sign-in with HTTP ${reply.status}`);
    r.return(401, 'refused');
    return;
  }
  const granted = reply.status === 200 ? parsed(reply.responseText) : null;
  if (granted === null) {
    r.error(`d1-relay: no sign-in at D1, HTTP ${reply.status}`);
    r.return(502, 'no token');
    return;
  }
  const kept = Math.floor(granted.life * USED);
  const longer = Math.floor(granted.life * WHILE_RENEWING);
  r.headersOut['Cache-Control'] = `max-age=${kept}, stale-while-revalidate=${longer}`;
  r.headersOut['Content-Type'] = 'text/plain';
  r.return(200, granted.token);
}

function parsed(text) {
  try {
    const answer = JSON.parse(text);
    const token = answer.access_token;
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) return null;
    const said = Number(answer.expires_in);
    const life = said > 0 ? Math.min(said, LONGEST_LIFE) : DEFAULT_LIFE;
    return { token: token, life: life };
  } catch (e) {
    return null;
  }
}

async function signed(id) {
  const who = d1_credentials.aggregatorId || d1_credentials.issuerId;
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: who, sub: who, iat: now, exp: now + ASSERTION_LIFE, jti: id };
  if (d1_credentials.audience) claims.aud = d1_credentials.audience;
  const head = { alg: 'ES256', kid: d1_credentials.kid, typ: 'JWT' };
  const text = `${encoded(JSON.stringify(head))}.${encoded(JSON.stringify(claims))}`;
  const own = await key();
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, own, Buffer.from(text));
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
}

/** The PKCS#8 key, P-256. */
function key() {
  const der = d1_credentials.signingKey.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  return crypto.subtle.importKey('pkcs8', Buffer.from(der, 'base64'), curve, false, ['sign']);
}

function encoded(text) {
  return Buffer.from(text).toString('base64url');
}

function problem(r, status, code, title) {
  r.headersOut['Content-Type'] = 'application/problem+json';
  r.headersOut['x-answer-from'] = 'relay';
  r.headersOut['x-relay-problem'] = code;
  r.return(status, JSON.stringify({ type: `urn:card-station:relay:${code}`, title: title }));
}

export default { ask, renew, ready, mint };
