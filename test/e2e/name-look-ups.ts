/** What the engine's own account of its network says of names that it began to look up. */
import { z } from 'zod';

const NetLog = z.object({
  constants: z.object({ logEventTypes: z.record(z.string(), z.number()) }),
  events: z.array(z.object({ type: z.number(), params: z.unknown().optional() })),
});

/** Work that a look-up is done by, and no request for one that a rule has answered. Source: net/log/net_log_event_type_list.h. */
const WORK = /^HOST_RESOLVER_(MANAGER_JOB|SYSTEM_TASK|DNS_TASK|MDNS_TASK)/;

/** One text for each piece of work, the name in it where the account gives one. Throws on a file that is no such account. */
export function lookUpsOf(netLog: string): string[] {
  const { constants, events } = NetLog.parse(JSON.parse(netLog));
  const work = new Set(
    Object.entries(constants.logEventTypes)
      .filter(([name]) => WORK.test(name))
      .map(([, type]) => type),
  );
  return events.filter(({ type }) => work.has(type)).map(({ params }) => JSON.stringify(params ?? null));
}
