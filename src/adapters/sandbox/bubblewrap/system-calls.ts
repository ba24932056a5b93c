import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the filter needs to know about a processor. Source: the kernel's audit.h and its system call tables. */
type Processor = { audit: number; socket: number; denied: readonly number[] }

/**
 * System calls that namespaces don't restrict, in this order: add_key, request_key, keyctl (a keyring is inherited from our parent
 * process), syslog (the kernel's log), bpf, perf_event_open, userfaultfd, and io_uring's three, which could open sockets without passing
 * the filter.
 */
const PROCESSORS: Readonly<Record<string, Processor>> = {
  x64: { audit: 0xc000_003e, socket: 41, denied: [248, 249, 250, 103, 321, 298, 323, 425, 426, 427] },
  arm64: { audit: 0xc000_00b7, socket: 198, denied: [217, 218, 219, 116, 280, 241, 282, 425, 426, 427] },
}

/** Unix, IPv4, IPv6, netlink. A network namespace restricts no other kind: AF_VSOCK reaches the host of a virtual machine. */
const SOCKET_FAMILIES = [1, 2, 10, 16]

const OFFSET = { number: 0, audit: 4, firstArgument: 16 }
const ALLOW = 0x7fff_0000
const NOT_PERMITTED = 0x0005_0001
const NO_SUCH_FAMILY = 0x0005_0061
/** From this number on, x64 has a second set of numbers for the same system calls (x32). */
const X32 = 0x4000_0000

const processor = PROCESSORS[process.arch]

/** True if there is a filter for this processor. */
export const filtersSystemCalls = processor !== undefined

/** The descriptor from which bubblewrap reads the filter. */
export const FILTER_FD = 9

export function filterFileIn(folder: string): string | null {
  return processor === undefined ? null : join(folder, 'system-calls.bpf')
}

/** Writes the filter in the format that bubblewrap reads: instructions of the kernel's classic BPF, eight bytes each. */
export async function writeFilter(folder: string): Promise<void> {
  const path = filterFileIn(folder)
  if (path !== null && processor !== undefined) await writeFile(path, Buffer.concat(filterFor(processor)))
}

function filterFor({ audit, socket, denied }: Processor): Buffer[] {
  return [
    load(OFFSET.audit),
    ...unlessEqual(audit, answer(NOT_PERMITTED)),
    load(OFFSET.number),
    instruction({ code: 0x35, ifFalse: 1, value: X32 }),
    answer(NOT_PERMITTED),
    ...denied.flatMap((number) => ifEqual(number, answer(NOT_PERMITTED))),
    ...unlessEqual(socket, answer(ALLOW)),
    load(OFFSET.firstArgument),
    ...SOCKET_FAMILIES.flatMap((family) => ifEqual(family, answer(ALLOW))),
    answer(NO_SUCH_FAMILY),
  ]
}

function load(offset: number): Buffer {
  return instruction({ code: 0x20, value: offset })
}

function answer(value: number): Buffer {
  return instruction({ code: 0x06, value })
}

function ifEqual(value: number, then: Buffer): Buffer[] {
  return [instruction({ code: 0x15, ifFalse: 1, value }), then]
}

function unlessEqual(value: number, then: Buffer): Buffer[] {
  return [instruction({ code: 0x15, ifTrue: 1, value }), then]
}

/** `ifTrue` and `ifFalse`: how many instructions a comparison skips. */
function instruction({ code, ifTrue = 0, ifFalse = 0, value }: { code: number; ifTrue?: number; ifFalse?: number; value: number }): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16LE(code, 0)
  bytes.writeUInt8(ifTrue, 2)
  bytes.writeUInt8(ifFalse, 3)
  bytes.writeUInt32LE(value, 4)
  return bytes
}
