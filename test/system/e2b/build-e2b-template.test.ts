import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { extract } from 'tar-stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { API_KEY, type E2bDouble, startE2bDouble } from '../../support/e2b/double/e2b-double.ts'

const SCRIPT = join(import.meta.dirname, '../../../scripts/build-template.ts')
const FOLDER = join(import.meta.dirname, '../../../sandbox-templates')
let double: E2bDouble
beforeAll(async () => {
  double = await startE2bDouble(new Map())
})
afterAll(() => double.close())

type Ended = { code: number; stdout: string; stderr: string }

/** Runs the script as a process whose environment contains only `env`. */
function build(args: string[], env: Record<string, string> = { E2B_API_KEY: API_KEY, E2B_API_URL: double.apiUrl }): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const options = { env: { PATH: process.env['PATH'], ...env }, cwd: import.meta.dirname }
  execFile(process.execPath, [SCRIPT, ...args], options, (error, stdout, stderr) =>
    resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
  )
  return promise
}

/** The paths and texts of an archive. */
async function filesOf(archive: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const entries = extract()
  entries.end(gunzipSync(archive))
  for await (const entry of entries) {
    const content = await text(entry)
    if (entry.header.type === 'file') files.set(entry.header.name, content)
  }
  return files
}

test('without a key the script says in one sentence what it needs', async () => {
  const { code, stdout, stderr } = await build(['react'], {})
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^E2B_API_KEY is missing: [^\n]+\n$/)
})

test('the script builds the template of a folder under its name and a tag from its content, always with the same size', async () => {
  const { code, stdout } = await build(['react'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/Built ollio-react:[0-9a-f]{16} /)
  const [built] = double.builds.builds
  expect(built?.asked).toMatchObject({ name: expect.stringMatching(/^ollio-react:[0-9a-f]{16}$/), cpuCount: 2, memoryMB: 2_048 })
  expect(built?.template?.fromImage).toBe('node:24-bookworm-slim')
})

test('the steps of the build create the layout that sandboxes rely on', async () => {
  const steps = double.builds.builds[0]?.template?.steps ?? []
  const commands = steps.filter(({ type }) => type === 'RUN').map(({ args }) => args[0] ?? '')
  expect(commands.find((command) => command.includes('npm ci'))).toMatch(/--ignore-scripts.* mv node_modules \/node_modules$/)
  expect(commands.find((command) => command.includes('chown -R root:root'))).toMatch(/mkdir \/template\/node_modules \/modules$/)
  expect(commands.at(-1)).toMatch(/useradd --create-home user.* mkdir -p \/workspace\/node_modules .*chown -R user:user \/workspace$/)
  expect(steps.filter(({ type }) => type === 'COPY').map(({ args }) => args[1])).toEqual(
    expect.arrayContaining(['/template/', '/template/compile-page']),
  )
})

/** Paths in `sandbox-templates/` of a template's files. */
async function filesOfTemplates(names: readonly string[]): Promise<string[]> {
  const listed = await Promise.all(names.map((name) => readdir(join(FOLDER, name), { recursive: true, withFileTypes: true })))
  const paths = listed.flat().flatMap((entry) => (entry.isFile() ? [relative(FOLDER, join(entry.parentPath, entry.name))] : []))
  return paths.filter((path) => !path.endsWith('/e2b.Dockerfile') && !path.includes('/node_modules/'))
}

async function uploaded(): Promise<Map<string, string>> {
  return new Map((await Promise.all([...double.builds.uploads.values()].map(filesOf))).flatMap((files) => [...files]))
}

test('every file of the template is uploaded, with its content', async () => {
  const files = await uploaded()
  const wanted = await filesOfTemplates(['react'])
  expect([...files.keys()].toSorted()).toEqual(wanted.toSorted())
  for (const path of wanted) expect(files.get(path)).toBe(await readFile(join(FOLDER, path), 'utf8'))
  expect((await stat(join(FOLDER, 'react/compile_page.sh'))).mode & 0o100).toBe(0o100)
})

test('the Next template has React’s files with its own on top, and all templates are built if none is named', async () => {
  const { code, stdout } = await build([])
  expect(code).toBe(0)
  expect(stdout).toMatch(/Built ollio-react:[0-9a-f]{16} [^]*Built ollio-nextjs:[0-9a-f]{16} /)
  const copied = (double.builds.builds.at(-1)?.template?.steps ?? [])
    .filter(({ type }) => type === 'COPY')
    .map(({ args }) => args.slice(0, 2))
  expect(copied).toContainEqual(['nextjs/package.json', '/template/'])
  expect(copied.findIndex(([from]) => from === 'nextjs/compile-page')).toBeGreaterThan(
    copied.findIndex(([from]) => from === 'react/compile-page'),
  )
  const files = await uploaded()
  for (const path of await filesOfTemplates(['nextjs'])) expect(files.get(path)).toBe(await readFile(join(FOLDER, path), 'utf8'))
})

test('uploaded files are not uploaded again, and a chosen name and tag are used', async () => {
  const before = double.builds.uploads.size
  const { code, stdout } = await build(['team:stable', 'react'])
  expect(code).toBe(0)
  expect(stdout).toContain('Built team-react:stable')
  expect(stdout).toContain('already cached')
  expect(double.builds.builds.at(-1)?.asked.name).toBe('team-react:stable')
  expect(double.builds.uploads.size).toBe(before)
})

test('a failed build is reported with its reason', async () => {
  double.builds.problem = { message: 'npm ci ended with 1', step: '3' }
  const { code, stderr } = await build(['react'])
  double.builds.problem = null
  expect(code).toBe(1)
  expect(stderr).toMatch(/^The template ollio-react:[0-9a-f]{16} could not be built: npm ci ended with 1\n$/)
})

test('a wrong key, and an argument that is neither a template nor a name, are reported in one sentence', async () => {
  const wrongKey = await build(['react'], { E2B_API_KEY: 'e2b_wrong', E2B_API_URL: double.apiUrl })
  expect(wrongKey.code).toBe(1)
  expect(wrongKey.stderr).toMatch(/could not be built: Unauthorized[^\n]*\n$/)
  const wrongName = await build(['re act'])
  expect(wrongName.code).toBe(1)
  expect(wrongName.stderr).toMatch(/^“re act” is neither a template nor a valid name:tag\. Templates: react[^\n]*\n$/)
})
