import { connect } from 'node:net'
import type { SettingsSurvey } from './setup-config.ts'

/** One thing that an installation needs besides its app: whether it is there, and else what to do. */
export type MissingSetting = { name: string; isMet: boolean; text: string; code?: string }

/** What comes with the app, or is made by us. */
const COMES_BY_ITSELF = /^(?:APP_ID|PRIVATE_KEY|WEBHOOK_SECRET|LINK_SECRET) is missing/
const CONNECT_MS = 1_000

const MIGRATE = 'npm run migrate'

/** `isAppMade`: from then on, what should have come by itself is missed as well. */
export async function listMissingSettings(survey: SettingsSurvey, isAppMade: boolean): Promise<MissingSetting[]> {
  const problems = [...new Set([...survey.server, ...survey.worker])]
  const isMissing = (name: string) => problems.some((line) => line.startsWith(`${name} is missing`))
  const others = problems.filter(
    (line) => !/^(?:DATABASE_URL|OPENAI_API_KEY) is missing/.test(line) && (isAppMade || !COMES_BY_ITSELF.test(line)),
  )
  return [
    ...(await Promise.all([
      isMissing('DATABASE_URL') ? Promise.resolve(NO_DATABASE) : databaseNeed(survey.databaseUrl),
      temporalNeed(survey.temporalAddress),
    ])),
    isMissing('OPENAI_API_KEY') ? NO_MODEL : { name: 'Language model', isMet: true, text: 'OPENAI_API_KEY is set.' },
    ...others.map((line) => ({ name: line.split(' ')[0] ?? '', isMet: false, text: `${line}.` })),
  ]
}

const NO_DATABASE: MissingSetting = {
  name: 'PostgreSQL',
  isMet: false,
  text: 'It keeps everything. Write to .env:',
  code: 'DATABASE_URL=postgresql://user:password@127.0.0.1:5432/ollio',
}
const NO_MODEL: MissingSetting = {
  name: 'Language model',
  isMet: false,
  text: 'The worker needs a key; OPENAI_BASE_URL and OLLIO_MODEL name another server and model than OpenAI’s. Write to .env:',
  code: 'OPENAI_API_KEY=…',
}

/** Without a host in its URL it is reached by a socket file, which isn't tried. */
async function databaseNeed(url: string): Promise<MissingSetting> {
  const name = 'PostgreSQL'
  const { hostname, port } = URL.canParse(url) ? new URL(url) : { hostname: '', port: '' }
  const address = { host: hostname, port: Number(port === '' ? 5432 : port) }
  if (hostname !== '' && !(await isAnswering(address)))
    return { name, isMet: false, text: `Nothing answers at ${address.host}:${address.port}, which DATABASE_URL names.` }
  return { name, isMet: true, text: 'DATABASE_URL is set. Unless it was done before, make the tables:', code: MIGRATE }
}

async function temporalNeed(address: string): Promise<MissingSetting> {
  const name = 'Temporal'
  const colon = address.lastIndexOf(':')
  if (await isAnswering({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)) }))
    return { name, isMet: true, text: `Something answers at ${address}.` }
  return {
    name,
    isMet: false,
    text: `Nothing answers at ${address}. TEMPORAL_ADDRESS names another one; or start one here, with Temporal’s CLI:`,
    code: 'temporal server start-dev --db-filename temporal.db',
  }
}

/** True where something takes a connection. */
async function isAnswering({ host, port }: { host: string; port: number }): Promise<boolean> {
  if (!(port > 0 && port < 65_536)) return false
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ''), port, timeout: CONNECT_MS })
    const finish = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => finish(true))
    socket.once('timeout', () => finish(false))
    socket.once('error', () => finish(false))
  })
}
