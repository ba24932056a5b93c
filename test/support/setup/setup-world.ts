import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { environment } from '#src/config/read-settings.ts'
import type { Environment } from '#src/config/read-settings.ts'
import { freePort } from '#dev/processes/free-port.ts'
import { runSetup } from '#src/setup/run-setup.ts'
import { readSetupConfig, surveySettings } from '#src/setup/setup-config.ts'
import { startGitHubDouble, type GitHubDouble } from './github-double.ts'

export const CHANNEL = 'https://smee.io/a-channel-of-the-tests'

export type SetupWorld = {
  /** The URL shown in the terminal. */
  address: string
  /** The URL on which the page listens. */
  local: string
  github: GitHubDouble
  envFile: string
  /** The URL to which GitHub redirects users back. */
  backFrom(query: string | Record<string, string>): string
  /** All output to terminal and log. */
  heard: () => string
  /** Result of the setup: true if the server can start. */
  outcome: Promise<boolean>
  readEnvFile(): Promise<string>
  end(): Promise<void>
}

/** The setup page in a fresh folder, with its own GitHub. */
export async function startSetup(given: Environment = {}): Promise<SetupWorld> {
  const github = await startGitHubDouble()
  const folder = await mkdtemp(join(tmpdir(), 'ollio-setup-'))
  const envFile = join(folder, '.env')
  // Nothing responds at this Temporal address.
  const port = await freePort()
  const own = {
    PORT: String(port),
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    GITHUB_URL: github.url,
    GITHUB_API_URL: github.apiUrl,
    WEBHOOK_PROXY_URL: CHANNEL,
  }
  const env: Environment = { ...own, ...given }
  const config = readSetupConfig(env)
  if (config === null) throw new Error('An app is already configured')
  const heard: string[] = []
  const told = Promise.withResolvers<string>()
  const untilEnd = Promise.withResolvers<void>()
  const outcome = runSetup({
    config,
    envFile,
    appYml: await readFile('app.yml', 'utf8'),
    survey: () => surveySettings(environment(envFile, env)),
    print: (text) => {
      heard.push(text)
      told.resolve(text)
    },
    log: pino({ level: 'trace' }, { write: (line: string) => void heard.push(line) }),
    untilEnd: untilEnd.promise,
  })
  const address = /http\S+/.exec(await Promise.race([told.promise, outcome.then(String)]))?.[0] ?? ''
  return {
    address,
    local: `http://127.0.0.1:${port}`,
    backFrom: (query) => new URL(`/set-up/created?${new URLSearchParams(query).toString()}`, address).href,
    github,
    envFile,
    heard: () => heard.join('\n'),
    outcome,
    readEnvFile: () => readFile(envFile, 'utf8').catch(() => ''),
    async end() {
      untilEnd.resolve()
      await outcome
      await github.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Page = { status: number; html: string; headers: Headers; text: string }

/** A browser with cookies. `host`: the host name of its requests. */
export function visitor(host?: string) {
  let cookie = ''
  async function visit(url: string): Promise<Page> {
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(host === undefined ? {} : { host }) }
    const response = await sendRequest(url, headers)
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    const { headers: answered, status } = response
    const html = await response.text()
    return { status, html, headers: answered, text: html.replaceAll(/<style>[^]*?<\/style>|<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ') }
  }
  return {
    visit,
    /** The form for GitHub: its target and its fields. */
    async begin(url: string): Promise<{ action: URL; state: string; manifest: Record<string, unknown>; page: Page }> {
      const page = await visit(url)
      const action = new URL(unescape(/<form method="post" action="([^"]+)"/.exec(page.html)?.[1] ?? 'about:blank'))
      const manifest: unknown = JSON.parse(unescape(/name="manifest" value="([^"]+)"/.exec(page.html)?.[1] ?? '{}'))
      return { action, state: action.searchParams.get('state') ?? '', manifest: manifest as Record<string, unknown>, page }
    },
  }
}

/** `fetch` does not allow another Host header. */
async function sendRequest(url: string, headers: Record<string, string>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent: false }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const all = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)])
        const body = Buffer.concat(parts)
        resolve(new Response(body.length === 0 ? null : body, { status: answer.statusCode ?? 0, headers: all }))
      })
    })
    sent.once('error', reject)
    sent.end()
  })
}

function unescape(html: string): string {
  return html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
