import { rename, writeFile } from 'node:fs/promises'

/** What another program needs to talk to the running demo; `.ollio/demo.json` holds it as long as the demo runs. */
export type DemoFile = {
  githubApiUrl: string
  githubUrl: string
  publicUrl: string
  previewUrl: string
  temporalAddress: string
  temporalUiUrl: string | null
  databaseUrl: string
  owner: string
  repo: string
  tokens: Record<'maintainer' | 'writer' | 'outsider', { login: string; token: string }>
  appId: number
  webhookUrl: string
  webhookSecret: string
  pids: { server: number; worker: number }
}

/** Written aside and renamed, so that a reader never sees half of it. */
export async function writeDemoFile(path: string, content: DemoFile): Promise<void> {
  const aside = `${path}.${process.pid}`
  await writeFile(aside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  await rename(aside, path)
}
