import { Client, Connection } from '@temporalio/client'

export type TemporalSettings = { address: string; namespace: string; apiKey: string | null }

/** Connection options for the server. An API key means Temporal Cloud, which requires TLS. */
export function connectionOptions({ address, apiKey }: TemporalSettings): { address: string; tls?: true; apiKey?: string } {
  return apiKey === null ? { address } : { address, tls: true, apiKey }
}

/** Connects lazily: the first call fails if the server is down. */
export function connectTemporal(settings: TemporalSettings): { client: Client; close(): Promise<void> } {
  const connection = Connection.lazy({ ...connectionOptions(settings), connectTimeout: 4_000 })
  return {
    client: new Client({ connection, namespace: settings.namespace }),
    close: () => connection.close(),
  }
}
