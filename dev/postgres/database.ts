import { Client, escapeIdentifier } from 'pg'

/** Runs `work` with a new connection and closes it afterwards. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Creates a database on the server of `url` and returns its URL. Idempotent. */
export async function createDatabase(url: string, name: string, { template }: { template?: string } = {}): Promise<string> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount) return
    const like = template === undefined ? '' : ` TEMPLATE ${escapeIdentifier(template)} STRATEGY FILE_COPY`
    await client.query(`CREATE DATABASE ${escapeIdentifier(name)}${like}`)
  })
  return databaseUrl(url, name)
}

/** Drops a database on the server of `url` and closes all connections to it. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await withClient(url, (client) => client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`))
}

function databaseUrl(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(name)}`
  return other.href
}
