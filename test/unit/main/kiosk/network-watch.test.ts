import { describe, expect, it, onTestFinished } from 'vitest';

import { watchNetwork, type Interfaces } from '../../../../main/kiosk/network-watch.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

const LOOPBACK = [{ address: '127.0.0.1', internal: true }];
const CABLE: Interfaces = { lo: LOOPBACK, eth0: [{ address: '10.1.2.3', internal: false }] };
const UNPLUGGED: Interfaces = { lo: LOOPBACK };
/** The cable is in, and nobody has given the PC an address yet. */
const NO_LEASE: Interfaces = {
  lo: LOOPBACK,
  eth0: [
    { address: 'fe80::1', internal: false },
    { address: '169.254.7.7', internal: false },
  ],
};

/** A watched network, as it is from now on, and how often it was told of. */
function network(first: Interfaces) {
  const clock = new FakeClock();
  const now = { interfaces: first as Interfaces | 'unreadable' };
  let told = 0;
  const stop = watchNetwork(
    () => {
      if (now.interfaces === 'unreadable') throw new Error('the system does not say');
      return now.interfaces;
    },
    clock,
    () => {
      told += 1;
    },
  );
  onTestFinished(stop);
  return {
    clock,
    stop,
    told: () => told,
    become(next: Interfaces | 'unreadable') {
      now.interfaces = next;
      clock.advance(10_000);
    },
  };
}

describe('the network of the PC', () => {
  it('that comes back is told of within a few seconds, once', () => {
    const { become, told, clock } = network(UNPLUGGED);
    clock.advance(3_600_000);
    expect(told()).toBe(0);
    become(CABLE);
    expect(told()).toBe(1);
    clock.advance(3_600_000);
    expect(told()).toBe(1);
  });

  it('that goes is not told of: nobody can be asked', () => {
    const { become, told } = network(CABLE);
    become(UNPLUGGED);
    expect(told()).toBe(0);
    become(CABLE);
    expect(told()).toBe(1);
  });

  it('that has no address of the network yet is none', () => {
    const { become, told } = network(UNPLUGGED);
    become(NO_LEASE);
    expect(told()).toBe(0);
    become(CABLE);
    expect(told()).toBe(1);
  });

  it('that becomes another one is told of', () => {
    const { become, told } = network(CABLE);
    become({ lo: LOOPBACK, wlan0: [{ address: '10.9.9.9', internal: false }] });
    expect(told()).toBe(1);
  });

  it('in another order is the same', () => {
    const two: Interfaces = {
      a: [{ address: '10.0.0.1', internal: false }],
      b: [{ address: '10.0.0.2', internal: false }],
    };
    const { become, told } = network(two);
    become({ b: two.b, a: two.a });
    expect(told()).toBe(0);
  });

  it('of which the system says nothing for a while is looked at again', () => {
    const { become, told } = network(UNPLUGGED);
    become('unreadable');
    become(CABLE);
    expect(told()).toBe(1);
  });

  it('is not looked at any more once it was stopped', () => {
    const { stop, clock } = network(CABLE);
    stop();
    expect(clock.pending()).toBe(0);
  });
});
