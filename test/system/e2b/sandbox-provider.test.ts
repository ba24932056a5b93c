import { freeMachine } from '#test/support/free-machine.ts'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { e2bTemplateName } from '#src/adapters/sandbox/e2b/e2b-template-name.ts'
import { readWorkerConfig } from '#src/config/config.ts'
import { openSandboxProvider } from '#src/config/sandbox-provider.ts'
import { LABELS, run } from '#test/support/sandbox-contract/use-sandbox.ts'
import { packageManagers, requestOf } from '#test/support/real-packages.ts'
import { reactTemplate } from '#test/support/installed-template.ts'
import { API_KEY, startE2bDouble } from '../../support/e2b/double/e2b-double.ts'

const SETTINGS = {
  APP_ID: '1',
  PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
  DATABASE_URL: 'postgresql://ollio@localhost/ollio',
  LINK_SECRET: 'a-secret-of-links',
  OPENAI_API_KEY: 'key',
  E2B_API_KEY: API_KEY,
  OLLIO_TURN_MINUTES: '20',
}

test('a worker with an E2B key uses its cloud, with the template that its own version builds', async () => {
  const name = await e2bTemplateName('ollio', 'sandbox-templates', 'react')
  const double = await startE2bDouble(new Map([[name, await reactTemplate()]]))
  const config = readWorkerConfig({ ...SETTINGS, E2B_API_URL: double.apiUrl, E2B_SANDBOX_URL: double.sandboxUrl })
  const { sandboxes } = await openSandboxProvider(config, freeMachine, pino({ level: 'silent' }))
  const sandbox = await sandboxes.create('react', LABELS)
  expect((await run(sandbox, 'echo works')).stdout).toBe('works\n')
  const asked = double.cloud.sandboxes.get(sandbox.id)?.asked
  expect(asked).toMatchObject({ templateID: name, timeout: 30 * 60 })
  expect(asked?.network?.allowOut).toBeUndefined()
  expect(sandboxes.missingLimits).toEqual([])
  await sandbox.destroy()
  await double.close()
})

test('a repository’s packages are installed on the worker’s machine and uploaded to the cloud', async () => {
  await packageManagers()
  const name = await e2bTemplateName('ollio', 'sandbox-templates', 'react')
  const double = await startE2bDouble(new Map([[name, await reactTemplate()]]))
  const cloud = { E2B_API_URL: double.apiUrl, E2B_SANDBOX_URL: double.sandboxUrl }
  const { sandboxes, packages } = await openSandboxProvider(
    readWorkerConfig({ ...process.env, ...SETTINGS, ...cloud }),
    freeMachine,
    pino({ level: 'silent' }),
  )
  const manifest = JSON.stringify({ name: 'shop', private: true, dependencies: { 'is-number': '7.0.0' } })
  const installed = await packages.install(requestOf({ 'package.json': manifest }), AbortSignal.timeout(120_000))
  const modules = installed.ok ? (installed.packages?.id ?? null) : installed.reason
  const sandbox = await sandboxes.create('react', LABELS)
  expect(await run(sandbox, `node -p "require('is-number')(5)"`, { packages: modules })).toMatchObject({ stdout: 'true\n', stderr: '' })
  await sandbox.destroy()
  await double.close()
}, 180_000)

test('a template that nobody has built is a failure of the settings', async () => {
  const double = await startE2bDouble(new Map())
  const config = readWorkerConfig({ ...SETTINGS, E2B_API_URL: double.apiUrl, E2B_SANDBOX_URL: double.sandboxUrl })
  const { sandboxes } = await openSandboxProvider(config, freeMachine, pino({ level: 'silent' }))
  await expect(sandboxes.create('react', LABELS)).rejects.toMatchObject({ name: 'Failure', kind: 'sandbox-misconfigured' })
  await double.close()
})
