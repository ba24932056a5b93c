import { PrismaPg } from '@prisma/adapter-pg'
import { z } from 'zod'
import { Failure, toFailure } from '#src/domain/shared/failures.ts'
import { Prisma, PrismaClient } from './generated/client.ts'

export type { PrismaClient }
export type Transaction = Prisma.TransactionClient

/** Prisma's error codes for failures that a retry may fix: pool or transaction timeouts, lost connections, write conflicts. */
const BUSY = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'])
/**
 * PostgreSQL's error codes for the same: lost connections, conflicts, insufficient resources, shutdown. Source:
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const BUSY_STATE = /^(?:08|40|53|57P)/
/** Raw queries report Prisma's kinds of driver errors instead. */
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
    throw isBusy(error) ? new Failure('database-busy', 'The database is busy or can’t be reached', { cause: error }) : toFailure(error)
  }
}

function isBusy(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const { originalCode: state = '', kind = '' } = metaSchema.safeParse(error.meta).data?.driverAdapterError.cause ?? {}
    return BUSY.has(error.code) || BUSY_STATE.test(state) || BUSY_KIND.has(kind)
  }
  // Errors of pg's own connections and pool arrive unwrapped, as instances of `Error` itself. All other errors have a class of their own.
  return error instanceof Error && error.constructor === Error
}
