import { PrismaPg } from '@prisma/adapter-pg'
import { z } from 'zod'
import { Failure, toFailure } from '#src/domain/shared/failures.ts'
import { Prisma, PrismaClient } from './generated/client.ts'

export type { PrismaClient }
export type Transaction = Prisma.TransactionClient

/** Prisma's codes for 'try again': pool or transaction timeouts, lost connections, write conflicts. */
const BUSY = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'])
/** PostgreSQL's: lost connections, conflicts, no room, shutting down. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const BUSY_STATE = /^(?:08|40|53|57P)/
/** What raw queries say instead: Prisma's kinds of the driver's errors. */
const BUSY_KIND = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections', 'TransactionWriteConflict'])
const metaSchema = z.object({
  driverAdapterError: z.object({ cause: z.object({ originalCode: z.string().optional(), kind: z.string().optional() }) }),
})

export function openClient(databaseUrl: string): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: databaseUrl, max: 10, connectionTimeoutMillis: 10_000 }),
    transactionOptions: { maxWait: 10_000, timeout: 10_000 },
  })
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}

/** Runs `work` and maps Prisma's errors to ours. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Failure) throw error
    throw isBusy(error) ? new Failure('database-busy', 'The database is busy or out of reach', { cause: error }) : toFailure(error)
  }
}

function isBusy(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const { originalCode: state = '', kind = '' } = metaSchema.safeParse(error.meta).data?.driverAdapterError.cause ?? {}
    return BUSY.has(error.code) || BUSY_STATE.test(state) || BUSY_KIND.has(kind)
  }
  // What pg says of its own connections and pool comes through as it is: a bare error, where everybody else has a class.
  return error instanceof Error && error.constructor === Error
}
