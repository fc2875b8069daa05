/** A system bus of our own with us on it as logind: tells whoever listens that the machine goes to sleep, and wakes. */
import { connect, type Socket } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { untilTrue, type Ground } from '../ground.ts';

export interface Login1 {
  /** For `DBUS_SYSTEM_BUS_ADDRESS`. */
  readonly address: string;
  /** Waits until somebody has asked us to hold sleep up, as a listener does once it knows us. */
  known(limitMs: number): Promise<void>;
  prepareForSleep(start: boolean): void;
}

const START_LIMIT_MS = 10_000;
const NAME = 'org.freedesktop.login1';
const PATH = '/org/freedesktop/login1';
const MANAGER = 'org.freedesktop.login1.Manager';

/** Message types and header fields of the D-Bus specification, section "Message Protocol". */
const CALL = 1;
const ERROR = 3;
const SIGNAL = 4;
const FIELD = { path: 1, interface: 2, member: 3, error: 4, replySerial: 5, destination: 6, sender: 7, signature: 8 };

export async function startLogin1(ground: Ground): Promise<Login1> {
  const folder = join(ground.folder, 'system-bus');
  mkdirSync(folder, { recursive: true });
  const socketPath = join(folder, 'bus');
  const config = join(folder, 'bus.conf');
  writeFileSync(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>custom</type><listen>unix:path=${socketPath}</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>
`,
  );
  ground.start('dbus-daemon', [`--config-file=${config}`, '--nofork', '--nopidfile']);
  let socket: Socket | null = null;
  await untilTrue('the system bus', START_LIMIT_MS, async () => {
    socket = await open(socketPath);
    return socket !== null;
  });
  const bus = socket as unknown as Socket;
  ground.cleanUp(() => void bus.destroy());
  let asked = 0;
  let serial = 0;
  const send = (type: number, fields: readonly Buffer[], signature: string, body: Buffer): void => {
    serial += 1;
    bus.write(message(type, serial, fields, signature, body));
  };
  const toBus = (member: string, signature: string, body: Buffer): void =>
    send(
      CALL,
      [
        objectField(FIELD.path, '/org/freedesktop/DBus'),
        stringField(FIELD.interface, 'org.freedesktop.DBus'),
        stringField(FIELD.member, member),
        stringField(FIELD.destination, 'org.freedesktop.DBus'),
      ],
      signature,
      body,
    );
  let buffered = Buffer.alloc(0);
  let begun = false;
  bus.on('data', (piece: Buffer) => {
    buffered = Buffer.concat([buffered, piece]);
    if (!begun) {
      if (!buffered.includes('\r\n')) return;
      buffered = buffered.subarray(buffered.indexOf('\r\n') + 2);
      begun = true;
      bus.write('BEGIN\r\n');
      toBus('Hello', '', Buffer.alloc(0));
      toBus('RequestName', 'su', Buffer.concat([text(NAME), padding(text(NAME).length, 4), uint32(0)]));
    }
    for (let next = takeMessage(buffered); next !== null; next = takeMessage(buffered)) {
      buffered = buffered.subarray(next.length);
      if (next.type !== CALL) continue;
      // Whatever is asked of logind, we have no answer to; that we were asked tells that we are known.
      asked += 1;
      send(
        ERROR,
        [
          stringField(FIELD.error, 'org.freedesktop.DBus.Error.NotSupported'),
          uintField(FIELD.replySerial, next.serial),
          ...(next.sender === null ? [] : [stringField(FIELD.destination, next.sender)]),
        ],
        '',
        Buffer.alloc(0),
      );
    }
  });
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  bus.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  return {
    address: `unix:path=${socketPath}`,
    known: (limitMs) => untilTrue('a question to logind', limitMs, () => asked > 0),
    prepareForSleep: (start) =>
      send(
        SIGNAL,
        [
          objectField(FIELD.path, PATH),
          stringField(FIELD.interface, MANAGER),
          stringField(FIELD.member, 'PrepareForSleep'),
        ],
        'b',
        uint32(start ? 1 : 0),
      ),
  };
}

function open(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function padding(length: number, to: number): Buffer {
  return Buffer.alloc((to - (length % to)) % to);
}

function text(value: string): Buffer {
  return Buffer.concat([uint32(Buffer.byteLength(value)), Buffer.from(`${value}\0`)]);
}

/** A header field: its code, the signature of its value as a variant, the value. */
function field(code: number, signature: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([code, 1]), Buffer.from(`${signature}\0`), value]);
}
const stringField = (code: number, value: string): Buffer => field(code, 's', text(value));
const objectField = (code: number, value: string): Buffer => field(code, 'o', text(value));
const uintField = (code: number, value: number): Buffer => field(code, 'u', uint32(value));

/** Little endian, no flags, version 1; fields begin at multiples of 8. */
function message(type: number, serial: number, given: readonly Buffer[], signature: string, body: Buffer): Buffer {
  const signed = Buffer.concat([
    Buffer.from([FIELD.signature, 1]),
    Buffer.from('g\0'),
    Buffer.from([signature.length]),
    Buffer.from(`${signature}\0`),
  ]);
  const fields = signature === '' ? given : [...given, signed];
  let list = Buffer.alloc(0);
  for (const each of fields) list = Buffer.concat([list, padding(list.length, 8), each]);
  const head = Buffer.concat([
    Buffer.from([0x6c, type, 0, 1]),
    uint32(body.length),
    uint32(serial),
    uint32(list.length),
    list,
  ]);
  return Buffer.concat([head, padding(head.length, 8), body]);
}

interface Arrived {
  readonly type: number;
  readonly serial: number;
  readonly sender: string | null;
  /** In bytes, of the whole message. */
  readonly length: number;
}

/** The first message of these bytes, or null while it is not whole. */
function takeMessage(bytes: Buffer): Arrived | null {
  if (bytes.length < 16) return null;
  const listLength = bytes.readUInt32LE(12);
  const headLength = 16 + listLength + ((8 - (listLength % 8)) % 8);
  const length = headLength + bytes.readUInt32LE(4);
  if (bytes.length < length) return null;
  return {
    type: bytes[1] ?? 0,
    serial: bytes.readUInt32LE(8),
    sender: senderIn(bytes.subarray(16, 16 + listLength)),
    length,
  };
}

/** The unique name of whoever sent it: `:1.7`. */
function senderIn(fields: Buffer): string | null {
  const at = fields.indexOf(Buffer.from([FIELD.sender, 1, 0x73, 0]));
  if (at < 0) return null;
  const length = fields.readUInt32LE(at + 4);
  return fields.toString('utf8', at + 8, at + 8 + length);
}
