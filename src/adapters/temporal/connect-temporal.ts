import { Client, Connection } from '@temporalio/client'

export type TemporalSettings = { address: string; namespace: string; apiKey: string | null }

/** How to reach the server: an API key means Temporal Cloud, and so TLS. */
export function connectionOptions({ address, apiKey }: TemporalSettings): { address: string; tls?: true; apiKey?: string } {
  return apiKey === null ? { address } : { address, tls: true, apiKey }
}

/** Connects lazily: a server that is down is found out by the first call. */
export function connectTemporal(settings: TemporalSettings): { client: Client; close(): Promise<void> } {
  const connection = Connection.lazy({ ...connectionOptions(settings), connectTimeout: 4_000 })
  return {
    client: new Client({ connection, namespace: settings.namespace }),
    close: () => connection.close(),
  }
}
