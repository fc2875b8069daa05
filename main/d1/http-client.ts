/**
 * The part of undici that a call to D1 needs, by its own files: its index also reads a browser's `fetch`, stores of answers, mocks
 * and web sockets, which is half of its text.
 */
import api from 'undici/lib/api/index.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

export { Agent, ProxyAgent };

// As undici's index does: what sends a request is no method of a dispatcher before, and a proxy's own way to D1 is such a request.
const { connect, request } = api;
Object.assign(Dispatcher.prototype, { connect, request });
