import { expect, test } from 'vitest'
import type { SandboxLabels } from '#src/ports/sandbox.ts'
import { bytes, LABELS, run } from '#test/support/sandbox-contract/use-sandbox.ts'
import { openDoubled } from '../../support/e2b/start-e2b-double.ts'
import { useDoubled } from '../../support/e2b/use-e2b-double.ts'

const doubled = useDoubled({ lifeMs: 1_200_000 })

async function madeFor(labels: SandboxLabels, { provider, double } = doubled()) {
  const sandbox = await provider.create('react', labels)
  return { sandbox, known: double.cloud.sandboxes.get(sandbox.id) }
}

test('a sandbox is created from the named template, with its labels and a lifetime, after which it is destroyed', async () => {
  const { known } = await madeFor({ ...LABELS, turn: 'made' })
  expect(known?.asked).toMatchObject({
    templateID: 'ollio-react:test',
    timeout: 1_200,
    autoPause: false,
    metadata: { ollio: 'sandbox', project: 'pricing', turn: 'made', purpose: 'work' },
  })
})

test('a sandbox that nobody destroys is gone after its lifetime', async () => {
  const other = await openDoubled({ lifeMs: 2_000 })
  const { sandbox } = await madeFor(LABELS, other)
  await expect.poll(() => other.provider.list({}), { timeout: 10_000 }).toEqual([])
  await expect(run(sandbox, 'true')).rejects.toMatchObject({ name: 'Failure', kind: 'sandbox-lost' })
  await other.close()
})

test('an installation reaches only the package registry, and nobody reaches the installation', async () => {
  const { sandbox, known } = await madeFor({ ...LABELS, turn: 'network', purpose: 'install' })
  expect(known?.asked.network).toEqual({ allowOut: ['registry.example.com'], denyOut: ['0.0.0.0/0'], allowPublicTraffic: false })
  expect((await run(sandbox, 'echo $npm_config_registry')).stdout).toBe('https://registry.example.com/\n')
})

test.each(['work', 'check'] as const)('%s reaches nothing', async (purpose) => {
  const { sandbox, known } = await madeFor({ ...LABELS, turn: 'alone', purpose })
  expect(known?.asked).toMatchObject({ allow_internet_access: false, network: { allowPublicTraffic: false } })
  expect((await run(sandbox, 'echo "[$npm_config_registry]"')).stdout).toBe('[]\n')
})

test('an installation without a registry reaches nothing either', async () => {
  const other = await openDoubled({ registry: null })
  const { known } = await madeFor({ ...LABELS, purpose: 'install' }, other)
  expect(known?.asked).toMatchObject({ allow_internet_access: false, network: { allowPublicTraffic: false } })
  await other.close()
})

test('connecting to a sandbox starts its lifetime again', async () => {
  const id = await doubled().madeBySomebody({ ...LABELS, turn: 'short', ollio: 'sandbox' })
  const before = doubled().double.cloud.sandboxes.get(id)?.endAt.getTime() ?? 0
  await doubled().provider.connect(id)
  const after = doubled().double.cloud.sandboxes.get(id)?.endAt.getTime() ?? 0
  expect(after - before).toBeGreaterThan(1_000_000)
})

test('the tools of the template compile a repository', async () => {
  const { sandbox } = await madeFor({ ...LABELS, turn: 'compiles' })
  await sandbox.writeFile('src/page.tsx', bytes(`export const Page = (): React.JSX.Element => <p title={1}>x</p>\n`))
  await sandbox.writeFile('package.json', bytes('{}'))
  const wrong = await run(sandbox, '/template/compile_page.sh types', { timeoutMs: 90_000 })
  expect(wrong).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('src/page.tsx') })
  await sandbox.writeFile('src/page.tsx', bytes(`export const Page = (): React.JSX.Element => <p title="1">x</p>\n`))
  expect(await run(sandbox, '/template/compile_page.sh types', { timeoutMs: 90_000 })).toMatchObject({ exitCode: 0, stdout: '' })
})

test('a command finds the template, and nothing of ours in its environment', async () => {
  const { sandbox } = await madeFor({ ...LABELS, turn: 'environment' })
  const { stdout } = await run(sandbox, 'env | sort; ls /template/compile_page.sh; node -p "require.resolve(\'react\')"', {
    env: { GIVEN: 'x' },
  })
  expect(stdout.split('\n').map((line) => line.split('=')[0])).toEqual([
    ...['CI', 'GIVEN', 'HOME', 'LANG', 'NO_COLOR', 'PATH', 'PWD', 'SHLVL', 'TERM', '_'],
    ...['/template/compile_page.sh', '/node_modules/react/index.js', ''],
  ])
})
