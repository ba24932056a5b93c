import { z } from 'zod'
import { personSchema } from '#src/domain/commands/command-message.ts'

/** Parts of GitHub's webhook payloads that several handlers use. */

export const whole = z.number().int().positive()
export const moment = z.iso.datetime({ offset: true })
export const person = personSchema.extend({ type: z.string() })
export const repository = z.object({ id: whole, name: z.string().min(1), owner: z.object({ login: z.string().min(1) }) })
export const installation = z.object({ id: whole })
/** Fields of every repository event. */
export const common = z.object({ installation, repository, sender: person })

/** Rejects after `ms`. GitHub then lists the delivery as failed. */
export async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Temporal did not respond within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
