import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { errorCode } from '#src/domain/shared/workspace-path-parts.ts'

/** Frees the slot. */
export type ReleaseSlot = () => void

/**
 * Takes one of the slots that all processes of a user on this machine share. `null` if it is taken. A slot is an abstract Unix socket: the
 * kernel frees it when its process dies, so nothing is ever left behind. Source: unix(7).
 */
export async function takeSlot(group: string, index: number): Promise<ReleaseSlot | null> {
  const server = createServer((socket) => socket.destroy())
  server.listen({ path: `\0ollio-${process.getuid?.() ?? 0}-${hashOf(group)}-${index}` })
  try {
    await once(server, 'listening')
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return null
    throw error
  }
  server.unref()
  return () => void server.close()
}

function hashOf(group: string): string {
  return createHash('sha256').update(group).digest('hex').slice(0, 16)
}
