import { Transform } from 'node:stream'

const MB = 1024 * 1024

/** More was read than is allowed. */
export class LimitError extends Error {}

/** Counts what one installation reads from the registry. */
export type ByteBudget = {
  /** A stream that fails with a LimitError after `maxBytes`, or when all such streams together have reached the limit. */
  limited: (name: string, maxBytes: number) => Transform
  isUsedUp: () => boolean
  /** The limit that was exceeded, as a clause. */
  exceeded: () => string | null
}

export function byteBudget(totalMaxBytes: number): ByteBudget {
  let totalBytes = 0
  let exceeded: string | null = null
  return {
    isUsedUp: () => totalBytes > totalMaxBytes,
    exceeded: () => exceeded,
    limited(name, maxBytes) {
      let bytes = 0
      return new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length
          totalBytes += chunk.length
          const limit =
            bytes > maxBytes
              ? `${name} has a file of more than ${inUnits(maxBytes)}`
              : totalBytes > totalMaxBytes
                ? `the packages and their descriptions are more than ${inUnits(totalMaxBytes)}`
                : null
          exceeded = limit ?? exceeded
          done(limit === null ? null : new LimitError(), chunk)
        },
      })
    },
  }
}

function inUnits(bytes: number): string {
  return bytes >= MB ? `${Math.round(bytes / MB)} MB` : `${Math.round(bytes / 1024)} KB`
}
