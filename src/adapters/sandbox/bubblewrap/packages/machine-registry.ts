import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { z } from 'zod'

/** The package registry that this machine is configured for. A sandbox never sees any of this. */
export type Registry = {
  /** Ends with a slash. */
  url: string
  /** The value of the authorization header, or `null` if none is needed. */
  authorization: string | null
  /** Certificates in PEM that are trusted instead of the default ones. `null`: Node's defaults. */
  ca: string[] | null
  /** In the form that Node's agents read: HTTP_PROXY, HTTPS_PROXY, NO_PROXY. */
  proxies: Record<string, string>
  /** Other registries by the scope of their packages, such as `@acme`. */
  scopes?: Readonly<Record<string, ScopedRegistry>>
}

/** A registry for the packages of one scope. */
export type ScopedRegistry = Pick<Registry, 'url' | 'authorization'>

/** The registry of a package. */
export function registryOf({ url, authorization, scopes = {} }: Registry, name: string): ScopedRegistry {
  const [scope = ''] = name.split('/', 1)
  return (Object.hasOwn(scopes, scope) ? scopes[scope] : undefined) ?? { url, authorization }
}

type Environment = Readonly<Record<string, string | undefined>>

const text = z.string().nullish()
const settingsSchema = z.object({
  registry: z.url(),
  cafile: text,
  ca: z.union([z.string(), z.array(z.string())]).nullish(),
  proxy: text,
  'https-proxy': text,
  noproxy: z.union([z.string(), z.array(z.string())]).nullish(),
  userconfig: text,
  globalconfig: text,
})

const TIMEOUT_MS = 30_000

/** Asks npm for its settings, and reads the credentials from npm's files because npm doesn't print them. Throws if npm is missing. */
export async function machineRegistry(environment: Environment): Promise<Registry> {
  // A folder without project settings.
  const { stdout } = await promisify(execFile)('npm', ['config', 'list', '--json'], { cwd: '/', timeout: TIMEOUT_MS })
  const settings = settingsSchema.parse(JSON.parse(stdout))
  const url = settings.registry.endsWith('/') ? settings.registry : `${settings.registry}/`
  const files = await Promise.all([settings.globalconfig, settings.userconfig].map(textOf))
  const credentials = new Map([...files.flatMap((file) => settingsIn(file, environment)), ...settingsOf(environment)])
  const certificates = settings.cafile == null ? settings.ca : await readFile(settings.cafile, 'utf8')
  return {
    url,
    authorization: authorizationFor(url, credentials),
    ca: certificates == null ? null : [certificates].flat(),
    proxies: proxiesOf(settings, environment),
  }
}

async function textOf(path: string | null | undefined): Promise<string> {
  return path == null ? '' : await readFile(path, 'utf8').catch(() => '')
}

/** Parses lines such as `//registry/:_authToken=${TOKEN}`. */
export function settingsIn(file: string, environment: Environment): [string, string][] {
  return file.split('\n').flatMap((line): [string, string][] => {
    const match = /^([^=;#\s][^=]*)=(.*)$/.exec(line.trim())
    if (match === null) return []
    const [, name = '', written = ''] = match
    const value = written.trim().replace(/^"(.*)"$|^'(.*)'$/, '$1$2')
    return [[name.trim(), value.replace(/\$\{([^}?]+)\??\}/g, (variable, key: string) => environment[key] ?? variable)]]
  })
}

function settingsOf(environment: Environment): [string, string][] {
  const prefix = 'npm_config_'
  return Object.entries(environment).flatMap(([name, value]): [string, string][] =>
    name.startsWith(`${prefix}//`) && value !== undefined ? [[name.slice(prefix.length), value]] : [],
  )
}

/** The credentials of the longest prefix of the registry's address that has any. */
export function authorizationFor(registry: string, credentials: ReadonlyMap<string, string>): string | null {
  const { host, pathname } = new URL(registry)
  const parts = pathname.split('/').filter((part) => part !== '')
  for (let length = parts.length; length >= 0; length -= 1) {
    const place = `//${[host, ...parts.slice(0, length)].join('/')}/`
    const [token, both, user, secret] = ['_authToken', '_auth', 'username', '_password'].map((key) => credentials.get(`${place}:${key}`))
    if (token !== undefined) return `Bearer ${token}`
    if (both !== undefined) return `Basic ${both}`
    // npm stores the password in base64.
    if (user !== undefined && secret !== undefined)
      return `Basic ${Buffer.from(`${user}:${Buffer.from(secret, 'base64').toString()}`).toString('base64')}`
  }
  return null
}

function proxiesOf(settings: z.infer<typeof settingsSchema>, environment: Environment): Record<string, string> {
  const plain = settings.proxy ?? environment['HTTP_PROXY'] ?? environment['http_proxy']
  const secure = settings['https-proxy'] ?? environment['HTTPS_PROXY'] ?? environment['https_proxy'] ?? settings.proxy
  const none = settings.noproxy == null ? environment['NO_PROXY'] : [settings.noproxy].flat().join(',')
  const given = Object.entries({ HTTP_PROXY: plain, HTTPS_PROXY: secure, NO_PROXY: none })
  return Object.fromEntries(given.filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''))
}
